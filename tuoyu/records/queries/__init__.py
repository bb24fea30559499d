"""Reading the trail, its seals and the papers."""

from tuoyu.records.queries.papers import open_attachment
from tuoyu.records.queries.trail import (
    Asked,
    browse,
    deeds_seen,
    history_of,
    mark,
    news_after,
)

__all__ = [
    "Asked",
    "browse",
    "deeds_seen",
    "history_of",
    "mark",
    "news_after",
    "open_attachment",
]

"""The deeds of records: leave an entry, keep a paper."""

from tuoyu.records.services.papers import keep_attachment
from tuoyu.records.services.trail import CLOCKWORK, Actor, note

__all__ = ["CLOCKWORK", "Actor", "keep_attachment", "note"]

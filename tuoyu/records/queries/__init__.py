"""Reading papers back."""

from tuoyu.records.queries.papers import open_attachment

__all__ = ["open_attachment"]

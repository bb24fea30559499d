"""The deeds of records: leave an entry, seal the trail, keep a paper."""

from tuoyu.records.services.papers import keep_attachment
from tuoyu.records.services.seals import seal_entries
from tuoyu.records.services.trail import CLOCKWORK, Actor, note

__all__ = ["CLOCKWORK", "Actor", "keep_attachment", "note", "seal_entries"]

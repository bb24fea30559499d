"""The trail, its seals, and the papers."""

from tuoyu.records.models.attachment import Attachment
from tuoyu.records.models.entry import Entry

__all__ = ["Attachment", "Entry"]

"""The trail, its seals, and the papers."""

from tuoyu.records.models.attachment import Attachment
from tuoyu.records.models.entry import Entry
from tuoyu.records.models.seal import Leaf, Lifetime, Seal

__all__ = ["Attachment", "Entry", "Leaf", "Lifetime", "Seal"]

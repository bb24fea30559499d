"""Papers from strangers: what a file is by its content, and whether it may do harm."""

from tuoyu.core.papers.kinds import (
    DOCX,
    JPG,
    PDF,
    PNG,
    SHEETS,
    SLOTS,
    XLSX,
    Kind,
    check,
)
from tuoyu.core.papers.showing import show

__all__ = ["DOCX", "JPG", "PDF", "PNG", "SHEETS", "SLOTS", "XLSX", "Kind", "check", "show"]

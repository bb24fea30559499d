"""Filings: what was asked for, what proves it, who decided, and by when."""

from tuoyu.filing.models.clock import Clock
from tuoyu.filing.models.correction import CorrectionRequest
from tuoyu.filing.models.decision import Decision
from tuoyu.filing.models.document import Document
from tuoyu.filing.models.filing import Filing, FilingQuerySet
from tuoyu.filing.models.material import SLOTS, Material, Slot
from tuoyu.filing.models.site_check import SiteCheck, SitePhoto

__all__ = [
    "SLOTS",
    "Clock",
    "CorrectionRequest",
    "Decision",
    "Document",
    "Filing",
    "FilingQuerySet",
    "Material",
    "SiteCheck",
    "SitePhoto",
    "Slot",
]

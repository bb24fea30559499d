"""What the public may see of filings: receipts in force, mismatch notices, outcomes."""

from collections.abc import Iterable

from django.db.models import QuerySet

from tuoyu.filing.models import Document

Kind = Document.Kind


def receipt_of(institution_id: int) -> Document | None:
    """The receipt in force of one institution, if there is one."""
    return public_papers([institution_id]).filter(kind=Kind.RECEIPT).first()


def mismatches_of(institution_id: int) -> "QuerySet[Document]":
    """Mismatch notices in force, newest first; they are public from the day they are issued."""
    return public_papers([institution_id]).filter(kind=Kind.MISMATCH)


def public_papers(institution_ids: Iterable[int]) -> "QuerySet[Document]":
    """Receipts and mismatch notices in force of some institutions, newest first."""
    rows = Document.objects.filter(
        filing__institution__in=list(institution_ids),
        kind__in=(Kind.RECEIPT, Kind.MISMATCH),
        revoked_at=None,
    )
    return rows.select_related("filing").order_by("-issued_on", "-pk")

"""Numbers of filings and papers: in order, never twice, year by year."""

import secrets

from django.db import connection
from django.db.models import IntegerField, Max
from django.db.models.functions import Cast, Substr

from tuoyu.filing.models import Document, Filing
from tuoyu.org.models import Unit

_LOCK = 4_104_002  # any number that no other advisory lock of the platform uses
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is misread on paper
CODE_LENGTH = 10
DIGITS = 4
WORDS = {
    Document.Kind.RECEIPT: "托备",
    Document.Kind.NOTICE: "托告",
    Document.Kind.MISMATCH: "托不符",
}


def filing_number(year: int) -> str:
    """SL-2026-0587."""
    head = f"SL-{year}-"
    _one_at_a_time()
    rows = Filing.objects.filter(number__startswith=head)
    last = rows.aggregate(last=Max(_serial(head)))["last"] or 0
    return f"{head}{last + 1:0{DIGITS}d}"


def document_number(kind: str, unit: Unit, year: int) -> str:
    """410402托备〔2026〕0012: each county and kind counts for itself."""
    head = f"{unit.region.code}{WORDS[Document.Kind(kind)]}〔{year}〕"
    _one_at_a_time()
    rows = Document.objects.filter(number__startswith=head)
    last = rows.aggregate(last=Max(_serial(head)))["last"] or 0
    return f"{head}{last + 1:0{DIGITS}d}"


def check_code() -> str:
    """A short random code that anyone can type."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def _serial(head: str) -> Cast:
    return Cast(Substr("number", len(head) + 1), IntegerField())


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])

"""Issuing papers: numbered, signed, and able to lose their force."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from tuoyu.core.clock import day_of
from tuoyu.core.errors import Refused
from tuoyu.filing.models import Document, Filing
from tuoyu.filing.queries import payload
from tuoyu.filing.queries.wording import said_in
from tuoyu.filing.services.numbers import check_code, document_number
from tuoyu.org.models import User
from tuoyu.records.services import note

Kind = Document.Kind


def issue(filing: Filing, kind: str, *, by: User, at: datetime, **more: Any) -> Document:
    """One signed paper; the deed that issues it leaves the note."""
    day = day_of(at)
    number, code = document_number(kind, filing.unit, day.year), check_code()
    said = said_in(filing, kind, number=number, code=code, on=day) | more
    return Document.objects.create(
        filing=filing,
        kind=kind,
        number=number,
        code=code,
        issued_on=day,
        issued_by=by,
        payload=said,
        signature=payload.sign(payload.signed_part(said)),
    )


def expire(documents: "QuerySet[Document]", *, why: str, at: datetime) -> None:
    """Papers that a newer one or an ending replaces; one revoked meanwhile keeps its reason."""
    held = documents.filter(revoked_at=None).select_for_update(of=("self",)).order_by("pk")
    still_good = list(held.values_list("pk", flat=True))
    Document.objects.filter(pk__in=still_good).update(revoked_at=at, revoked_why=why)


@transaction.atomic
def revoke(document: Document, *, reason: str, by: User, at: datetime) -> Document:
    """A paper issued by mistake loses its force; it stays on record with the reason."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    if document.revoked_at is not None:
        raise Refused(f"{document.number} 已失效：{document.revoked_why}。")
    if not reason.strip():
        raise Refused("请写明作废原因。", field="reason", status=422)
    document.revoked_at, document.revoked_why = at, reason.strip()
    document.save(update_fields=["revoked_at", "revoked_why"])
    note(
        "filing.document_revoked",
        document.filing,
        by=by,
        at=at,
        number=document.number,
        reason=reason,
    )
    return document


def receipts_of(institution_ids: Iterable[int]) -> "QuerySet[Document]":
    return Document.objects.filter(
        kind=Kind.RECEIPT, filing__institution__in=list(institution_ids)
    )

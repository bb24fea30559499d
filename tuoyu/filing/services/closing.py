"""Pausing, resuming and ending a service, and letting the public see a result."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from tuoyu.core.clock import day_of
from tuoyu.core.errors import Refused
from tuoyu.filing.models import Document, Filing
from tuoyu.filing.queries import law
from tuoyu.filing.services import clocks, news, papers
from tuoyu.filing.services.locking import lock
from tuoyu.institutions.models import Standing
from tuoyu.institutions.services import stand
from tuoyu.org.models import User
from tuoyu.records.services import note

Kind, Status = Filing.Kind, Filing.Status
STANDING_AFTER = {
    Kind.SUSPENSION: Standing.Status.SUSPENDED,
    Kind.RESUMPTION: Standing.Status.FILED,
    Kind.CANCELLATION: Standing.Status.CANCELLED,
}


def close_service(filing: Filing, *, by: User, at: datetime) -> list[Document]:
    """Its standing follows the filing; once cancelled, its receipts lose their force."""
    assert filing.institution is not None
    closing: dict[str, Any] = filing.content.get("closing") or {}
    receipt = papers.issue(filing, Document.Kind.RECEIPT, by=by, at=at)
    stand(
        filing.institution,
        STANDING_AFTER[Kind(filing.kind)],
        on=_from_day(closing, day_of(at)),
        reason=str(closing.get("reason") or closing.get("arrangement") or "")[:200],
        reference=receipt.number,
        by=by,
        at=at,
    )
    if filing.kind == Kind.CANCELLATION:
        older = papers.receipts_of([filing.institution.pk]).exclude(pk=receipt.pk)
        papers.expire(older, why="机构已注销备案", at=at)
    filing.status = Status.PUBLISHED
    return [receipt]


def _from_day(closing: dict[str, Any], day: date) -> date:
    """The day the institution named, if still to come: the register is not written back."""
    try:
        return max(date.fromisoformat(str(closing.get("from_on"))), day)
    except ValueError:
        return day


@transaction.atomic
def publish(filing: Filing, *, by: User, at: datetime) -> Filing:
    """The result is public and the filing at its end."""
    filing = lock(filing, Status.CHECKED, Status.RECEIPTED)
    if filing.status == Status.RECEIPTED:
        raise Refused("现场核实还没有完成，先记录核实结果再公开。")
    filing.status = Status.PUBLISHED
    filing.closed_at = at
    clocks.strike(filing, law.PUBLISHED, at=at, is_last=True)
    filing.save()
    note("filing.published", filing, by=by, at=at)
    news.tell_applicant(filing, "备案结果已公开", at=at, body=filing.title)
    return filing

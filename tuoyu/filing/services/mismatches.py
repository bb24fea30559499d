"""The mismatch notice (不符合告知书): clauses and reasons, within the term, and public."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from tuoyu.core.errors import Refused
from tuoyu.filing.models import Decision, Document, Filing
from tuoyu.filing.queries import law
from tuoyu.filing.services import clocks, news, papers
from tuoyu.filing.services.locking import keep_for, lock
from tuoyu.filing.services.proposing import propose
from tuoyu.org.models import User
from tuoyu.records.services import note

Status = Filing.Status
Points = Sequence[Mapping[str, Any]]


@transaction.atomic
def notify_mismatch(
    filing: Filing, *, points: Points, opinion: str = "", by: User, at: datetime
) -> Filing:
    """Say which norm is not met and why; each point names its clause. It is public at once."""
    filing = lock(filing, Status.SUBMITTED, Status.RECEIPTED)
    keep_for(filing, by.pk)
    named = _checked(points)
    filing.officer = filing.officer or by
    if filing.unit.needs_approval:
        detail = {"points": named}
        return propose(
            filing, Decision.Deed.MISMATCH, opinion=opinion, by=by, at=at, detail=detail
        )
    return carry_out(filing, points=named, by=by, at=at)


def carry_out(
    filing: Filing, *, points: Points, by: User, at: datetime, approved: bool = False
) -> Filing:
    notice = papers.issue(filing, Document.Kind.MISMATCH, by=by, at=at, points=list(points))
    filing.status = Status.MISMATCHED
    filing.closed_at = at
    clocks.strike(filing, law.MISMATCHED, at=at, is_last=True)
    filing.save()
    note(
        "filing.mismatched",
        filing,
        by=by,
        at=at,
        document=notice.number,
        clauses=[point["clause"] for point in points],
        approved=approved,
    )
    news.tell_applicant(
        filing, f"不符合告知书：{notice.number}", at=at, body="请按告知书改正。"
    )
    return filing


def _checked(points: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    names = ("clause", "text", "remedy")
    made = [{name: str(point.get(name) or "").strip() for name in names} for point in points]
    if not made:
        raise Refused("请至少列一条不符合的条款。", field="points", status=422)
    if not all(point["clause"] and point["text"] for point in made):
        raise Refused("每一条都要写明条款和理由。", field="points", status=422)
    return made

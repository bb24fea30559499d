"""Two eyes: the officer proposes, somebody else lets it go out or sends it back."""

from datetime import datetime
from typing import Any

from tuoyu.filing.models import Decision, Filing
from tuoyu.filing.services import news
from tuoyu.org.models import User
from tuoyu.records.services import note


def propose(
    filing: Filing,
    deed: str,
    *,
    opinion: str,
    by: User,
    at: datetime,
    detail: dict[str, Any] | None = None,
) -> Filing:
    """Ask for approval; the clocks go on, since the law knows no stop for it."""
    decision = Decision.objects.create(
        filing=filing,
        deed=deed,
        before=filing.status,
        detail=detail or {},
        opinion=opinion,
        proposed_by=by,
        proposed_at=at,
    )
    filing.status = Filing.Status.APPROVING
    filing.save()
    note("filing.proposed", filing, by=by, at=at, proposal=deed, opinion=opinion)
    title = f"待审批：{decision.get_deed_display()} · {filing.title}"
    news.tell_approvers(filing, title, at=at, body=opinion)
    return filing

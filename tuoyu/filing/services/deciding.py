"""The approver's answer to a proposal."""

from datetime import datetime

from django.db import transaction

from tuoyu.core.errors import Refused
from tuoyu.filing.models import Decision, Filing
from tuoyu.filing.services import mismatches, news, receipts
from tuoyu.filing.services.locking import lock
from tuoyu.org.models import User
from tuoyu.records.services import note

Status = Filing.Status


@transaction.atomic
def approve(filing: Filing, *, answer: str = "", by: User, at: datetime) -> Filing:
    """Let the proposed paper go out, in the name of whoever approves."""
    filing = lock(filing, Status.APPROVING)
    decision = _decide(filing, approved=True, answer=answer, by=by, at=at)
    if decision.deed == Decision.Deed.RECEIPT:
        return receipts.carry_out(filing, by=by, at=at, approved=True)
    points = decision.detail["points"]
    return mismatches.carry_out(filing, points=points, by=by, at=at, approved=True)


@transaction.atomic
def send_back(filing: Filing, *, answer: str, by: User, at: datetime) -> Filing:
    """The proposal goes back to the officer with a reason."""
    filing = lock(filing, Status.APPROVING)
    if not answer.strip():
        raise Refused("退回要写明理由。", field="answer", status=422)
    decision = _decide(filing, approved=False, answer=answer.strip(), by=by, at=at)
    filing.status = decision.before
    filing.save(update_fields=["status"])
    note("filing.sent_back", filing, by=by, at=at, proposal=decision.deed, answer=answer)
    news.tell_office(filing, f"审批退回：{filing.title}", at=at, body=answer)
    return filing


def _decide(filing: Filing, *, approved: bool, answer: str, by: User, at: datetime) -> Decision:
    decision = filing.decisions.select_for_update().get(decided_at=None)
    if decision.proposed_by_id == by.pk:
        raise Refused("提请人不能审批自己提请的事项，请由另一位审批。")
    decision.decided_by, decision.decided_at = by, at
    decision.is_approved, decision.answer = approved, answer
    decision.save()
    return decision

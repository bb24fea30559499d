"""The receipt (备案回执): what the institution filed becomes what the register says."""

from datetime import datetime

from django.db import transaction

from tuoyu.core.clock import day_of
from tuoyu.core.errors import Refused
from tuoyu.filing.models import Decision, Document, Filing
from tuoyu.filing.queries import law
from tuoyu.filing.services import clocks, news, papers
from tuoyu.filing.services.closing import close_service
from tuoyu.filing.services.judging import judge, write
from tuoyu.filing.services.locking import keep_for, lock
from tuoyu.filing.services.proposing import propose
from tuoyu.institutions.models import Standing
from tuoyu.org.models import User
from tuoyu.records.services import note

Status = Filing.Status


@transaction.atomic
def issue_receipt(filing: Filing, *, opinion: str = "", by: User, at: datetime) -> Filing:
    """Issue it, or propose it where the county wants two eyes."""
    filing = lock(filing, Status.SUBMITTED)
    keep_for(filing, by.pk)
    _refuse_before_review(filing, by, at)
    filing.officer = filing.officer or by
    if filing.unit.needs_approval:
        return propose(filing, Decision.Deed.RECEIPT, opinion=opinion, by=by, at=at)
    return carry_out(filing, by=by, at=at)


def carry_out(filing: Filing, *, by: User, at: datetime, approved: bool = False) -> Filing:
    """The register takes the content, the papers go out, the clock of the visit starts."""
    if filing.is_of_content:
        issued = _file(filing, by, at)
    else:
        issued = close_service(filing, by=by, at=at)
    filing.receipted_at = at
    if filing.status == Status.PUBLISHED:
        filing.closed_at = at
    clocks.strike(filing, law.RECEIPTED, at=at, is_last=filing.closed_at is not None)
    filing.save()
    note(
        "filing.receipted",
        filing,
        by=by,
        at=at,
        documents=[document.number for document in issued],
        in_time=filing.receipt_in_time,
        approved=approved,
    )
    news.tell_applicant(filing, f"备案回执已出具：{issued[0].number}", at=at)
    return filing


def _file(filing: Filing, by: User, at: datetime) -> list[Document]:
    day = day_of(at)
    if filing.institution_id:
        older = papers.receipts_of([filing.institution_id])
        papers.expire(older, why="已换发新的备案回执", at=at)
    receipt = papers.issue(filing, Document.Kind.RECEIPT, by=by, at=at)
    notice = papers.issue(filing, Document.Kind.NOTICE, by=by, at=at, receipt=receipt.number)
    filing.institution = write(
        filing, on=day, by=by, at=at, status=_standing_after(filing), reference=receipt.number
    )
    filing.status = Status.RECEIPTED
    return [receipt, notice]


def _standing_after(filing: Filing) -> str | None:
    """A change while the service is suspended does not end the suspension."""
    return None if filing.kind == Filing.Kind.CHANGE else str(Standing.Status.FILED)


def _refuse_before_review(filing: Filing, by: User, at: datetime) -> None:
    """Where a county gives receipts only after review, what blocks must be settled first."""
    if not (filing.unit.receipt_after_review and filing.is_of_content):
        return
    found = judge(filing, on=day_of(at), by=by, at=at)
    count = len(found.blocking) if found else 0
    if count:
        raise Refused(f"本县核对符合后才出回执，还有 {count} 条必须整改。请先告知补正。")

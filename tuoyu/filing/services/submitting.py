"""A filing leaves the institution's hands, comes back for correction, or is taken back."""

from datetime import datetime

from django.db import transaction

from tuoyu.core.clock import day_of
from tuoyu.core.errors import Refused
from tuoyu.filing.models import Filing
from tuoyu.filing.queries import law
from tuoyu.filing.queries.requirements import gaps
from tuoyu.filing.services import clocks, news
from tuoyu.filing.services.judging import lays_out, standing_materials
from tuoyu.filing.services.locking import lock
from tuoyu.filing.services.numbers import filing_number
from tuoyu.org.models import User
from tuoyu.records.services import note

Status = Filing.Status


@transaction.atomic
def submit(filing: Filing, *, promised: bool, by: User, at: datetime) -> Filing:
    """Hand it in. Broken rules do not hold it back, since 备案 is no permit; gaps do."""
    filing = lock(filing, Status.DRAFT)
    _refuse_unready(filing, promised, by, at)
    filing.status = Status.SUBMITTED
    filing.number = filing_number(day_of(at).year)
    filing.submitted_at = filing.promised_at = at
    filing.save()
    clocks.strike(filing, law.SUBMITTED, at=at)
    filing.save()
    note("filing.submitted", filing, by=by, at=at, number=filing.number, due_on=filing.due_on)
    news.tell_office(
        filing, f"新收到备案：{filing.title}", at=at, body=filing.get_kind_display()
    )
    return filing


@transaction.atomic
def resubmit(filing: Filing, *, promised: bool, by: User, at: datetime) -> Filing:
    """The institution has put the points right: the clocks go on where they stood."""
    filing = lock(filing, Status.CORRECTING)
    _refuse_unready(filing, promised, by, at)
    filing.requests.filter(answered_at=None).update(answered_at=at)
    filing.status = Status.SUBMITTED
    filing.promised_at = at
    clocks.go_on(filing, at=at)
    filing.save()
    note("filing.resubmitted", filing, by=by, at=at, due_on=filing.due_on)
    news.tell_office(filing, f"补正已交回：{filing.title}", at=at)
    return filing


@transaction.atomic
def withdraw(filing: Filing, *, reason: str = "", by: User, at: datetime) -> Filing:
    """The institution takes it back, as long as no paper was issued."""
    filing = lock(filing, Status.DRAFT, Status.SUBMITTED, Status.CORRECTING)
    was_submitted = filing.number is not None
    filing.status = Status.WITHDRAWN
    filing.closed_at = at
    clocks.strike(filing, law.WITHDRAWN, at=at, is_last=True)
    filing.save()
    note("filing.withdrawn", filing, by=by, at=at, reason=reason)
    if was_submitted:
        news.tell_office(filing, f"机构撤回了备案：{filing.title}", at=at, body=reason)
    return filing


def _refuse_unready(filing: Filing, promised: bool, by: User, at: datetime) -> None:
    if not promised:
        raise Refused("请先勾选备案承诺书。", field="promised", status=422)
    missing = gaps(filing, standing_materials(filing), on=day_of(at))
    if missing:
        more = f"，另有 {len(missing) - 1} 处" if len(missing) > 1 else ""
        raise Refused(f"还不能提交：{missing[0].message}{more}。", status=422)
    lays_out(filing, on=day_of(at), by=by, at=at)

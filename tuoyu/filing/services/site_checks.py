"""The visit after the receipt: answers are kept as they are ticked, then concluded once."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import IO, Any

from django.core.files.base import File
from django.db import transaction

from tuoyu.core.clock import day_of
from tuoyu.core.errors import Refused
from tuoyu.core.papers import JPG, PNG
from tuoyu.filing.models import Filing, SiteCheck, SitePhoto
from tuoyu.filing.queries import law
from tuoyu.filing.services import clocks, news
from tuoyu.filing.services.locking import hold, lock
from tuoyu.org.models import User
from tuoyu.records.services import keep_attachment, note

Status = Filing.Status
ANSWERS = ("yes", "no", "unknown")


@transaction.atomic
def begin_site_check(filing: Filing, *, visited_on: date, by: User, at: datetime) -> SiteCheck:
    """Open the sheet of a visit; a second click finds the same sheet."""
    filing = lock(filing, Status.RECEIPTED)
    present = filing.site_checks.filter(concluded_at=None).first()
    if present is not None:
        return present
    check = SiteCheck.objects.create(filing=filing, by=by, visited_on=visited_on)
    note("filing.site_check_begun", filing, by=by, at=at, visited_on=visited_on)
    return check


@transaction.atomic
def save_site_check(
    check: SiteCheck,
    *,
    answers: Mapping[str, Mapping[str, str]],
    opinion: str = "",
    companion: str = "",
    by: User,
    at: datetime,
) -> SiteCheck:
    """Keep what has been ticked so far; nothing changed, nothing written."""
    check = _open(check)
    merged = {**check.answers, **_read(answers)}
    if (merged, opinion, companion) == (check.answers, check.opinion, check.companion):
        return check
    changed = [item for item in merged if merged[item] != check.answers.get(item)]
    check.answers, check.opinion, check.companion = merged, opinion[:500], companion[:60]
    check.save()
    note("filing.site_check_saved", check.filing, by=by, at=at, items=changed)
    return check


@transaction.atomic
def add_site_photo(
    check: SiteCheck,
    item: str,
    *,
    file: "IO[bytes] | File[Any]",
    name: str,
    by: User,
    at: datetime,
) -> SitePhoto:
    """A picture for one item; only pictures."""
    check = _open(check)
    attachment = keep_attachment(file, name=name, by=by, at=at, allowed=(JPG, PNG))
    photo = SitePhoto.objects.create(
        check_of=check, item=item, attachment=attachment, added_at=at
    )
    note("filing.site_photo_added", check.filing, by=by, at=at, item=item)
    return photo


@transaction.atomic
def record_site_check(check: SiteCheck, *, opinion: str, by: User, at: datetime) -> Filing:
    """Conclude the visit: every item answered; one “no” or “unknown” and it has not passed."""
    check = _open(check)
    filing = check.filing
    items = law.site_items(form=filing.form, on=day_of(at), region=filing.unit.region)
    left = [item for item in items if not check.answers.get(item.id, {}).get("answer")]
    if left:
        raise Refused(f"还有 {len(left)} 项没有记录：{left[0].says}。", status=422)
    answers = [check.answers[item.id]["answer"] for item in items]
    check.is_passed = all(answer == "yes" for answer in answers)
    check.opinion, check.concluded_at = opinion[:500], at
    check.save()
    if check.is_passed:
        filing.status = Status.CHECKED
        clocks.strike(filing, law.SITE_CHECKED, at=at, settles=law.MISMATCHED)
    filing.save()
    note("filing.site_checked", filing, by=by, at=at, passed=check.is_passed, check=check.pk)
    news.tell_applicant(filing, _outcome(answers), at=at, body=check.opinion)
    return filing


def _outcome(answers: list[str]) -> str:
    wrong = len([answer for answer in answers if answer != "yes"])
    return f"现场核实：{wrong} 项不符合或未查明" if wrong else "现场核实：各项符合"


def _open(check: SiteCheck) -> SiteCheck:
    """The filing first, as in every deed: the sheet of one that has ended stays as it is."""
    filing = hold(check.filing_id)
    row = SiteCheck.objects.select_for_update().get(pk=check.pk)
    if row.concluded_at is not None:
        raise Refused("这次现场核实已经完成，不能再改。")
    if filing.status != Status.RECEIPTED:
        raise Refused(f"这件备案已是“{filing.get_status_display()}”，现场核实不再记录。")
    row.filing = filing
    return row


def _read(answers: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    found = {}
    for item, given in answers.items():
        if given.get("answer", "") not in (*ANSWERS, ""):  # a note may come first
            raise Refused("每项只能选“是”“否”或“未查明”。", status=422)
        words = str(given.get("note") or "")[:300]
        found[item] = {"answer": given.get("answer", ""), "note": words}
    return found

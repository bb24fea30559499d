"""The clockwork's part: warn before a term will be missed, and note once when it was."""

from datetime import date, datetime, timedelta
from statistics import median

from django.db import transaction

from tuoyu.core.clock import add_workdays, day_of, workdays_between
from tuoyu.filing.models import Clock, Filing
from tuoyu.filing.queries.terms import used_by
from tuoyu.filing.services import news
from tuoyu.records.services import CLOCKWORK, note

WARN_BEFORE = timedelta(hours=48)
PAST_CASES = 100
Status = Filing.Status


def watch(*, at: datetime) -> int:
    """Look at every running clock; gives how many people had to be told about."""
    running = Clock.objects.filter(finished_on=None, stopped_on=None, due_on__isnull=False)
    return sum(_look(clock, at) for clock in running)


@transaction.atomic
def _look(clock: Clock, at: datetime) -> bool:
    # The filing as it is now, not as the round found it: its officer is whom to tell. Only the
    # clock is held, so that the round never keeps an officer waiting.
    clock = Clock.objects.select_for_update().get(pk=clock.pk)
    related = ("unit__region", "applicant", "officer")
    clock.filing = Filing.objects.select_related(*related).get(pk=clock.filing_id)
    day = day_of(at)
    if not clock.is_running or clock.due_on is None:
        return False
    if clock.is_overdue(day):
        return clock.overdue_at is None and _overdue(clock, at)
    clock.forecast_on = forecast(clock, day)
    clock.save(update_fields=["forecast_on"])
    if clock.warned_at or clock.forecast_on <= clock.due_on or not _is_near(clock, at):
        return False
    return _warn(clock, at)


def forecast(clock: Clock, on: date) -> date:
    """When this will be done at the office's own pace, seen in its last hundred cases.

    Without cases, each step still to take is one working day.
    """
    past = (
        Clock.objects.filter(
            clock=clock.clock, filing__unit=clock.filing.unit, used__isnull=False
        )
        .order_by("-finished_on")
        .values_list("used", flat=True)[:PAST_CASES]
    )
    usual = median([used for used in past if used is not None] or [0])
    left = max(int(usual) - used_by(clock, on), _steps_left(clock.filing) - 1, 0)
    return add_workdays(on, left).on if left else on


def _steps_left(filing: Filing) -> int:
    """Taking it up, reviewing it, having it approved."""
    if filing.status == Status.APPROVING:
        return 1
    return 1 + (filing.officer_id is None) + filing.unit.needs_approval


def _is_near(clock: Clock, at: datetime) -> bool:
    """Forty-eight hours are two working days; the weekend gives nobody time."""
    assert clock.due_on is not None
    return workdays_between(day_of(at), clock.due_on) <= WARN_BEFORE.days


def _is_told(clock: Clock, field: str) -> bool:
    """Was it said of another clock that waits for the same deed? People hear of it once."""
    twins = Clock.objects.filter(
        filing=clock.filing, stops_on_word=clock.stops_on_word, finished_on=None
    )
    return twins.exclude(pk=clock.pk).filter(**{f"{field}__isnull": False}).exists()


def _warn(clock: Clock, at: datetime) -> bool:
    clock.warned_at = at
    clock.save(update_fields=["warned_at"])
    if _is_told(clock, "warned_at"):
        return False
    filing = clock.filing
    note(
        "filing.late_forecast",
        filing,
        by=CLOCKWORK,
        at=at,
        clock=clock.clock,
        due_on=clock.due_on,
        forecast_on=clock.forecast_on,
    )
    title = f"按现在的进度会超期：{filing.title}"
    news.tell_office(filing, title, at=at, body=f"{clock.says}，到期日 {clock.due_on}")
    return True


def _overdue(clock: Clock, at: datetime) -> bool:
    clock.overdue_at = at
    clock.save(update_fields=["overdue_at"])
    if _is_told(clock, "overdue_at"):
        return False
    filing = clock.filing
    note("filing.overdue", filing, by=CLOCKWORK, at=at, clock=clock.clock, due_on=clock.due_on)
    news.tell_office(filing, f"已超期：{filing.title}", at=at, body=clock.says)
    news.tell_approvers(filing, f"已超期：{filing.title}", at=at, body=clock.says)
    return True

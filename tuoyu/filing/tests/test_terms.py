"""Terms at their boundaries: weekends, made-up working days, holidays, unknown years, stops."""

from datetime import date

import pytest

from tuoyu.filing.models import Clock
from tuoyu.filing.queries.terms import Stop, days_left, last_day, used_days

WEDNESDAY = date(2026, 11, 18)


def test_the_day_of_the_event_is_not_counted() -> None:
    assert last_day(WEDNESDAY, 5, "workdays").on == date(2026, 11, 25)


def test_a_weekend_that_is_made_a_working_day_counts() -> None:
    # 2026-02-14 (Saturday) is worked in place of the spring festival.
    assert last_day(date(2026, 2, 12), 2, "workdays").on == date(2026, 2, 14)


def test_a_long_holiday_does_not_count() -> None:
    assert last_day(date(2026, 9, 30), 1, "workdays").on == date(2026, 10, 8)


def test_a_deadline_in_a_year_without_a_published_calendar_is_provisional() -> None:
    deadline = last_day(date(2026, 12, 30), 5, "workdays")

    assert deadline.on.year == 2027
    assert deadline.provisional


def test_a_deadline_in_a_known_year_is_certain() -> None:
    assert not last_day(WEDNESDAY, 15, "workdays").provisional


def test_calendar_days_are_certain_in_any_year() -> None:
    assert not last_day(date(2026, 12, 30), 5, "days").provisional


@pytest.mark.parametrize(
    ("stop", "due"),
    [
        (Stop(date(2026, 11, 19), date(2026, 11, 23)), date(2026, 11, 27)),
        (Stop(date(2026, 11, 19), date(2026, 11, 19)), date(2026, 11, 25)),
        (Stop(date(2026, 11, 20), date(2026, 11, 22)), date(2026, 11, 25)),  # a weekend
    ],
)
def test_days_of_a_stop_are_left_out(stop: Stop, due: date) -> None:
    assert last_day(WEDNESDAY, 5, "workdays", [stop]).on == due


def test_calendar_days_and_months_are_counted_too() -> None:
    assert last_day(WEDNESDAY, 15, "days").on == date(2026, 12, 3)
    assert last_day(date(2026, 1, 31), 1, "months").on == date(2026, 2, 28)


def test_a_term_of_months_is_longer_by_the_days_it_stood() -> None:
    stop = Stop(date(2026, 2, 10), date(2026, 2, 13))

    assert last_day(date(2026, 1, 31), 1, "months", [stop]).on == date(2026, 3, 3)


def test_used_days_stop_growing_during_a_stop() -> None:
    stop = Stop(date(2026, 11, 19), date(2026, 11, 24))

    assert used_days(WEDNESDAY, date(2026, 11, 24), "workdays", [stop]) == 1
    assert used_days(WEDNESDAY, date(2026, 11, 25), "workdays", [stop]) == 2


@pytest.mark.parametrize(
    ("on", "left"),
    [
        (date(2026, 11, 20), 3),  # a Friday: the weekend is not counted
        (date(2026, 11, 24), 1),
        (date(2026, 11, 25), 0),
        (date(2026, 11, 27), -2),
    ],
)
def test_days_left_turn_negative_after_the_last_day(on: date, left: int) -> None:
    assert days_left(date(2026, 11, 25), on, "workdays") == left


def test_calendar_days_left_count_the_weekend() -> None:
    assert days_left(date(2026, 11, 30), date(2026, 11, 26), "days") == 4


@pytest.mark.parametrize(
    ("fields", "on", "is_overdue"),
    [
        ({}, date(2026, 11, 25), False),
        ({}, date(2026, 11, 26), True),
        ({"finished_on": WEDNESDAY}, date(2026, 11, 26), False),
        ({"stopped_on": WEDNESDAY}, date(2026, 11, 26), False),
        ({"due_on": None}, date(2026, 11, 26), False),
    ],
)
def test_a_running_clock_is_overdue_the_day_after_its_last(
    fields: dict[str, date | None], on: date, is_overdue: bool
) -> None:
    clock = Clock(**{"due_on": date(2026, 11, 25)} | fields)

    assert clock.is_overdue(on) is is_overdue

"""Days as the law counts them, at the edges: holidays, 调休, months of unequal length."""

from datetime import date

import pytest

from tuoyu.core.clock import (
    FIRST_KNOWN_YEAR,
    LAST_KNOWN_YEAR,
    Deadline,
    add_months,
    add_workdays,
    is_known,
    is_workday,
    workdays_between,
)


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [
        (date(2026, 11, 16), 5, date(2026, 11, 23)),  # a Monday: the day itself is not counted
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # a Friday
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # a Saturday
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # over the National Day week
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # a Saturday worked for the Spring Festival
        (date(2026, 2, 14), 1, date(2026, 2, 24)),  # and the holiday behind it
    ],
)
def test_a_term_in_workdays_ends_by_the_published_calendar(
    start: date, count: int, last: date
) -> None:
    assert add_workdays(start, count) == Deadline(last)
    assert workdays_between(start, last) == count
    assert workdays_between(last, start) == -count


def test_the_last_known_day_is_sure_and_the_next_is_provisional() -> None:
    new_year_eve = date(LAST_KNOWN_YEAR, 12, 31)
    day_before = date(LAST_KNOWN_YEAR, 12, 30)
    assert is_workday(new_year_eve)

    assert add_workdays(day_before, 1) == Deadline(new_year_eve)
    assert add_workdays(new_year_eve, 1).provisional


def test_beyond_the_known_years_weekends_alone_count() -> None:
    unknown = date(LAST_KNOWN_YEAR + 5, 1, 1)
    days = [unknown.replace(day=day) for day in range(1, 32)]

    assert not is_known(unknown)
    assert not is_known(date(FIRST_KNOWN_YEAR - 1, 12, 31))
    assert [day for day in days if is_workday(day)] == [d for d in days if d.weekday() < 5]


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 5, 31), -6, date(2025, 11, 30)),
        (date(2026, 5, 28), 0, date(2026, 5, 28)),
    ],
)
def test_a_month_on_is_the_same_day_or_the_last_one(
    day: date, months: int, found: date
) -> None:
    assert add_months(day, months) == found

"""The database counts working days as the clock does."""

from datetime import date, timedelta

import pytest
from django.db import connection

from tuoyu.core import clock

pytestmark = pytest.mark.django_db
WHOLE = (date(2004, 1, 1), date(2030, 12, 31))  # beyond the last year whose holidays are known


def counted(start: date, until: date) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT facts.workdays_between(%s, %s)", [start, until])
        return int(cursor.fetchone()[0])


def test_every_day_of_a_quarter_century_counts_as_in_the_clock() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d::date, facts.workdays_between(d::date - 1, d::date)"
            " FROM generate_series(%s::date, %s::date, '1 day') AS d",
            WHOLE,
        )
        found = cursor.fetchall()

    assert len(found) == (WHOLE[1] - WHOLE[0]).days + 1
    assert [day for day, one in found if one != clock.is_workday(day)] == []


@pytest.mark.parametrize(
    ("start", "until", "days"),
    [
        (date(2026, 11, 20), date(2026, 11, 23), 1),  # over a weekend
        (date(2026, 9, 30), date(2026, 10, 8), 1),  # over the National Day holiday
        (date(2026, 11, 24), date(2026, 11, 24), 0),
        (date(2026, 11, 24), date(2026, 11, 23), -1),
    ],
)
def test_the_first_day_is_not_counted_and_the_last_is(
    start: date, until: date, days: int
) -> None:
    assert counted(start, until) == days == clock.workdays_between(start, until)


def test_a_long_span_is_the_sum_of_its_days() -> None:
    start = date(2020, 7, 31)

    assert counted(start, start + timedelta(days=2000)) == clock.workdays_between(
        start, start + timedelta(days=2000)
    )

"""Numbers taken down each night, and one of them through the year."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tuoyu.assessment.queries import library
from tuoyu.assessment.tests.make import DAY, NEXT, at
from tuoyu.core.errors import Refused
from tuoyu.institutions.models import Standing
from tuoyu.records.models import Entry
from tuoyu.records.services import CLOCKWORK
from tuoyu.statistics import jobs, services
from tuoyu.statistics.models import Snapshot
from tuoyu.statistics.queries import CITY, latest, reckon, series
from tuoyu.statistics.queries.snapshots import days_to_take, month_ends
from tuoyu.statistics.tests.make import indicator, make_city, make_county, make_place

pytestmark = pytest.mark.django_db
ID = "indicators/institutions"


def take(on: date = DAY) -> int:
    return services.take_snapshot(on=on, by=CLOCKWORK, at=at(on))


def test_every_number_of_the_day_is_taken_down() -> None:
    make_city()

    count = take()

    table = reckon(library().indicators(DAY).values(), DAY)
    assert count == Snapshot.objects.count() == sum(map(len, table.values()))
    for row in Snapshot.objects.all():
        number = table[row.indicator][row.county_code]
        assert row.value == (None if number.value is None else round(number.value, 6))
        assert (row.numerator, row.unsettled) == (number.numerator, number.unsettled)


def test_the_last_run_of_a_day_wins() -> None:
    make_county()
    take()
    make_place()
    take()

    assert Snapshot.objects.get(indicator=ID, county_code=CITY).value == 1


def test_a_snapshot_is_noted_once() -> None:
    make_county()
    before = Entry.objects.count()
    take()

    entry = Entry.objects.order_by("pk").last()
    assert entry is not None
    assert (Entry.objects.count(), entry.deed) == (before + 1, "snapshot.taken")


def test_a_day_to_come_has_no_numbers() -> None:
    with pytest.raises(Refused, match="还没有到"):
        services.take_snapshot(on=NEXT, by=CLOCKWORK, at=at(DAY))


def test_the_newest_not_after_a_day_is_found() -> None:
    make_county()
    take(DAY)
    make_place()
    take(NEXT)

    assert latest(DAY)[ID, CITY].value == 0
    assert latest(NEXT + timedelta(days=9))[ID, CITY].value == 1
    assert latest(DAY - timedelta(days=1)) == {}


def test_months_end_on_their_last_day() -> None:
    ends = month_ends(date(2026, 3, 15), months=4)

    assert ends == [date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 15)]


def test_the_year_is_told_as_taken_down_else_as_the_register_tells() -> None:
    made = make_city()
    Standing.objects.filter(institution=made["plain"]).update(starts_on=date(2026, 4, 1))
    Snapshot.objects.create(
        on=date(2026, 3, 31),
        taken_at=at(DAY),
        indicator=ID,
        county_code=CITY,
        value=Decimal(99),
    )

    found = dict(series(indicator("institutions"), CITY, DAY))

    assert found[date(2025, 12, 31)] == 0
    assert found[date(2026, 2, 28)] == 5
    assert found[date(2026, 3, 31)] == 99
    assert found[DAY] == 6
    assert len(found) == 12


def test_a_place_that_is_not_there_has_gaps() -> None:
    make_county()

    assert {value for _, value in series(indicator("institutions"), "419999", DAY)} == {None}


def test_the_clockwork_fills_the_ends_of_months_once(
    monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    make_county()
    monkeypatch.setattr(jobs, "now", lambda: at(DAY, 2))

    jobs.nightly_snapshot(0)

    assert Snapshot.objects.values("on").distinct().count() == 12
    assert days_to_take(DAY) == [DAY]
    jobs.nightly_snapshot(0)
    assert Snapshot.objects.values("on").distinct().count() == 12

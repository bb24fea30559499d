"""What statistics and plans read of filings."""

from datetime import date
from typing import Any

import pytest
from django.db import connection

from tuoyu.core.clock import now
from tuoyu.filing import jobs, services
from tuoyu.filing.queries import mismatches_of, receipt_of
from tuoyu.filing.tests.days import on_day
from tuoyu.filing.tests.make import (
    MORNING,
    make_draft,
    make_filing,
    make_officer,
    make_receipted,
)
from tuoyu.records.models import Entry

pytestmark = pytest.mark.django_db


def facts(on: date, *columns: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM facts.filing(%s) ORDER BY 1", [on])
        return list(cursor.fetchall())


def test_a_draft_is_no_fact() -> None:
    make_draft()

    assert facts(MORNING.date(), "subject_id") == []


def test_a_receipt_in_time_is_one() -> None:
    services.issue_receipt(make_filing(), by=make_officer(), at=on_day(25))

    row = facts(
        on_day(26).date(), "kind", "region_code", "receipt_in_time", "receipt_workdays", "form"
    )
    assert row == [("new", "410402", True, 5, "independent")]


def test_before_it_came_it_was_not_there() -> None:
    services.issue_receipt(make_filing(), by=make_officer(), at=on_day(25))

    assert facts(on_day(24).date(), "receipted", "receipt_in_time") == [(False, None)]
    assert facts(on_day(17).date(), "subject_id") == []


@pytest.mark.parametrize(("day", "overdue"), [(25, False), (26, True)])
def test_a_filing_past_its_last_day_is_overdue(day: int, overdue: bool) -> None:
    make_filing()

    assert facts(on_day(day).date(), "receipt_overdue") == [(overdue,)]


def test_a_stopped_clock_is_never_overdue() -> None:
    filing = make_filing()
    point = {"about": "slot:M2", "text": "补"}
    services.request_correction(filing, points=[point], by=make_officer(), at=on_day(19))

    assert facts(on_day(30).date(), "receipt_overdue", "corrections") == [(False, 1)]


@pytest.mark.parametrize(
    ("day", "used"),
    [(18, 0), (19, 1), (20, 2), (22, 2), (23, 3), (30, 8)],  # Wednesday, …, Sunday, Monday
)
def test_days_open_are_working_days(day: int, used: int) -> None:
    make_filing()

    assert facts(on_day(day).date(), "workdays_open") == [(used,)]


def test_the_days_a_clock_stood_are_not_days_open() -> None:
    filing, officer = make_filing(), make_officer()
    point = {"about": "slot:M2", "text": "补"}
    services.request_correction(filing, points=[point], by=officer, at=on_day(19))

    assert facts(on_day(24).date(), "workdays_open") == [(1,)]
    services.resubmit(filing, promised=True, by=filing.started_by, at=on_day(24))
    assert facts(on_day(25).date(), "workdays_open") == [(2,)]
    filing.refresh_from_db()
    services.issue_receipt(filing, by=officer, at=on_day(26))
    assert facts(on_day(26).date(), "workdays_open", "receipt_workdays") == [(3, 3)]


def test_a_filing_taken_back_while_it_stood_grows_no_older() -> None:
    filing = make_filing()
    point = {"about": "slot:M2", "text": "补"}
    services.request_correction(filing, points=[point], by=make_officer(), at=on_day(19))
    services.withdraw(filing, by=filing.started_by, at=on_day(23))

    assert facts(on_day(30).date(), "workdays_open") == [(1,)]


def test_early_in_the_morning_is_already_that_day() -> None:
    make_filing(at=MORNING.replace(hour=6))  # in Greenwich still the day before

    assert facts(on_day(17).date(), "subject_id") == []
    assert facts(on_day(18).date(), "workdays_open") == [(0,)]


def test_only_some_institutions_can_be_asked_for() -> None:
    filing = make_receipted()
    make_filing()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT subject_id FROM facts.filing(%s, ARRAY[%s]::bigint[])",
            [MORNING.date(), filing.institution_id],
        )
        assert cursor.fetchall() == [(filing.pk,)]


def test_the_public_sees_receipts_and_mismatches_in_force() -> None:
    filing = make_receipted()
    assert filing.institution_id is not None
    assert receipt_of(filing.institution_id) == filing.documents.get(kind="receipt")
    assert filing.officer is not None
    point = {"clause": "第十一条", "text": "租期不满 3 年"}
    services.notify_mismatch(filing, points=[point], by=filing.officer, at=on_day(23))

    assert [d.kind for d in mismatches_of(filing.institution_id)] == ["mismatch"]


def test_the_clockwork_looks_by_itself() -> None:
    make_officer()
    make_filing(at=now().replace(year=now().year - 1))

    jobs.watch(timestamp=0)

    assert Entry.objects.filter(deed="filing.overdue").exists()

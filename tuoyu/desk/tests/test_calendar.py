"""The calendar: each deadline on its day, within reach, with days off and days made up."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from tuoyu.core import clock
from tuoyu.desk.queries.calendar import LINES, Day, dues_in, dues_of, weeks
from tuoyu.filing import services
from tuoyu.filing.models import Filing
from tuoyu.filing.tests.days import DUE, NOTICE_DUE, on_day
from tuoyu.filing.tests.make import (
    MORNING,
    make_applicant,
    make_filing,
    make_office,
    make_officer,
    make_receipted,
)
from tuoyu.institutions.tests.make import make_institution
from tuoyu.org.models import User
from tuoyu.org.permissions import Role
from tuoyu.org.tests.make import make_user

pytestmark = pytest.mark.django_db
NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
TUESDAY = date(2026, 11, 24)


def entered(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def cell(user: User, day: date, *, today: date = TUESDAY) -> Day:
    found = weeks(user, day.replace(day=1), today=today)
    return next(one for week in found for one in week if one.on == day)


def named(user: User, day: date) -> list[tuple[str, str]]:
    return [
        (due.what, due.who) for _, dues in dues_of(user, day, today=TUESDAY) for due in dues
    ]


def test_a_month_is_whole_weeks_from_monday() -> None:
    found = weeks(make_officer(), NOVEMBER, today=TUESDAY)

    assert [len(week) for week in found] == [7] * 6
    assert (found[0][0].on, found[-1][-1].on) == (date(2026, 10, 26), date(2026, 12, 6))
    assert [one.on.day for week in found for one in week if one.in_month] == [*range(1, 31)]


def test_each_clock_of_a_filing_stands_on_its_last_day() -> None:
    officer, filing = make_officer(), make_filing()

    assert named(officer, DUE) == [("出具回执", filing.title)]
    # Two texts set the term of the mismatch notice; it is one thing to do.
    assert named(officer, NOTICE_DUE) == [("不符合告知", filing.title)]
    assert cell(officer, NOTICE_DUE).tally["filing"] == 1


def test_a_clock_that_stands_or_has_ended_is_not_there() -> None:
    officer, stopped, done = make_officer(), make_filing(), make_filing()
    point = {"about": "slot:M2", "text": "补"}
    services.request_correction(stopped, points=[point], by=officer, at=on_day(19))
    services.withdraw(done, by=done.started_by, at=on_day(19))

    assert named(officer, DUE) == []


def test_a_day_that_is_over_with_a_filing_still_waiting_is_late() -> None:
    officer, _ = make_officer(), make_filing()

    assert not cell(officer, DUE, today=DUE).is_late
    assert cell(officer, DUE, today=DUE + timedelta(days=1)).is_late


def test_a_full_day_names_a_few_and_counts_the_others() -> None:
    officer = make_officer()
    for _ in range(LINES + 2):
        make_filing()

    found = cell(officer, DUE)

    assert (len(found.filings), found.more, found.total) == (LINES, 2, LINES + 2)


def test_papers_that_lapse_stand_on_their_last_day() -> None:
    officer, institution = make_officer(), make_institution()
    institution.licences.all().delete()
    institution.licences.create(kind="food", starts_on=date(2025, 1, 1), ends_on=TUESDAY)

    (sort, dues), *rest = dues_of(officer, TUESDAY, today=TUESDAY)

    assert rest == []
    assert (sort, len(dues)) == ("证照到期", 1)
    assert dues[0].url == reverse("institutions:institution", args=[institution.code])
    assert cell(officer, TUESDAY).tally["paper"] == 1


def test_an_institution_that_came_within_the_month_is_in_it() -> None:
    officer, institution = make_officer(), make_institution()
    institution.licences.all().delete()
    institution.standings.update(starts_on=date(2026, 11, 10))
    last = date(2026, 11, 28)
    institution.licences.create(kind="food", starts_on=date(2025, 1, 1), ends_on=last)

    assert cell(officer, last).tally["paper"] == 1
    assert [due.on for due in dues_in(officer, NOVEMBER, today=TUESDAY)] == [last]


def test_days_promised_by_the_plan_lead_to_their_clause() -> None:
    officer = make_officer()

    ((sort, dues),) = dues_of(officer, date(2022, 12, 31), today=TUESDAY)

    assert sort == "方案期限"
    assert [due.who for due in dues] == ["二(三)4"]
    assert dues[0].url == reverse("planning:clause", args=["plan-2020", "二(三)4"])


@pytest.mark.parametrize(
    ("day", "works", "word"),
    [
        (date(2026, 10, 1), False, "国庆节"),
        (date(2026, 10, 10), True, "班"),  # a Saturday worked for the holiday
        (date(2026, 11, 28), False, ""),
        (TUESDAY, True, ""),
        (date(2027, 10, 1), True, ""),  # not published yet: an ordinary Friday
    ],
)
def test_days_off_and_days_made_up_are_shown(day: date, works: bool, word: str) -> None:
    found = cell(make_officer(), day)

    assert (found.is_workday, found.word) == (works, word)


def test_an_officer_sees_the_own_county_and_the_city_sees_all() -> None:
    make_filing()
    elsewhere = make_officer("41/4104/410403")
    city = make_user(Role.CITY_OFFICER, unit=make_office("41/4104"))

    assert named(elsewhere, DUE) == []
    assert len(named(city, DUE)) == 1


def test_the_page_opens_at_this_month_and_today() -> None:
    page = entered(make_officer()).get(reverse("desk:calendar"))

    assert page.status_code == 200
    assert page.context["month"] == clock.today().replace(day=1)
    assert page.context["day"] == clock.today()


@pytest.mark.parametrize(
    "query", [{"month": "nonsense"}, {"month": "2026-13"}, {"month": "0001-01"}, {"day": "x"}]
)
def test_nonsense_is_this_month(query: dict[str, str]) -> None:
    page = entered(make_officer()).get(reverse("desk:calendar"), query)

    assert page.context["month"] == clock.today().replace(day=1)


def test_a_chosen_day_is_shown_in_full_and_stays_in_its_month() -> None:
    officer, filing = make_officer(), make_filing()
    client = entered(officer)

    page = client.get(reverse("desk:calendar"), {"month": "2026-11", "day": str(DUE)})
    outside = client.get(reverse("desk:calendar"), {"month": "2026-12", "day": str(DUE)})

    assert reverse("filing:review", args=[filing.pk]) in page.content.decode()
    assert page.context["day"] == DUE
    assert outside.context["day"].month == 12


def test_an_unpublished_year_is_marked_provisional() -> None:
    page = entered(make_officer()).get(reverse("desk:calendar"), {"month": "2027-05"})

    assert "放假安排还没有公布" in page.content.decode()


def test_the_month_goes_into_a_spreadsheet() -> None:
    officer, filing = make_officer(), make_filing()

    answer = entered(officer).get(reverse("desk:calendar_sheet"), {"month": "2026-11"})

    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet]
    assert any("出具回执" in row and filing.title in row for row in rows)
    assert [due.on for due in dues_in(officer, NOVEMBER, today=TUESDAY)] == [DUE]


def test_the_month_asks_the_same_of_the_database_for_one_row_or_many() -> None:
    officer = make_officer()
    make_filing()

    def count() -> int:
        fresh = User.objects.get(pk=officer.pk)
        with CaptureQueriesContext(connection) as caught:
            weeks(fresh, NOVEMBER, today=TUESDAY)
        return len(caught)

    alone = count()
    for _ in range(4):
        make_receipted(officer, at=MORNING)
    assert count() == alone


@pytest.mark.parametrize("name", ["desk:calendar", "desk:calendar_sheet"])
@pytest.mark.parametrize(
    "role", [Role.MANAGER, Role.LEADER, Role.STANDARDS_OFFICER, Role.SYSTEM_ADMIN]
)
def test_others_have_no_calendar(name: str, role: Any) -> None:
    unit = make_applicant() if role == Role.MANAGER else make_office()

    assert entered(make_user(role, unit=unit)).get(reverse(name)).status_code == 403


@pytest.mark.parametrize("role", [Role.APPROVER, Role.HEALTH_WORKER])
def test_whoever_has_an_inbox_has_a_calendar(role: Any) -> None:
    filing = make_filing()
    user = make_user(role, unit=make_office())

    assert Filing.objects.get() == filing
    assert [who for _, who in named(user, DUE)] == [filing.title]

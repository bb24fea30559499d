"""What will lapse, and how the load falls on the weeks."""

from datetime import date, timedelta
from typing import Any

import pytest

from tuoyu.assessment import permissions
from tuoyu.assessment.queries import expiring, expiry_load
from tuoyu.assessment.queries.expiry import Expiries
from tuoyu.assessment.tests.make import DAY, browser_of, make_officer
from tuoyu.institutions.models import Institution, Licence
from tuoyu.institutions.tests.make import make_content, make_institution
from tuoyu.org.tests.make import COUNTY, OTHER_COUNTY, make_user
from tuoyu.workforce.tests.make import make_staff, make_worker

pytestmark = pytest.mark.django_db


def make_licensed(*, ends_on: date, kind: str = "food", **where: Any) -> Institution:
    content = make_content()
    content["licences"] = [
        {"kind": kind, "number": "食1", "starts_on": "2024-01-01", "ends_on": str(ends_on)}
    ]
    return make_institution(content=content, **where)


def asked(**narrow: Any) -> Expiries:
    return expiring(make_officer(), permissions.SURVEY, on=DAY, **narrow)


def test_what_lapses_within_the_days_is_listed_soonest_first() -> None:
    later = make_licensed(ends_on=DAY + timedelta(days=90))
    sooner = make_licensed(ends_on=DAY)
    make_licensed(ends_on=DAY + timedelta(days=91))
    make_licensed(ends_on=DAY - timedelta(days=1))

    found = asked()

    assert [(one.institution, one.what) for one in found] == [
        (sooner, "食品经营许可证"),
        (later, "食品经营许可证"),
    ]
    assert len(found) == 2
    assert found[0].on == DAY


def test_a_paper_that_is_renewed_is_not_listed() -> None:
    nursery = make_licensed(ends_on=DAY)
    Licence.objects.create(
        institution=nursery,
        kind="food",
        starts_on=DAY,
        ends_on=DAY + timedelta(days=700),
    )

    assert list(asked()) == []


def test_a_certificate_is_listed_with_whose_it_is() -> None:
    nursery = make_institution()
    worker = make_worker(name="王芳")
    worker["credentials"] = [
        {"kind": "health", "starts_on": "2025-05-01", "ends_on": str(DAY + timedelta(days=7))}
    ]
    make_staff(nursery, worker | {"post": "carer"}, worker | {"post": "head"})

    found = list(asked())

    assert [(one.what, one.whose, one.institution) for one in found] == [
        ("托幼机构工作人员健康合格证", "王芳", nursery)
    ]


def test_those_who_left_are_not_listed() -> None:
    nursery = make_institution()
    worker = make_worker()
    worker["credentials"] = [{"kind": "health", "starts_on": "2025-05-01", "ends_on": str(DAY)}]
    for post in make_staff(nursery, worker):
        post.ends_on = DAY
        post.save()

    assert list(asked()) == []


def test_the_load_names_every_week_by_its_monday() -> None:
    make_licensed(ends_on=DAY)  # a Wednesday
    make_licensed(ends_on=DAY + timedelta(days=14))
    make_licensed(ends_on=DAY + timedelta(days=15))

    assert expiry_load(asked(), on=DAY) == [
        (date(2026, 5, 4), 1),
        (date(2026, 5, 11), 0),
        (date(2026, 5, 18), 2),
    ]


def test_no_load_where_nothing_lapses() -> None:
    assert expiry_load(asked(), on=DAY) == []


def test_the_list_keeps_to_reach_county_and_institution() -> None:
    here = make_licensed(ends_on=DAY, region=COUNTY)
    there = make_licensed(ends_on=DAY, region=OTHER_COUNTY)
    narrow = make_officer("county_officer", COUNTY)

    assert [e.institution for e in asked(county="410403")] == [there]
    assert [e.institution for e in asked(institution=here)] == [here]
    assert [e.institution for e in expiring(narrow, permissions.SURVEY, on=DAY)] == [here]
    manager = make_user("manager", there.unit)
    assert [e.institution for e in expiring(manager, permissions.READ, on=DAY)] == [there]


def test_the_page_its_chart_and_its_file_agree(django_assert_max_num_queries: Any) -> None:
    for number in range(8):
        make_licensed(ends_on=DAY + timedelta(days=number), name=f"到期园{number}")
    browser = browser_of(make_officer())

    with django_assert_max_num_queries(20):
        page = browser.get(f"/verdicts/expiry/?on={DAY}&days=30").content.decode()
    chart = browser.get(f"/verdicts/expiry/load.json?on={DAY}&days=30").json()
    file = browser.get(f"/verdicts/expiry/export.xlsx?on={DAY}&days=30")

    assert "8 份" in page
    assert "到期园7" in page
    assert sum(chart["series"][0]["data"]) == 8
    assert file.content[:2] == b"PK"


def test_nothing_to_lapse_is_said() -> None:
    page = browser_of(make_officer()).get(f"/verdicts/expiry/?on={DAY}&days=nonsense")

    assert "没有到期的" in page.content.decode()

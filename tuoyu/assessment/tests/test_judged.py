"""Who breaks, keeps or leaves unknown one rule: judged live, within reach, page by page."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from tuoyu.assessment import permissions
from tuoyu.assessment.models import Breach
from tuoyu.assessment.queries import library
from tuoyu.assessment.queries.judged import JudgedRows, standing
from tuoyu.assessment.queries.reach import called, counties_in_reach, within_reach
from tuoyu.assessment.queries.rules import rule_lines
from tuoyu.assessment.tests.make import (
    DAY,
    NEXT,
    VIDEO,
    browser_of,
    make_nursery,
    make_officer,
    sweep,
)
from tuoyu.books import Verdict
from tuoyu.institutions.models import Practice
from tuoyu.org.tests.make import COUNTY, OTHER_COUNTY, make_region

pytestmark = pytest.mark.django_db
URL = f"/verdicts/rule/{VIDEO}/"


def rows(verdict: Verdict, on: date = DAY, only: list[int] | None = None) -> JudgedRows:
    rule = library().rules(on)[VIDEO]
    return JudgedRows(rule, verdict, on, only, standing(rule, on, only)[verdict])


def test_every_verdict_has_its_list() -> None:
    broken, kept, unknown = make_nursery(60), make_nursery(90), make_nursery(None)

    found = {
        verdict: rows(verdict) for verdict in (Verdict.BROKEN, Verdict.KEPT, Verdict.UNKNOWN)
    }

    assert {v: [row.institution for row in listed] for v, listed in found.items()} == {
        Verdict.BROKEN: [broken],
        Verdict.KEPT: [kept],
        Verdict.UNKNOWN: [unknown],
    }
    assert found[Verdict.BROKEN][0].finding.shortfall
    assert found[Verdict.UNKNOWN][0].finding.missing == "录像保存天数"


def test_a_list_is_cut_where_it_is_asked() -> None:
    nurseries = [make_nursery(60) for _ in range(5)]

    listed = rows(Verdict.BROKEN)

    assert len(listed) == 5
    assert [row.institution for row in listed[2:4]] == nurseries[2:4]


def test_the_day_since_when_comes_from_the_sweeps() -> None:
    make_nursery(60)
    sweep(DAY)

    assert rows(Verdict.BROKEN, NEXT)[0].since == DAY
    Practice.objects.update(video_days=90)
    assert rows(Verdict.KEPT, NEXT)[0].since is None


def test_since_when_is_told_of_this_rule_and_this_row_alone() -> None:
    """Another rule broken by the same row, and a row of another kind with the same number."""
    nursery = make_nursery(60)
    sweep(DAY)
    mine = Breach.objects.get(rule=VIDEO)
    others = [(rule, mine.subject) for rule in ("a/other", "z/other")]
    others += [(VIDEO, subject) for subject in ("class", "worker")]
    for (rule, subject), day in product(others, (date(2026, 1, 1), NEXT)):
        Breach.objects.create(
            institution=nursery,
            rule=rule,
            subject=subject,
            subject_id=mine.subject_id,
            starts_on=day,
            ends_on=NEXT + timedelta(days=1),
            evidence={},
        )

    assert rows(Verdict.BROKEN, NEXT)[0].since == DAY


def test_counts_of_a_rule_are_those_of_one_sweep() -> None:
    make_nursery(60)
    first = sweep(DAY)
    make_nursery(60)
    sweep(NEXT)

    (line,) = rule_lines({VIDEO: library().rules(DAY)[VIDEO]}, first)

    assert (line.broken, line.kept, line.unknown) == (1, 0, 0)


def test_a_county_of_another_time_is_in_nobodys_reach() -> None:
    county = make_region(COUNTY)
    officer = make_officer()
    county.starts_on, county.ends_on = date(2000, 1, 1), DAY
    county.save()

    assert county in counties_in_reach(officer, permissions.SURVEY, date(2026, 5, 5))
    assert county not in counties_in_reach(officer, permissions.SURVEY, DAY)


def test_facts_that_are_days_come_back_as_days() -> None:
    make_nursery()
    dated = [
        (rule, column)
        for rule in library().rules(DAY).values()
        for column in rule.breach.columns
        if column.type.name == "DATE"
    ]
    for rule, column in dated:
        for verdict in Verdict:
            for row in JudgedRows(rule, verdict, DAY, None, 5)[0:5]:
                assert not isinstance(row.finding.facts[column.name], str)


def test_city_bodies_reach_all_and_counties_their_own() -> None:
    here, there = make_nursery(region=COUNTY), make_nursery(region=OTHER_COUNTY)
    wide, narrow = make_officer("city_officer"), make_officer("county_officer", COUNTY)

    assert within_reach(wide, permissions.SURVEY) is None
    assert within_reach(wide, permissions.SURVEY, "410403") == [there.pk]
    assert within_reach(narrow, permissions.SURVEY) == [here.pk]
    assert within_reach(narrow, permissions.SURVEY, "410403") == []
    assert [c.code for c in counties_in_reach(narrow, permissions.SURVEY, DAY)] == ["410402"]


def test_long_names_of_counties_are_shortened() -> None:
    zone = make_region("41/4104/410472", name="城乡一体化示范区", short_name="示范区")

    assert called(zone) == "示范区"
    assert called(make_region(COUNTY)) == "新华区"


@pytest.mark.parametrize(
    ("verdict", "seen", "hidden"),
    [("broken", "坏园", "好园"), ("kept", "好园", "疑园"), ("unknown", "疑园", "坏园")],
)
def test_the_page_lists_one_verdict(verdict: str, seen: str, hidden: str) -> None:
    make_nursery(60, name="坏园")
    make_nursery(90, name="好园")
    make_nursery(None, name="疑园")

    page = browser_of(make_officer()).get(f"{URL}?verdict={verdict}&on={DAY}").content.decode()

    assert seen in page
    assert hidden not in page


def test_the_page_keeps_to_a_county_and_to_reach() -> None:
    make_nursery(60, name="甲园", region=COUNTY)
    make_nursery(60, name="乙园", region=OTHER_COUNTY)

    wide = browser_of(make_officer())
    narrow = browser_of(make_officer("county_officer", OTHER_COUNTY))

    assert "甲园" not in wide.get(f"{URL}?county=410403&on={DAY}").content.decode()
    assert "甲园" not in narrow.get(f"{URL}?on={DAY}").content.decode()
    assert "甲园" not in narrow.get(f"{URL}?county=410402&on={DAY}").content.decode()
    assert "乙园" in narrow.get(f"{URL}?on={DAY}").content.decode()


def test_the_page_costs_the_same_queries_for_many(django_assert_max_num_queries: Any) -> None:
    for _ in range(12):
        make_nursery(60)
    browser = browser_of(make_officer())

    with django_assert_max_num_queries(20):
        browser.get(f"{URL}?on={DAY}")


def test_the_list_is_handed_over_as_a_spreadsheet() -> None:
    make_nursery(60)

    answer = browser_of(make_officer()).get(f"{URL}export.xlsx?on={DAY}&verdict=broken")

    assert answer.status_code == 200
    assert answer.content[:2] == b"PK"


@pytest.mark.parametrize(
    "rule", ["nothing/here", "nothing", "setting-standard/away-from-hazards-"]
)
def test_a_rule_that_is_none_is_not_found(rule: str) -> None:
    assert browser_of(make_officer()).get(f"/verdicts/rule/{rule}/").status_code == 404


def test_what_a_person_must_judge_has_no_list() -> None:
    item = next(iter(library().items(DAY).values()))

    assert browser_of(make_officer()).get(f"/verdicts/rule/{item.id}/").status_code == 404

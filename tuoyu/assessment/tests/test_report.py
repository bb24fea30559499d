"""One institution's report: the same engine for the institution and its officer."""

from datetime import date
from typing import Any

import pytest

from tuoyu.assessment.queries import report
from tuoyu.assessment.tests.make import DAY, VIDEO, browser_of, make_nursery, make_officer
from tuoyu.books import Severity, Verdict
from tuoyu.institutions.tests.make import make_content, make_institution
from tuoyu.org.tests.make import COUNTY, OTHER_COUNTY, make_user

pytestmark = pytest.mark.django_db


def test_a_broken_rule_comes_with_evidence_gap_and_remedy() -> None:
    nursery = make_nursery(video_days=60)

    found = next(f for f in report(nursery.pk, DAY).broken if f.rule.id == VIDEO)

    assert found.shortfall.endswith("还差 30")
    assert "录像保存天数增加 30，到 90" in found.remedy
    assert "录像保存天数：60" in [str(piece) for piece in found.evidence]


@pytest.mark.parametrize(
    ("days", "verdict"),
    [(89, Verdict.BROKEN), (90, Verdict.KEPT), (None, Verdict.UNKNOWN)],
)
def test_the_boundary_decides(days: int | None, verdict: Verdict) -> None:
    nursery = make_nursery(video_days=days)

    found = next(f for f in report(nursery.pk, DAY).findings if f.rule.id == VIDEO)

    assert found.verdict is verdict


def test_what_is_unknown_names_what_would_settle_it() -> None:
    nursery = make_nursery(video_days=None)

    found = next(f for f in report(nursery.pk, DAY).unknown if f.rule.id == VIDEO)

    assert found.missing == "录像保存天数"
    assert not found.shortfall


def test_the_worst_comes_first() -> None:
    whole = report(make_nursery(video_days=1).pk, DAY)

    order = [finding.verdict for finding in whole.findings]
    assert order == [Verdict.BROKEN] * len(whole.broken) + [Verdict.UNKNOWN] * len(
        whole.unknown
    ) + [Verdict.KEPT] * len(whole.kept)
    weights = [finding.rule.severity for finding in whole.broken]
    assert weights == sorted(weights, key=list(Severity).index)
    assert whole.total == len(whole.findings)
    assert {finding.rule.severity for finding in whole.blocking} <= {Severity.BLOCK}


def test_a_row_is_named_before_what_is_asked_of_it() -> None:
    content = make_content()
    content["classes"][1]["places"] = 40
    nursery = make_institution(content=content)

    titles = [finding.title for finding in report(nursery.pk, DAY).broken]

    assert any(title.startswith("托大一班：") for title in titles)


def test_a_report_is_of_a_day() -> None:
    nursery = make_nursery(video_days=60)

    assert report(nursery.pk, date(2026, 1, 4)).total == 0  # not yet in the register
    assert all(
        finding.rule.head.in_force(date(2026, 1, 5))
        for finding in report(nursery.pk, date(2026, 1, 5)).findings
    )


def test_duties_of_the_authority_are_not_asked_of_an_institution() -> None:
    items = report(make_nursery().pk, DAY).items

    assert items
    assert all(item.subject != "authority" for item in items)


def test_a_report_costs_the_same_queries_for_many_classes(
    django_assert_max_num_queries: Any,
) -> None:
    content = make_content()
    for number in range(8):
        content["classes"].append(content["classes"][1] | {"key": f"k{number}"})
    nursery = make_institution(content=content)

    with django_assert_max_num_queries(10):
        assert report(nursery.pk, DAY).findings


def test_the_page_shows_cards_and_what_was_put_right() -> None:
    nursery = make_nursery(video_days=60)

    page = browser_of(make_officer()).get(f"/institutions/{nursery.pk}/report/?on={DAY}")

    assert page.status_code == 200
    text = page.content.decode()
    assert "录像" in text
    assert "不符合" in text
    assert f"/law/entry/{VIDEO}/?on={DAY}" in text


def test_a_day_on_which_it_was_not_there_is_said() -> None:
    nursery = make_nursery()

    page = browser_of(make_officer()).get(f"/institutions/{nursery.pk}/report/?on=2020-01-01")

    assert "这一天它不在册" in page.content.decode()


def test_a_manager_sees_their_own_report_and_no_other() -> None:
    mine, other = make_nursery(), make_nursery()
    browser = browser_of(make_user("manager", mine.unit))

    assert browser.get(f"/institutions/{mine.pk}/report/").status_code == 200
    assert browser.get(f"/institutions/{other.pk}/report/").status_code == 404


def test_a_county_officer_sees_only_the_county() -> None:
    nursery = make_nursery(region=COUNTY)

    here = browser_of(make_officer("county_officer", COUNTY))
    there = browser_of(make_officer("county_officer", OTHER_COUNTY))

    assert here.get(f"/institutions/{nursery.pk}/report/").status_code == 200
    assert there.get(f"/institutions/{nursery.pk}/report/").status_code == 404

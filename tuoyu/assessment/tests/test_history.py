"""What changed since a day: newly broken, and put right."""

from datetime import timedelta

import pytest

from tuoyu.assessment import permissions
from tuoyu.assessment.queries.history import Change, changed, first_sweep, mended
from tuoyu.assessment.tests.make import (
    DAY,
    NEXT,
    VIDEO,
    browser_of,
    make_nursery,
    make_officer,
    sweep,
)
from tuoyu.institutions.models import Institution, Practice
from tuoyu.org.tests.make import COUNTY, OTHER_COUNTY

pytestmark = pytest.mark.django_db
BEFORE = DAY - timedelta(days=1)


@pytest.fixture
def nursery() -> Institution:
    """It broke the rule on DAY and put it right on NEXT."""
    made = make_nursery(60, name="改园", region=COUNTY)
    sweep(DAY)
    Practice.objects.update(video_days=90)
    sweep(NEXT)
    return made


def rules(change: Change, role: str = "standards_officer", region: str = COUNTY) -> list[str]:
    officer = make_officer(role, region)
    found = changed(officer, permissions.SURVEY, change, since=BEFORE, until=NEXT)
    return [row.rule for row in found]


def test_what_began_and_what_ended_are_two_lists(nursery: Institution) -> None:
    assert VIDEO in rules(Change.NEW)
    assert rules(Change.MENDED) == [VIDEO]
    assert [row.rule for row in mended(nursery, NEXT)] == [VIDEO]
    assert list(mended(nursery, DAY)) == []


def test_the_days_bound_the_list(nursery: Institution) -> None:
    officer = make_officer()

    on_day = changed(officer, permissions.SURVEY, Change.MENDED, since=BEFORE, until=DAY)
    after = changed(officer, permissions.SURVEY, Change.NEW, since=DAY, until=NEXT)

    assert not on_day.exists()
    assert not after.exists()


def test_only_what_is_within_reach_is_told(nursery: Institution) -> None:
    assert rules(Change.MENDED, "county_officer", OTHER_COUNTY) == []
    assert rules(Change.MENDED, "county_officer", COUNTY) == [VIDEO]


def test_one_county_is_told_apart_from_the_others(nursery: Institution) -> None:
    officer, days = make_officer(), {"since": BEFORE, "until": NEXT}

    def told(county: str) -> list[str]:
        found = changed(officer, permissions.SURVEY, Change.MENDED, **days, county=county)
        return [row.rule for row in found]

    assert told(COUNTY[-6:]) == [VIDEO]
    assert told(OTHER_COUNTY[-6:]) == []


def test_the_first_sweep_is_known(nursery: Institution) -> None:
    first = first_sweep()

    assert first is not None
    assert first.on == DAY


def test_the_page_shows_both_kinds(nursery: Institution) -> None:
    browser = browser_of(make_officer())
    asked = f"/verdicts/changes/?on={NEXT}&since={BEFORE}"

    new = browser.get(asked).content.decode()
    put_right = browser.get(f"{asked}&kind=mended").content.decode()
    elsewhere = browser.get(f"{asked}&kind=mended&county=410403").content.decode()

    assert "改园" in new
    assert "第一次全市对照在这之后" in new
    assert "2026-05-07" in put_right
    assert "改园" in put_right
    assert "没有变化" not in put_right
    assert "改园" in elsewhere  # a county that is not there is no filter


def test_the_report_tells_what_was_put_right(nursery: Institution) -> None:
    page = browser_of(make_officer()).get(f"/institutions/{nursery.pk}/report/?on={NEXT}")

    assert "改好的" in page.content.decode()

"""The nightly sweep: what it finds, and breaches as spans from found to gone."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain
from typing import Any

import pytest

from tuoyu.assessment import jobs, services
from tuoyu.assessment.models import Breach, Sweep, Tally
from tuoyu.assessment.queries import city, library
from tuoyu.assessment.queries.city import benches, breaches, counts
from tuoyu.assessment.tests.make import (
    DAY,
    NEXT,
    SENIORS,
    VIDEO,
    at,
    make_nursery,
    spans,
    sweep,
)
from tuoyu.books import Broken, Rule
from tuoyu.core.errors import Refused
from tuoyu.core.snapshot import ask_at_once
from tuoyu.institutions.models import Institution, NurseryClass, Practice
from tuoyu.institutions.tests.make import make_content, make_institution
from tuoyu.org.tests.make import COUNTY, OTHER_COUNTY, make_region
from tuoyu.records.models import Entry
from tuoyu.records.services import CLOCKWORK

pytestmark = pytest.mark.django_db


def keep_video(nursery: Institution, days: int) -> None:
    Practice.objects.filter(institution=nursery).update(video_days=days)


def test_a_sweep_finds_what_a_report_finds() -> None:
    nursery = make_nursery(video_days=60)

    done = sweep()

    breach = Breach.objects.get(rule=VIDEO)
    assert (breach.institution, breach.starts_on, breach.ends_on) == (nursery, DAY, None)
    assert breach.evidence["video_days"] == 60
    assert done.breaches == Breach.objects.current().count()
    assert done.institutions == 1
    assert done.rules == len(library().rules(DAY, COUNTY[-6:]))


def test_a_breach_lasts_until_it_is_put_right() -> None:
    nursery = make_nursery(video_days=60)
    sweep(DAY)
    sweep(NEXT)
    assert spans() == [(DAY, None)]

    keep_video(nursery, 90)
    later = NEXT + timedelta(days=1)
    sweep(later)
    assert spans() == [(DAY, later)]

    keep_video(nursery, 30)
    sweep(later + timedelta(days=1))
    assert spans() == [(DAY, later), (later + timedelta(days=1), None)]


def test_evidence_is_that_of_the_last_sweep() -> None:
    nursery = make_nursery(video_days=60)
    sweep(DAY)
    keep_video(nursery, 50)
    sweep(NEXT)

    assert Breach.objects.get(rule=VIDEO).evidence["video_days"] == 50


def test_a_second_run_of_a_day_changes_nothing_else() -> None:
    make_nursery(video_days=60)
    sweep(DAY)
    before = list(Breach.objects.order_by("pk").values())
    sweep(DAY)

    assert list(Breach.objects.order_by("pk").values()) == before
    assert Sweep.objects.count() == 1


def test_found_and_put_right_on_one_day_was_no_breach() -> None:
    nursery = make_nursery(video_days=60)
    sweep(DAY)
    keep_video(nursery, 90)
    sweep(DAY)

    assert spans() == []


def test_gone_and_back_on_one_day_never_went() -> None:
    nursery = make_nursery(video_days=60)
    sweep(DAY)
    keep_video(nursery, 90)
    sweep(NEXT)
    assert spans() == [(DAY, NEXT)]

    keep_video(nursery, 60)
    sweep(NEXT)
    assert spans() == [(DAY, None)]


def crowded() -> Institution:
    """A class of 21 where 20 are allowed."""
    content = make_content()
    content["classes"][1]["places"] = 21
    return make_institution(content=content)


def test_a_row_that_was_written_anew_carries_its_breach_on() -> None:
    nursery = crowded()
    sweep(DAY)
    old = NurseryClass.objects.get(institution=nursery, kind="senior")
    NurseryClass.objects.filter(pk=old.pk).update(ends_on=NEXT)
    new = NurseryClass.objects.get(pk=old.pk)
    new.pk, new.starts_on, new.ends_on, new.places = None, NEXT, None, 22
    new.save(force_insert=True)

    sweep(NEXT)

    breach = Breach.objects.get(rule=SENIORS)
    assert (breach.starts_on, breach.ends_on, breach.subject_id) == (DAY, None, new.pk)
    assert breach.evidence["places"] == 22


def test_rows_of_one_name_are_told_apart() -> None:
    content = make_content()
    content["classes"] = [
        {"key": key, "name": "托大班", "kind": "senior", "places": 25, "children": 20}
        for key in "abc"
    ]
    nursery = make_institution(content=content)
    sweep(DAY)
    first = NurseryClass.objects.filter(institution=nursery).order_by("pk")[0]
    NurseryClass.objects.filter(pk=first.pk).update(places=20)
    sweep(NEXT)

    assert Counter(spans(SENIORS)) == {(DAY, NEXT): 1, (DAY, None): 2}
    ended = Breach.objects.get(rule=SENIORS, ends_on__isnull=False)
    assert ended.subject_id == first.pk


def test_an_institution_that_closed_breaks_nothing_any_more() -> None:
    nursery = make_nursery(video_days=60)
    sweep(DAY)
    nursery.standings.update(ends_on=NEXT)
    sweep(NEXT)

    assert spans() == [(DAY, NEXT)]


def test_tallies_say_how_many_keep_break_or_are_unknown_in_each_county() -> None:
    for days in (60, 90, 91, None):
        make_nursery(video_days=days, region=COUNTY)
    make_nursery(video_days=10, region=OTHER_COUNTY)

    done = sweep()

    rows = Tally.objects.filter(sweep=done, rule=VIDEO)
    assert {
        (row.county_code, row.kept, row.broken, row.unknown) for row in rows.order_by("pk")
    } == {("410402", 2, 1, 1), ("410403", 0, 1, 0)}
    rule = library().rules(DAY)[VIDEO]
    assert {
        (c.county_code, c.kept, c.broken, c.unknown, c.exempt) for c in counts([rule], DAY)
    } == {
        ("410402", 2, 1, 1, 0),
        ("410403", 0, 1, 0, 0),
    }


def test_an_earlier_day_cannot_be_swept_after_a_later_one() -> None:
    sweep(NEXT)

    with pytest.raises(Refused, match="2026-05-07"):
        sweep(DAY)


def test_a_day_to_come_cannot_be_swept() -> None:
    with pytest.raises(Refused, match="还没有到"):
        services.run_sweep(on=NEXT, by=CLOCKWORK, at=at(DAY))


def test_a_sweep_leaves_one_entry_in_the_trail() -> None:
    make_nursery(video_days=60)
    before = Entry.objects.count()
    done = sweep()

    entry = Entry.objects.order_by("pk").last()
    assert entry is not None
    assert Entry.objects.count() == before + 1
    assert (entry.deed, entry.subject_id, entry.detail["breaches"]) == (
        "sweep.ran",
        done.pk,
        done.breaches,
    )


def test_the_clockwork_sweeps_the_city_of_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "now", lambda: at(DAY, 2))
    make_nursery(video_days=60)

    jobs.nightly_sweep(0)

    assert Sweep.objects.get().on == DAY


class Shelved:
    """A law in which one county has a rule of its own."""

    def __init__(self, common: Rule, own: Rule, county: str) -> None:
        self.everywhere = {common.id: common}
        self.there = self.everywhere | {own.id: own}
        self.county = county

    def rules(self, on: date, place: str) -> dict[str, Rule]:
        return self.there if place == self.county else self.everywhere


def test_a_county_with_a_book_of_its_own_is_judged_by_it() -> None:
    here = make_nursery(video_days=60, region=COUNTY)
    there = make_nursery(video_days=60, region=OTHER_COUNTY)
    common = library().rules(DAY)[VIDEO]
    law: Any = Shelved(common, replace(common, id="own/video"), "410403")

    found = [
        (broken.rule.id, broken.institution_id)
        for bench in benches(DAY, law)
        for broken in breaches(bench.rules, DAY, bench.among)
    ]

    assert sorted(found) == [
        ("own/video", there.pk),
        (VIDEO, here.pk),
        (VIDEO, there.pk),
    ]


def test_one_law_for_all_is_judged_in_one_go() -> None:
    make_region(COUNTY)
    make_region(OTHER_COUNTY)

    assert [bench.among for bench in benches(DAY)] == [None]


@pytest.mark.django_db(transaction=True)
def test_a_large_city_is_judged_in_shares_and_found_the_same(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for days in (60, 90, 30, 45):
        make_nursery(video_days=days)
    rules = list(library().rules(DAY).values())
    whole = list(breaches(rules, DAY))
    assert len({broken.institution_id for broken in whole}) >= 3

    asked = in_shares(settings, monkeypatch)
    parted = list(breaches(rules, DAY))

    assert asked == [3]
    assert sorted(map(told, parted)) == sorted(map(told, whole))


@pytest.mark.django_db(transaction=True)
def test_a_county_with_a_book_of_its_own_leaves_the_others_in_shares(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for days in (60, 90, 30, 45):
        make_nursery(video_days=days)
    there = make_nursery(video_days=60, region=OTHER_COUNTY)
    common = library().rules(DAY)[VIDEO]
    law: Any = Shelved(common, replace(common, id="own/video"), "410403")
    whole = judged(law)

    asked = in_shares(settings, monkeypatch)

    assert judged(law) == whole
    assert asked == [3]  # the large county; the small one is asked in one go
    assert {line[0] for line in whole if line[1] == there.pk} == {"own/video", VIDEO}


def test_a_sweep_keeps_the_same_whether_a_county_is_told_by_number_or_by_code(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for region in (COUNTY, COUNTY, OTHER_COUNTY):
        make_nursery(video_days=60, region=region)
    common = library().rules(DAY)[VIDEO]
    law: Any = Shelved(common, replace(common, id="own/video"), "410403")
    monkeypatch.setattr(city, "library", lambda: law)

    kept = []
    for large in (1_000, 2):
        monkeypatch.setattr(city, "LARGE", large)
        sweep(DAY)
        kept.append([sorted(Breach.objects.values_list(*BREACH)), sorted_tallies()])

    assert kept[0] == kept[1]
    assert len(kept[0][0]) == 4


BREACH = ("rule", "institution", "subject_id")


def sorted_tallies() -> list[Any]:
    return sorted(Tally.objects.values_list("rule", "county_code", "kept", "broken", "unknown"))


def judged(law: Any) -> list[tuple[str, int, str]]:
    found = (breaches(bench.rules, DAY, bench.among) for bench in benches(DAY, law))
    return sorted(map(told, chain.from_iterable(found)))


def in_shares(settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Four institutions make a large city; gives how many parts are asked each time."""
    asked: list[int] = []

    def counted(texts: list[str]) -> list[Any]:
        asked.append(len(texts))
        return ask_at_once(texts)

    monkeypatch.setattr(city, "LARGE", 4)
    monkeypatch.setattr(city, "ask_at_once", counted)
    settings.SWEEP_CONNECTIONS = 3
    return asked


def told(broken: Broken) -> tuple[str, int, str]:
    return broken.rule.id, broken.subject_id, broken.written

"""What a draft would do: who falls, who is relieved; verdicts stay untouched."""

from datetime import date
from typing import Any

import pytest
from django.db import connection

from tuoyu.assessment import jobs, services
from tuoyu.assessment.models import Draft, Fall, Rehearsal
from tuoyu.assessment.queries import library
from tuoyu.assessment.queries.drafts import checked_draft, draft_named, drafts
from tuoyu.assessment.queries.falls import falls, needs_of
from tuoyu.assessment.queries.rehearsal import compare, needs, rehearse
from tuoyu.assessment.tests.make import (
    DAY,
    DRAFT,
    VIDEO,
    at,
    make_nursery,
    make_officer,
    make_rehearsal,
    sweep,
)
from tuoyu.books import Book, BookError
from tuoyu.core.errors import Refused
from tuoyu.institutions.tests.make import make_content, make_institution
from tuoyu.org.tests.make import COUNTY, OTHER_COUNTY
from tuoyu.records.models import Entry

pytestmark = pytest.mark.django_db
CITY = "4104"


def book(text: str = DRAFT) -> Book:
    return checked_draft(text, "video.yaml")


def seniors_at_six() -> str:
    found = draft_named("shelf:senior-class-1-to-6")
    assert found is not None
    return found.text


def result_of(text: str = DRAFT, on: date = DAY) -> dict[str, Any]:
    return rehearse(book(text), on, CITY)[0]


def test_who_keeps_today_and_would_break_falls() -> None:
    make_nursery(60, region=COUNTY)  # breaks today already
    falling = make_nursery(90, region=COUNTY)
    make_nursery(120, region=OTHER_COUNTY)
    make_nursery(None, region=OTHER_COUNTY)

    result, fallen = rehearse(book(), DAY, CITY)

    assert [broken.institution_id for broken in fallen] == [falling.pk]
    assert (result["fall"], result["places"], result["judged"]) == (1, 35, 4)
    rule = result["rules"][0]
    assert (rule["newly_broken"], rule["broken_before"], rule["unknown"]) == (1, 1, 1)
    assert (rule["kept"], rule["broken"], rule["institutions"]) == (1, 2, 1)
    assert [old["id"] for old in rule["replaces"]] == [VIDEO]
    assert [(c["code"], c["judged"], c["institutions"]) for c in result["counties"]] == [
        ("410402", 2, 1),
        ("410403", 2, 0),
    ]


def test_each_that_falls_is_told_what_it_would_need() -> None:
    nursery = make_nursery(90)

    _, fallen = rehearse(book(), DAY, CITY)
    need = needs(fallen)[0]

    assert (need["code"], need["institution"]) == (nursery.code, str(nursery))
    assert need["gap"] == "录像保存天数 90，至少 120，还差 30"
    assert need["need"] == "录像保存天数增加 30，到 120"


def test_where_only_a_class_falls_its_places_are_at_stake() -> None:
    content = make_content()
    content["classes"] = [
        {"key": "a", "name": "一班", "kind": "senior", "places": 20, "children": 0},
        {"key": "b", "name": "二班", "kind": "senior", "places": 18, "children": 9},
    ]
    make_institution(content=content)

    result = result_of(seniors_at_six())

    newly = result["rules"][0]["newly_broken"]
    assert result["places"] == (18 if newly else 0)


def test_a_looser_draft_relieves() -> None:
    make_nursery(60)
    looser = DRAFT.replace(">= 120", ">= 30").replace(": 120", ": 30").replace(": 119", ": 29")

    result = result_of(looser)

    assert (result["fall"], result["relieved"]) == (0, 1)


def test_what_need_not_be_put_right_costs_no_places() -> None:
    make_nursery(90)

    result = result_of(DRAFT.replace("severity: block", "severity: note"))

    assert (result["fall"], result["places"]) == (1, 0)


def test_a_forerunner_of_another_subject_counts_by_institution() -> None:
    make_nursery(60)
    other = DRAFT.replace("subject: institution", "subject: site").replace(
        "video_days >= 120", "indoor_area_m2 >= 1"
    )
    other = other.replace("video_days: 120", "indoor_area_m2: 1").replace(
        "video_days: 119", "indoor_area_m2: 0"
    )

    result = result_of(other)

    assert result["rules"][0]["newly_broken"] == 0


def test_a_rule_not_yet_in_force_is_not_compared_with() -> None:
    comparison = compare(book(), date(2020, 1, 1), CITY)

    assert comparison.effects[0].replaced == ()


def test_what_a_draft_repeals_without_successor_is_said() -> None:
    repealing = DRAFT.replace("\nrules:", f"repeals: [{VIDEO}]\n\nrules:").replace(
        f"    replaces: {VIDEO}\n", ""
    )

    assert [old["id"] for old in result_of(repealing)["ended"]] == [VIDEO]


def test_shipped_drafts_can_be_rehearsed() -> None:
    make_nursery(90)

    for draft in drafts():
        assert draft.key.startswith("shelf:")
        assert result_of(draft.text)["rules"]


def table_contents() -> dict[str, list[Any]]:
    """Every table of ours, row by row."""
    with connection.cursor() as cursor:
        names = [n for n in connection.introspection.table_names(cursor) if "_" in n]
        contents = {}
        for name in names:
            cursor.execute(f'SELECT t::text FROM "{name}" t ORDER BY 1')
            contents[name] = cursor.fetchall()
        return contents


def test_a_rehearsal_touches_no_verdict() -> None:
    make_nursery(90)
    sweep()
    rehearsal = make_rehearsal()
    before = table_contents()

    services.run_rehearsal(rehearsal, now=lambda: at(DAY))

    changed = {name for name, rows in table_contents().items() if rows != before[name]}
    assert changed == {"assessment_rehearsal", "assessment_fall", "records_entry"}


def test_the_command_line_writes_nothing_at_all() -> None:
    make_nursery(90)
    before = table_contents()

    rehearse(book(), DAY, CITY)

    assert table_contents() == before


def test_a_rehearsal_counts_along_and_keeps_its_result() -> None:
    falling = make_nursery(90, region=COUNTY)
    make_nursery(120, region=OTHER_COUNTY)
    rehearsal = make_rehearsal()

    services.run_rehearsal(rehearsal, now=lambda: at(DAY, 13))

    rehearsal.refresh_from_db()
    assert rehearsal.status == Rehearsal.Status.DONE
    assert (rehearsal.counties, rehearsal.counties_done) == (2, 2)
    assert rehearsal.result["fall"] == 1
    assert rehearsal.done_at == at(DAY, 13)
    row = Fall.objects.get()
    assert (row.institution, row.county_code, row.evidence) == (
        falling,
        "410402",
        {"video_days": 90},
    )


def test_what_was_kept_says_again_what_each_needs() -> None:
    make_nursery(90, region=COUNTY)
    make_nursery(91, region=OTHER_COUNTY)
    rehearsal = make_rehearsal()
    services.run_rehearsal(rehearsal, now=lambda: at(DAY))

    there = needs_of(rehearsal, falls(rehearsal, county="410403"))

    assert [need.change for need in there] == ["录像保存天数增加 29，到 120"]
    assert falls(rehearsal, rule="video/video-120").count() == 2
    assert not falls(rehearsal, rule="video/other").exists()


def test_a_run_that_was_cut_off_begins_anew() -> None:
    nursery = make_nursery(90)
    rehearsal = make_rehearsal()
    Fall.objects.create(
        rehearsal=rehearsal,
        rule="video/video-120",
        institution=nursery,
        county_code="410402",
        subject_id=1,
        subject_label="",
    )
    Rehearsal.objects.update(status="running", counties_done=7)

    services.run_rehearsal(rehearsal, now=lambda: at(DAY))

    rehearsal.refresh_from_db()
    assert (Fall.objects.count(), rehearsal.counties_done) == (1, 1)


def test_what_is_over_is_not_run_again() -> None:
    make_nursery(90)
    rehearsal = make_rehearsal()
    services.run_rehearsal(rehearsal, now=lambda: at(DAY))
    entries = Entry.objects.count()

    jobs.run_rehearsal(rehearsal.pk)

    assert Entry.objects.count() == entries


def test_a_draft_that_no_longer_reads_fails_with_its_reason() -> None:
    rehearsal = make_rehearsal(DRAFT.replace("video_days >=", "vidoe_days >="))

    jobs.run_rehearsal(rehearsal.pk)

    rehearsal.refresh_from_db()
    assert rehearsal.status == Rehearsal.Status.FAILED
    assert "vidoe_days" in rehearsal.trouble
    assert Entry.objects.filter(deed="rehearsal.failed").count() == 1


def test_asking_and_running_leave_their_trail() -> None:
    officer = make_officer()
    rehearsal = make_rehearsal(by=officer)
    services.run_rehearsal(rehearsal, now=lambda: at(DAY))

    entries = Entry.objects.filter(subject_kind="assessment.rehearsal").order_by("pk")
    assert [(e.deed, e.actor_name) for e in entries] == [
        ("rehearsal.asked", officer.name),
        ("rehearsal.ran", "系统"),
    ]


def upload(text: str = DRAFT) -> Draft:
    return services.upload_draft(text, name="video.yaml", by=make_officer(), at=at(DAY))


def test_a_draft_is_kept_once_it_reads() -> None:
    draft = upload()

    assert (draft.title, draft.name) == ("录像保存一百二十天（试算）", "video.yaml")
    assert draft_named(f"draft:{draft.pk}")
    assert [one.key for one in drafts()].count(f"draft:{draft.pk}") == 1
    assert Entry.objects.filter(deed="draft.uploaded", subject_id=draft.pk).count() == 1


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (DRAFT.replace("video_days >=", "vidoe_days >="), "video.yaml:13"),
        (DRAFT.replace(": 119", ": 120"), "video.yaml:20"),
        (DRAFT.replace("plan-duties/video-days", "plan-duties/vidoe"), "不存在"),
        (DRAFT.partition("rules:")[0] + "items: {}\n", ""),
        ("document: [", ""),
    ],
)
def test_a_draft_with_a_mistake_is_refused_with_its_line(wrong: str, told: str) -> None:
    with pytest.raises(Refused) as refusal:
        upload(wrong)

    assert told in refusal.value.message
    assert refusal.value.status == 422
    assert not Draft.objects.exists()
    assert not Entry.objects.filter(deed="draft.uploaded").exists()


def test_a_draft_without_rules_cannot_be_rehearsed() -> None:
    items = DRAFT.partition("rules:")[0] + (
        "items:\n  look:\n    article: 一\n    subject: site\n"
        "    says: 看一看\n    how: 到现场\n"
    )

    with pytest.raises(BookError, match="没有能自动判断的条款"):
        book(items)


def test_a_draft_that_nobody_knows_is_none() -> None:
    assert draft_named("draft:99999") is None
    assert draft_named("shelf:nothing") is None
    assert draft_named("draft:x") is None


def test_the_law_in_force_does_not_know_a_draft() -> None:
    upload()

    assert all(not rule.head.draft for rule in library().rules(DAY).values())

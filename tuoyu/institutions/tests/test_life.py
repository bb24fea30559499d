"""The life of an institution: which state may follow which, and from when."""

from datetime import date
from typing import Any

import pytest

from tuoyu.core.errors import Refused
from tuoyu.core.tests.at_once import after_waiting
from tuoyu.institutions import services
from tuoyu.institutions.models import Institution
from tuoyu.institutions.tests.make import NOON, OPENED, make_institution
from tuoyu.org.tests.make import OTHER_COUNTY, make_region, make_user
from tuoyu.records.models import Entry

pytestmark = pytest.mark.django_db
LATER = date(2026, 3, 1)


def stand(institution: Institution, status: str, on: date = LATER) -> None:
    services.stand(institution, status, on=on, reason="装修", by=make_user(), at=NOON)


def test_an_institution_is_opened_with_number_and_unit() -> None:
    opened = services.open_institution(
        name="晨光托育园", region=make_region(), by=make_user(), at=NOON
    )

    assert (opened.code, opened.unit.kind) == ("41040200001", "institution")
    assert Entry.objects.get().deed == "institution.opened"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("registered", "filed"),
        ("registered", "cancelled"),
        ("filed", "suspended"),
        ("filed", "registered"),
        ("filed", "cancelled"),
        ("suspended", "filed"),
        ("suspended", "cancelled"),
    ],
)
def test_a_state_follows_another_from_that_day(before: str, after: str) -> None:
    institution = make_institution()
    if before != "filed":
        stand(institution, before, on=OPENED)

    stand(institution, after)

    assert institution.standing_on(date(2026, 2, 28)).status == before  # type: ignore[union-attr]
    assert institution.standing_on(LATER).status == after  # type: ignore[union-attr]
    entry = Entry.objects.last()
    assert entry is not None
    assert (entry.deed, entry.detail["after"]) == ("institution.stood", after)


@pytest.mark.parametrize(
    ("before", "after"),
    [("cancelled", "filed"), ("suspended", "registered"), ("filed", "filed")],
)
def test_a_state_that_may_not_follow_is_refused(before: str, after: str) -> None:
    institution = make_institution()
    if before != "filed":
        stand(institution, before)
    entries = Entry.objects.count()

    with pytest.raises(Refused, match="不能转为"):
        stand(institution, after, on=date(2026, 4, 1))

    assert Entry.objects.count() == entries


def test_no_state_begins_before_the_present_one() -> None:
    with pytest.raises(Refused, match="不能早于"):
        stand(make_institution(), "suspended", on=date(2026, 1, 4))


def test_a_correction_on_the_same_day_leaves_one_row() -> None:
    institution = make_institution(status="registered")

    stand(institution, "filed", on=OPENED)

    assert institution.standings.get().status == "filed"


def test_a_cancelled_institution_is_no_longer_in_life() -> None:
    institution = make_institution()
    stand(institution, "cancelled")

    assert Institution.objects.in_life(date(2026, 2, 28)).exists()
    assert not Institution.objects.in_life(LATER).exists()


@pytest.mark.django_db(transaction=True)
def test_an_institution_that_moved_while_a_deed_waited_is_still_found() -> None:
    institution, elsewhere = make_institution(), make_region(OTHER_COUNTY)

    outcome = after_waiting(
        lambda: Institution.objects.filter(pk=institution.pk).update(
            region=elsewhere, county=elsewhere
        ),
        lambda: stand(institution, "suspended"),
    )

    assert outcome == "done"
    assert institution.standings.get(ends_on=None).status == "suspended"


NAMING: Any = {"named_by": "市卫生健康委", "document": "平卫〔2026〕9号", "at": NOON}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"document": "  "}, "文号"),
        ({"on": date(2025, 12, 31)}, "已备案的机构"),
        ({"on": date(2026, 4, 1)}, "已是示范机构"),
    ],
)
def test_a_naming_that_cannot_be_leaves_nothing(given: dict[str, Any], words: str) -> None:
    institution, officer = make_institution(), make_user()
    services.name_demonstration(institution, **NAMING, on=date(2026, 3, 1), by=officer)
    before = Entry.objects.count()

    with pytest.raises(Refused, match=words):
        services.name_demonstration(
            institution, **(NAMING | {"on": date(2026, 5, 1)} | given), by=officer
        )

    assert institution.demonstrations.count() == 1
    assert Entry.objects.count() == before


def test_a_recognition_is_ended_once() -> None:
    institution, officer = make_institution(), make_user()
    named = services.name_demonstration(institution, **NAMING, on=date(2026, 3, 1), by=officer)
    ending: Any = {"reason": "不再符合", "by": officer, "at": NOON}
    services.end_demonstration(named, on=date(2026, 6, 1), **ending)

    with pytest.raises(Refused, match="已从 2026-06-01 起撤销"):
        services.end_demonstration(named, on=date(2026, 7, 1), **ending)

    assert Entry.objects.filter(deed="institution.demonstration_ended").count() == 1

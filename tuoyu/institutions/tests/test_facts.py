"""Facts of sites, rooms, services and licences: each under its own name, at its boundary."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import models

from tuoyu.institutions.models import (
    Licence,
    NurseryClass,
    Offering,
    Practice,
    Profile,
    Room,
    Site,
    Standing,
)
from tuoyu.institutions.tests.make import OPENED, make_content, make_institution, make_room
from tuoyu.institutions.tests.stamps import (
    DAY,
    ONE_DAY,
    change_on,
    facts_of,
    one_of,
    settled,
    shared_columns,
    stamps,
)
from tuoyu.org.tests.make import COUNTY, OTHER_COUNTY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("subject", "model", "least"),
    [("site", Site, 40), ("room", Room, 25), ("service", Offering, 3), ("licence", Licence, 1)],
)
def test_every_plain_fact_stands_under_its_own_name(
    subject: str, model: type[models.Model], least: int
) -> None:
    institution = make_institution()
    names = shared_columns(model, one_of(subject, institution))
    assert len(names) >= least

    for values in stamps(model, names):
        model._default_manager.filter(institution=institution).update(**values)
        found = one_of(subject, institution)
        assert {name: found[name] for name in names} == values


@pytest.mark.parametrize(
    ("subject", "model"),
    [("site", Site), ("room", Room), ("service", Offering), ("licence", Licence)],
)
def test_a_row_counts_from_its_first_day_and_no_longer_on_the_day_it_ends(
    subject: str, model: type[models.Model]
) -> None:
    institution = make_institution()
    rows = model._default_manager.filter(institution=institution)
    rows.update(starts_on=DAY, ends_on=DAY + ONE_DAY)

    days = (DAY - ONE_DAY, DAY, DAY + ONE_DAY)
    assert [bool(facts_of(subject, day, institution.pk)) for day in days] == [
        False,
        True,
        False,
    ]


@pytest.mark.parametrize("subject", ["site", "room", "service", "licence"])
def test_the_first_day_is_told_like_the_next(subject: str) -> None:
    institution = make_institution()

    first, next_day = (
        settled(facts_of(subject, day, institution.pk)) for day in (OPENED, OPENED + ONE_DAY)
    )

    assert first
    assert first == next_day


@pytest.mark.parametrize("subject", ["site", "room", "service", "licence"])
def test_a_change_is_told_once_and_from_its_day(subject: str) -> None:
    """Of whatever the fact is joined with: the row that ends that day is told no longer."""
    institution = make_institution()
    before = len(facts_of(subject, DAY - ONE_DAY, institution.pk))
    change_on(DAY, Standing, status="suspended")
    change_on(DAY, Profile, form="community")
    for model in (Site, NurseryClass, Practice):
        change_on(DAY, model)

    found = facts_of(subject, DAY, institution.pk)

    assert len(found) == before
    told = {(row["status"], row["form"]) for row in found}
    assert told == {("suspended", "community")}
    earlier = facts_of(subject, DAY - ONE_DAY, institution.pk)
    assert {(row["status"], row["form"]) for row in earlier} == {("filed", "independent")}


def test_a_room_follows_its_class_and_its_house_through_their_changes() -> None:
    institution = make_institution()
    change_on(DAY, NurseryClass, places=19)
    change_on(DAY, Site, fire_rating=2)

    for day, told in ((DAY - ONE_DAY, [(15, None), (20, None)]), (DAY, [(19, 2), (19, 2)])):
        found = facts_of("room", day, institution.pk)
        assert [(row["class_places"], row["fire_rating"]) for row in found] == told


@pytest.mark.parametrize("subject", ["site", "room", "service", "licence"])
def test_what_is_cancelled_has_no_facts(subject: str) -> None:
    institution = make_institution()
    rows = Standing.objects.filter(institution=institution)

    rows.update(starts_on=DAY, status="suspended")
    assert one_of(subject, institution)["status"] == "suspended"
    assert not facts_of(subject, DAY - ONE_DAY, institution.pk)
    rows.update(status="cancelled")
    assert not facts_of(subject, DAY, institution.pk)


def test_facts_of_one_institution_leave_out_its_neighbours() -> None:
    mine, other = make_institution(), make_institution(region=OTHER_COUNTY)

    for subject in ("site", "room", "service", "licence"):
        for row in facts_of(subject, DAY, mine.pk):
            assert (row["institution_id"], row["region_code"]) == (mine.pk, COUNTY[-6:])
        assert {row["region_code"] for row in facts_of(subject, DAY, other.pk)} == {
            OTHER_COUNTY[-6:]
        }


@pytest.mark.parametrize(
    ("ends_on", "months", "left"),
    [
        (date(2028, 8, 30), 35, 847),  # one day short of three years
        (date(2028, 8, 31), 36, 848),
        (DAY, 8, 0),
    ],
)
def test_a_lease_is_counted_in_whole_months_and_in_days_left(
    ends_on: date, months: int, left: int
) -> None:
    institution = make_institution()
    Site.objects.update(lease_starts_on=date(2025, 9, 1), lease_ends_on=ends_on)

    found = one_of("site", institution)

    assert (found["lease_months"], found["lease_days_left"]) == (months, left)


def test_a_place_is_measured_by_its_places_and_its_age() -> None:
    institution = make_institution(places=35)
    Site.objects.update(building_year=1996, air_tested_on=DAY - timedelta(days=400))

    found = one_of("site", institution)

    assert (found["places"], found["classes"]) == (35, 2)
    assert round(found["outdoor_m2_per_place"], 4) == round(Decimal(120) / 35, 4)
    assert found["building_m2_per_place"] == 12
    assert (found["building_age_years"], found["air_test_days"]) == (30, 400)


@pytest.mark.parametrize("places", [None, 0])
def test_nothing_is_measured_by_places_that_are_not_known(places: int | None) -> None:
    institution = make_institution()
    Profile.objects.update(places=places)

    assert one_of("site", institution)["outdoor_m2_per_place"] is None


def test_a_class_that_has_ended_is_counted_no_longer() -> None:
    institution = make_institution()
    NurseryClass.objects.filter(name="托小一班").update(ends_on=DAY)

    assert one_of("site", institution)["classes"] == 1
    assert one_of("site", institution, DAY - ONE_DAY)["classes"] == 2


@pytest.mark.parametrize(
    ("purpose", "is_child_room"),
    [("living", True), ("sleep", True), ("activity", True), ("toilet", False)],
)
def test_where_children_live_is_a_room_of_theirs(purpose: str, is_child_room: bool) -> None:
    institution = make_institution()
    Room.objects.update(purpose=purpose)

    found = one_of("room", institution)

    assert (found["purpose"], found["is_child_room"]) == (purpose, is_child_room)


def test_a_room_knows_its_class_its_house_and_its_windows() -> None:
    content = make_content()
    content["rooms"].append(make_room(name="厨房", purpose="kitchen"))
    institution = make_institution(content=content)
    Room.objects.update(window_area_m2="15.00")
    Site.objects.update(fire_rating=3)

    rows = {row["subject_label"]: row for row in facts_of("room", DAY, institution.pk)}

    room = rows["托大一班活动室"]
    assert (room["class_kind"], room["class_places"], room["fire_rating"]) == ("senior", 20, 3)
    assert room["window_ratio"] == Decimal("0.2")
    assert rows["厨房"]["class_kind"] is None


def test_a_room_of_no_size_has_no_ratio_of_windows() -> None:
    institution = make_institution()
    Room.objects.update(window_area_m2="15.00", area_m2=0)

    assert one_of("room", institution)["window_ratio"] is None


def test_a_licence_says_how_old_it_is_and_how_long_it_holds() -> None:
    institution = make_institution()
    Licence.objects.filter(kind="registration").delete()
    Licence.objects.update(issued_on=DAY - timedelta(days=9), ends_on=DAY + ONE_DAY, number="")

    found = one_of("licence", institution)

    assert (found["kind"], found["days_left"], found["issued_days"]) == ("fire", 1, 9)
    assert (found["has_number"], found["has_attachment"]) == (False, False)
    Licence.objects.update(number="平消检 8", attachment_id=1)
    found = one_of("licence", institution)
    assert (found["has_number"], found["has_attachment"]) == (True, True)


def test_a_service_says_what_it_costs_for_how_long_and_whether_the_house_is_inclusive() -> None:
    institution = make_institution(is_inclusive=True)

    found = one_of("service", institution)

    assert (found["kind"], found["per"], found["price_fen"]) == ("full_day", "month", 168_000)
    assert (found["is_published"], found["is_inclusive"]) == (True, True)


def test_before_it_opened_nothing_was_there() -> None:
    institution = make_institution()

    assert facts_of("site", OPENED, institution.pk)
    assert not facts_of("site", OPENED - ONE_DAY, institution.pk)

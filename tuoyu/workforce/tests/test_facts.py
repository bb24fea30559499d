"""Facts of workers and classes: each under its own name, at its boundary."""

from datetime import date

import pytest

from tuoyu.institutions.models import (
    NurseryClass,
    Room,
)
from tuoyu.institutions.tests.make import make_institution, make_room
from tuoyu.institutions.tests.stamps import DAY, ONE_DAY, facts_of, one_of
from tuoyu.workforce.models import BackgroundCheck, Credential, Employment, Person
from tuoyu.workforce.tests.make import make_staff, make_staffed, make_worker

pytestmark = pytest.mark.django_db

BITS = {
    "post_training": "has_post_training",
    "childcare_training": "has_childcare_training",
    "psychology_training": "has_psychology_training",
    "health_care_training": "has_health_care_training",
    "ethics_training": "has_ethics_training",
    "law_training": "has_law_training",
    "first_aid": "has_first_aid",
    "guard": "has_guard_certificate",
    "carer_licence": "has_carer_licence",
}


@pytest.mark.parametrize("kind", BITS)
def test_each_certificate_proves_its_own_thing_and_no_other(kind: str) -> None:
    institution = make_staffed()
    Credential.objects.filter(kind="health").delete()
    Credential.objects.update(kind=kind)

    found = one_of("worker", institution)

    assert {name for name in BITS.values() if found[name]} == {BITS[kind]}
    assert found["has_health_certificate"] is False


def test_what_a_worker_without_any_certificate_has_is_not_known() -> None:
    institution = make_staffed()
    Credential.objects.all().delete()

    found = one_of("worker", institution)

    assert {found[name] for name in [*BITS.values(), "has_health_certificate"]} == {None}


@pytest.mark.parametrize(
    ("ends_on", "held", "left"),
    [(DAY + ONE_DAY, True, 1), (DAY, False, None), (None, True, None)],
)
def test_a_health_certificate_lapses_on_its_last_day(
    ends_on: date | None, held: bool, left: int | None
) -> None:
    institution = make_staffed()
    Credential.objects.filter(kind="health").update(ends_on=ends_on)

    found = one_of("worker", institution)

    assert found["has_health_certificate"] is held
    if ends_on:
        assert found["health_certificate_days_left"] == left


def test_a_certificate_counts_from_its_first_day() -> None:
    institution = make_staffed()
    Credential.objects.update(starts_on=DAY)

    assert one_of("worker", institution)["has_childcare_training"] is True
    assert one_of("worker", institution, DAY - ONE_DAY)["has_childcare_training"] is None


def test_hours_of_training_are_added_up_by_kind() -> None:
    institution = make_staffed()
    trained = Credential.objects.get(kind="childcare_training")
    for kind, hours in (("childcare_training", 30), ("post_training", 45)):
        trained.pk, trained.kind, trained.hours = None, kind, hours
        trained.save(force_insert=True)

    found = one_of("worker", institution)

    assert (found["childcare_training_hours"], found["post_training_hours"]) == (90, 45)


@pytest.mark.parametrize(("hired_on", "days"), [(None, 156), (date(2025, 9, 1), 247)])
def test_days_at_work_run_from_when_the_person_came(hired_on: date | None, days: int) -> None:
    institution = make_staffed()
    Employment.objects.update(starts_on=date(2025, 12, 1), hired_on=hired_on)

    assert one_of("worker", institution)["days_employed"] == days


@pytest.mark.parametrize(("born_on", "age"), [(DAY, 35), (DAY + ONE_DAY, 34)])
def test_a_worker_is_a_year_older_on_the_birthday(born_on: date, age: int) -> None:
    institution = make_staffed()
    Person.objects.update(born_on=born_on.replace(year=1991))

    assert one_of("worker", institution)["age_years"] == age


@pytest.mark.parametrize(
    ("asked_on", "in_time"), [(date(2025, 12, 1), True), (date(2025, 12, 2), False)]
)
def test_police_are_asked_before_the_first_day(asked_on: date, in_time: bool) -> None:
    institution = make_staffed()
    Employment.objects.update(hired_on=date(2025, 12, 1))
    BackgroundCheck.objects.update(asked_on=asked_on)

    found = one_of("worker", institution)

    assert (found["asked_before_start"], found["background_asked"]) == (in_time, True)
    assert found["background_days"] == (DAY - asked_on).days


def test_the_first_asking_decides_whether_it_was_in_time_and_one_record_is_a_record() -> None:
    institution = make_staffed()
    person = Person.objects.get()
    Employment.objects.update(hired_on=date(2025, 12, 1))
    BackgroundCheck.objects.create(person=person, asked_on=date(2026, 4, 26), outcome="hit")

    found = one_of("worker", institution)
    assert (found["asked_before_start"], found["background_days"]) == (True, 10)
    assert found["background_hit"] is True
    assert one_of("worker", institution, date(2026, 4, 25))["background_hit"] is False


def test_a_worker_never_asked_about_is_not_known_to_be_clear() -> None:
    institution = make_staffed()
    BackgroundCheck.objects.all().delete()

    found = one_of("worker", institution)

    names = ("background_asked", "background_hit", "asked_before_start", "background_days")
    assert {found[name] for name in names} == {None}


def test_posts_held_elsewhere_on_that_day_are_counted() -> None:
    institution, worker = make_institution(), make_worker()
    make_staff(institution, worker)
    elsewhere = make_institution()
    make_staff(elsewhere, worker)
    assert one_of("worker", institution)["posts_elsewhere"] == 1

    Employment.objects.filter(institution=elsewhere).update(ends_on=DAY)

    assert one_of("worker", institution)["posts_elsewhere"] == 0
    assert one_of("worker", institution, DAY - ONE_DAY)["posts_elsewhere"] == 1


def test_a_class_adds_up_its_own_rooms_by_purpose() -> None:
    purposes = (
        "sleep", "activity", "dining", "cleaning", "toilet", "washing", "cloakroom", "storage",
    )  # fmt: skip
    rooms = [
        make_room(name=purpose, purpose=purpose, class_key="a", area_m2=str(number), floor=3)
        for number, purpose in enumerate(purposes, start=1)
    ]
    rooms.append(make_room(name="活动室", class_key="a", area_m2="50", floor=1, beds=9))
    rooms.append(make_room(name="二班", class_key="b", area_m2="60", floor=4, urinals=2))
    institution = make_staffed(rooms=rooms)
    Room.objects.exclude(purpose="living").update(toilets=None, basins=None, floor=2)

    first, second = facts_of("class", DAY, institution.pk)

    assert [first[f"{purpose}_m2"] for purpose in purposes] == list(range(1, 9))
    assert first["living_m2"] == 1 + 2 + 50
    assert (first["floor"], first["lowest_floor"]) == (2, 1)
    assert (first["toilets"], first["basins"], first["beds"]) == (4, 5, 9)
    assert (second["living_m2"], second["floor"], second["urinals"]) == (60, 4, 2)


@pytest.mark.parametrize("purpose", ["living", "sleep", "activity"])
def test_floors_of_a_class_are_those_of_rooms_children_live_in(purpose: str) -> None:
    rooms = [
        make_room(name="活动室", class_key="a", floor=2, purpose=purpose),
        make_room(name="仓库", class_key="a", floor=5, purpose="storage"),
        make_room(name="卫生间", class_key="a", floor=1, purpose="toilet"),
    ]
    found = facts_of("class", DAY, make_staffed(rooms=rooms).pk)[0]

    assert (found["floor"], found["lowest_floor"]) == (2, 2)


def test_one_room_not_measured_leaves_the_whole_unknown() -> None:
    """Added up as nothing, it would make a class too small and a floor lower than it may be."""
    rooms = [
        make_room(name="活动室", class_key="a", area_m2="50", floor=1),
        make_room(name="睡眠室", class_key="a", area_m2="30", floor=2, purpose="sleep"),
    ]
    institution = make_staffed(rooms=rooms)
    Room.objects.filter(name="活动室").update(area_m2=None, floor=None)

    found = facts_of("class", DAY, institution.pk)[0]

    assert (found["living_m2"], found["sleep_m2"]) == (None, 30)
    assert (found["floor"], found["lowest_floor"]) == (None, None)


def test_a_room_that_was_given_up_is_added_up_no_longer() -> None:
    institution = make_staffed()
    Room.objects.update(ends_on=DAY)

    assert facts_of("class", DAY, institution.pk)[0]["living_m2"] is None
    assert facts_of("class", DAY - ONE_DAY, institution.pk)[0]["living_m2"] == 75


def test_carers_of_a_class_are_those_at_work_in_it_that_day() -> None:
    institution = make_institution()
    first, second = NurseryClass.objects.order_by("pk")
    make_staff(institution, *[make_worker(name=name) for name in ("甲", "乙", "丙", "丁")])
    here, gone, cook, there = Employment.objects.order_by("pk")
    for row, post, group in (
        (here, "carer", first), (gone, "carer", first), (cook, "cook", first),
        (there, "carer", second),
    ):  # fmt: skip
        Employment.objects.filter(pk=row.pk).update(post=post, nursery_class=group)
    Employment.objects.filter(pk=gone.pk).update(ends_on=DAY)

    assert [row["carers"] for row in facts_of("class", DAY, institution.pk)] == [1, 1]
    before = facts_of("class", DAY - ONE_DAY, institution.pk)
    assert [row["carers"] for row in before] == [2, 1]

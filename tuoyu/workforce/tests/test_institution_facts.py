"""Facts of workers, classes and institutions by name and day; what an institution adds up."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import models

from tuoyu.institutions.models import (
    Demonstration,
    Licence,
    NurseryClass,
    Offering,
    Practice,
    Profile,
    Room,
    Site,
    Standing,
)
from tuoyu.institutions.tests.make import OPENED, make_institution, make_room
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
from tuoyu.workforce.models import Employment, Person
from tuoyu.workforce.tests.make import make_staff, make_staffed, make_worker

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("subject", "model", "least"),
    [
        ("worker", Employment, 4),
        ("worker", Person, 3),
        ("class", NurseryClass, 5),
        ("institution", Practice, 70),
        ("institution", Profile, 6),
    ],
)
def test_every_plain_fact_stands_under_its_own_name(
    subject: str, model: type[models.Model], least: int
) -> None:
    institution = make_staffed()
    names = shared_columns(model, one_of(subject, institution))
    assert len(names) >= least

    for values in stamps(model, names):
        model._default_manager.update(**values)
        found = one_of(subject, institution)
        assert {name: found[name] for name in names} == values


@pytest.mark.parametrize(
    ("subject", "model"), [("worker", Employment), ("class", NurseryClass)]
)
def test_a_row_counts_from_its_first_day_and_no_longer_on_the_day_it_ends(
    subject: str, model: type[models.Model]
) -> None:
    institution = make_staffed()
    model._default_manager.update(starts_on=DAY, ends_on=DAY + ONE_DAY)

    days = (DAY - ONE_DAY, DAY, DAY + ONE_DAY)
    assert [bool(facts_of(subject, day, institution.pk)) for day in days] == [
        False,
        True,
        False,
    ]


@pytest.mark.parametrize("subject", ["worker", "class", "institution"])
def test_the_first_day_is_told_like_the_next(subject: str) -> None:
    institution = make_staffed()

    first, next_day = (
        settled(facts_of(subject, day, institution.pk)) for day in (OPENED, OPENED + ONE_DAY)
    )

    assert first
    assert first == next_day


@pytest.mark.parametrize("subject", ["worker", "class", "institution"])
def test_a_change_is_told_once_and_from_its_day(subject: str) -> None:
    """Of whatever the fact is joined with: the row that ends that day is told no longer."""
    institution = make_staffed()
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


@pytest.mark.parametrize("subject", ["worker", "class", "institution"])
def test_what_is_cancelled_or_not_yet_there_has_no_facts(subject: str) -> None:
    institution = make_staffed()
    rows = Standing.objects.filter(institution=institution)

    rows.update(starts_on=DAY, status="suspended")
    assert one_of(subject, institution)["status"] == "suspended"
    assert not facts_of(subject, DAY - ONE_DAY, institution.pk)
    rows.update(status="cancelled")
    assert not facts_of(subject, DAY, institution.pk)


def test_facts_of_one_institution_leave_out_its_neighbours() -> None:
    mine, other = make_staffed(), make_institution(region=OTHER_COUNTY)
    make_staff(other)

    for subject in ("worker", "class", "institution"):
        for row in facts_of(subject, DAY, mine.pk):
            assert (row["institution_id"], row["region_code"]) == (mine.pk, COUNTY[-6:])
        assert {row["region_code"] for row in facts_of(subject, DAY, other.pk)} == {
            OTHER_COUNTY[-6:]
        }


@pytest.mark.parametrize(
    ("legal_form", "for_profit"),
    [("company", True), ("sole_trader", True), ("social_service", False), ("", None)],
)
def test_companies_and_traders_work_for_profit(
    legal_form: str, for_profit: bool | None
) -> None:
    institution = make_staffed()
    Profile.objects.update(legal_form=legal_form)

    found = one_of("institution", institution)

    assert found["for_profit"] is for_profit
    assert found["legal_form"] == (legal_form or None)


def test_what_was_left_empty_is_not_known() -> None:
    institution = make_staffed()
    Profile.objects.update(
        registrar="", backing="", employer_kind="", chain_name="", credit_code=""
    )
    Site.objects.update(tenure="")

    found = one_of("institution", institution)

    names = ("registrar", "backing", "employer_kind", "tenure")
    assert {found[name] for name in names} == {None}
    assert (found["is_chain"], found["has_credit_code"]) == (False, False)


def test_what_was_written_down_is_told_of_the_institution() -> None:
    institution = make_staffed()
    Profile.objects.update(
        name="小石榴幼教中心",
        registrar="civil_affairs",
        backing="public",
        employer_kind="hospital",
        chain_name="小石榴",
        credit_code="91410402MA9X00001W",
        registered_on=DAY - timedelta(days=30),
    )
    Standing.objects.update(starts_on=DAY - timedelta(days=7))

    found = one_of("institution", institution)

    assert found["subject_label"] == "小石榴幼教中心"
    assert (found["registrar"], found["backing"]) == ("civil_affairs", "public")
    assert (found["employer_kind"], found["tenure"]) == ("hospital", "leased")
    assert (found["is_chain"], found["has_credit_code"]) == (True, True)
    assert found["name_states_childcare"] is False
    assert (found["days_since_registration"], found["days_in_status"]) == (30, 7)


def test_it_is_a_demonstration_from_its_naming_to_the_day_that_ends() -> None:
    institution = make_staffed()
    Demonstration.objects.create(
        institution=institution, named_by="市", starts_on=DAY, ends_on=DAY + ONE_DAY
    )

    told = [
        one_of("institution", institution, day)["is_demonstration"]
        for day in (DAY - ONE_DAY, DAY, DAY + ONE_DAY)
    ]
    assert told == [False, True, False]


def test_places_and_children_of_all_classes_are_added_up() -> None:
    institution = make_staffed()
    Profile.objects.update(places=40, children_declared=26)

    found = one_of("institution", institution)
    assert (found["places"], found["places_in_classes"], found["classes"]) == (40, 35, 2)
    assert (found["children"], found["children_per_carer"]) == (30, 30)
    assert found["building_m2_per_child"] == 14


def test_where_one_class_is_not_counted_the_declared_number_stands() -> None:
    institution = make_staffed()
    Profile.objects.update(children_declared=26)
    NurseryClass.objects.filter(name="托大一班").update(children=None, places=None)

    found = one_of("institution", institution)

    assert (found["children"], found["places_in_classes"]) == (26, None)


def test_a_class_that_has_ended_is_added_up_no_longer() -> None:
    institution = make_staffed()
    NurseryClass.objects.filter(name="托大一班").update(ends_on=DAY)

    assert one_of("institution", institution)["children"] == 12
    assert one_of("institution", institution, DAY - ONE_DAY)["children"] == 30


def test_people_are_counted_by_their_post_on_that_day() -> None:
    posts = ["head", "carer", "carer", "carer", "health", "health", "guard", "cook", "other"]
    institution = make_institution()
    make_staff(institution, *[make_worker(post=post, name=post) for post in posts])
    part = Employment.objects.filter(post="health").order_by("pk")[:1].get()
    Employment.objects.filter(pk=part.pk).update(is_full_time=None)

    found = one_of("institution", institution)

    names = ("staff", "heads", "carers", "health_workers", "guards", "cooks")
    assert [found[name] for name in names] == [9, 1, 3, 2, 1, 1]
    assert found["health_workers_full_time"] == 1
    Employment.objects.update(ends_on=DAY)
    assert one_of("institution", institution)["carers"] is None


def test_where_nobody_is_listed_the_declared_numbers_stand() -> None:
    institution = make_institution()
    Profile.objects.update(staff_declared=7, carers_declared=4, health_workers_declared=1)

    found = one_of("institution", institution)

    assert (found["staff"], found["carers"], found["health_workers"]) == (7, 4, 1)
    assert (found["heads"], found["children_per_carer"]) == (None, Decimal("7.5"))


PAPERS = {
    "registration": "has_registration_paper",
    "site": "has_site_paper",
    "hygiene": "has_hygiene_report",
    "fire": "has_fire_paper",
    "food": "has_food_licence",
    "insurance": "has_insurance",
    "permit": "has_permit",
}


@pytest.mark.parametrize("kind", PAPERS)
def test_each_paper_in_force_proves_its_own_thing(kind: str) -> None:
    institution = make_staffed()
    Licence.objects.filter(kind="registration").delete()
    Licence.objects.update(kind=kind, ends_on=DAY + ONE_DAY)

    found = one_of("institution", institution)
    assert {name for name in PAPERS.values() if found[name]} == {PAPERS[kind]}

    after = one_of("institution", institution, DAY + ONE_DAY)
    assert {after[name] for name in PAPERS.values()} == {None}


def test_the_newest_fire_paper_and_the_longest_food_licence_count() -> None:
    institution = make_staffed()
    Licence.objects.all().delete()
    for kind, days in (("fire", 400), ("fire", 20), ("food", 15), ("food", 300)):
        Licence.objects.create(
            institution=institution,
            kind=kind,
            starts_on=date(2024, 1, 1),
            issued_on=DAY - timedelta(days=days),
            ends_on=DAY + timedelta(days=days),
        )
    Licence.objects.create(institution=institution, kind="hygiene", starts_on=DAY, passed=False)

    found = one_of("institution", institution)

    assert (found["fire_paper_days"], found["food_licence_days_left"]) == (20, 300)
    assert found["hygiene_passed"] is False


def test_floors_and_special_rooms_are_told_by_the_rooms() -> None:
    rooms = [
        make_room(name="一", class_key="a", floor=1),
        make_room(name="二", class_key="b", floor=3, purpose="sleep"),
        make_room(name="观察", purpose="observation", area_m2="8", beds=2, floor=5),
        make_room(name="观察二", purpose="observation", area_m2="7", beds=1, floor=5),
        make_room(name="喂奶", purpose="feeding", area_m2="6", floor=5),
    ]
    institution = make_staffed(rooms=rooms)
    Room.objects.filter(purpose="observation").update(apart_from_living=True)
    Room.objects.filter(name="观察二").update(apart_from_living=False)
    Practice.objects.update(observation_bed=9)

    found = one_of("institution", institution)

    assert (found["highest_floor"], found["lowest_floor"]) == (3, 1)
    assert (found["observation_m2"], found["observation_beds"]) == (15, 3)
    assert found["observation_apart"] is False
    assert found["feeding_room_m2"] == 6


@pytest.mark.parametrize("purpose", ["living", "sleep", "activity"])
def test_floors_are_those_of_rooms_children_live_in(purpose: str) -> None:
    rooms = [
        make_room(name="活动室", floor=2, purpose=purpose),
        make_room(name="仓库", floor=5, purpose="storage"),
        make_room(name="卫生间", floor=1, purpose="toilet"),
    ]
    found = one_of("institution", make_staffed(rooms=rooms))

    assert (found["highest_floor"], found["lowest_floor"]) == (2, 2)


def test_where_a_room_is_not_measured_the_site_tells_the_floors_and_nothing_the_area() -> None:
    rooms = [
        make_room(name="活动室", floor=1),
        make_room(name="观察", purpose="observation", area_m2="8"),
        make_room(name="观察二", purpose="observation", area_m2="7"),
    ]
    institution = make_staffed(rooms=rooms)
    Room.objects.filter(name="活动室").update(floor=None)
    Room.objects.filter(name="观察二").update(area_m2=None)

    found = one_of("institution", institution)

    assert (found["highest_floor"], found["lowest_floor"]) == (2, 1)
    assert found["observation_m2"] is None

    Site.objects.update(highest_floor=None, lowest_floor=None, building_area_m2=None)
    found = one_of("institution", institution)

    assert (found["highest_floor"], found["lowest_floor"]) == (None, None)
    assert (found["building_area_m2"], found["building_m2_per_child"]) == (None, None)


def test_without_rooms_the_site_and_the_practice_tell_what_they_can() -> None:
    institution = make_staffed(rooms=[])
    Practice.objects.update(observation_bed=2)

    found = one_of("institution", institution)

    assert (found["highest_floor"], found["lowest_floor"]) == (2, 1)
    assert (found["observation_beds"], found["sites"]) == (2, 1)


@pytest.mark.parametrize("kind", ["full_day", "half_day", "hourly", "temporary"])
def test_what_is_offered_is_told_and_nothing_else(kind: str) -> None:
    institution = make_staffed()
    Offering.objects.update(kind=kind)

    found = one_of("institution", institution)

    offered = {name for name in found if name.startswith("offers_") and found[name]}
    assert (offered, found["services"]) == ({f"offers_{kind}"}, 1)
    assert found["monthly_price_fen"] == (168_000 if kind == "full_day" else None)


def test_a_price_by_the_day_is_no_monthly_price_and_what_ended_is_not_offered() -> None:
    institution = make_staffed()
    Offering.objects.update(per="day")
    assert one_of("institution", institution)["monthly_price_fen"] is None

    Offering.objects.update(ends_on=DAY)

    found = one_of("institution", institution)
    assert (found["services"], found["offers_full_day"]) == (0, False)


def test_plans_and_published_topics_are_counted_once_all_are_answered() -> None:
    institution = make_staffed()
    plans = [f"plan_{name}" for name in ("disaster", "infection", "poisoning", "stampede")]
    told = [f"publishes_{name}" for name in ("fees", "care", "meals", "health")]
    Practice.objects.update(
        **dict.fromkeys(plans, True), plan_fire=False, plan_violence=False,
        **dict.fromkeys(told, True), publishes_security=False,
    )  # fmt: skip

    found = one_of("institution", institution)
    assert (found["emergency_plans"], found["topics_published"]) == (4, 4)

    Practice.objects.update(plan_fire=None, publishes_security=None)
    found = one_of("institution", institution)
    assert (found["emergency_plans"], found["topics_published"]) == (None, None)


def test_days_since_each_kind_of_check_are_kept_apart() -> None:
    institution = make_staffed()
    names = {
        "drill_days": "last_drill_on",
        "fire_check_days": "last_fire_check_on",
        "equipment_check_days": "last_equipment_check_on",
        "annual_report_days": "annual_report_on",
    }
    Practice.objects.update(
        **{column: DAY - timedelta(days=n) for n, column in enumerate(names.values())}
    )

    found = one_of("institution", institution)

    assert [found[name] for name in names] == [0, 1, 2, 3]

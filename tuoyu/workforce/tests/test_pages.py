"""Pages about people: masked, narrowed to one's reach, and noted when opened."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tuoyu.core import clock
from tuoyu.institutions.tests.make import make_institution
from tuoyu.org.permissions import Role
from tuoyu.org.tests.make import COUNTY, OTHER_COUNTY, entered, make_unit, make_user
from tuoyu.records.models import Entry
from tuoyu.workforce.tests.make import make_id_number, make_staff, make_worker

pytestmark = pytest.mark.django_db


def enter(role: str = Role.COUNTY_OFFICER, region: str = COUNTY) -> Client:
    return entered(make_user(role, make_unit(region), name="李静"))


@pytest.mark.parametrize(
    ("role", "opens"),
    [
        (Role.COUNTY_OFFICER, True),
        (Role.HEALTH_WORKER, True),
        (Role.LEADER, False),
        (Role.AUDIT_ADMIN, False),
        (Role.SUPPORT, False),
    ],
)
def test_who_may_see_people(role: str, opens: bool) -> None:
    assert enter(role).get(reverse("workforce:staff")).status_code == (200 if opens else 403)


def test_a_health_worker_does_not_see_whole_numbers() -> None:
    person = make_staff()[0].person

    answer = enter(Role.HEALTH_WORKER).post(
        reverse("workforce:reveal", args=[person.pk]), {"reason": "看看"}
    )

    assert answer.status_code == 403


def test_the_list_is_masked_and_within_reach() -> None:
    number = make_id_number()
    make_staff(make_institution(), make_worker(id_number=number, name="王芳"))
    make_staff(make_institution(region=OTHER_COUNTY), make_worker(name="赵远"))

    text = enter().get(reverse("workforce:staff")).content.decode()

    assert "王芳" in text
    assert f"*{number[-4:]}" in text
    assert number not in text
    assert "赵远" not in text


def test_the_list_does_not_ask_more_as_it_grows(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client, url = enter(), reverse("workforce:staff")
    make_staff()
    client.get(url)
    with django_assert_max_num_queries(14) as one:
        client.get(url)
    asked = len(one)
    make_staff(make_institution(), *(make_worker() for _ in range(4)))
    with django_assert_max_num_queries(asked):
        client.get(url)


def certificate(days: int | None) -> list[dict[str, object]]:
    ends = clock.today() + timedelta(days=days) if days is not None else None
    return [{"kind": "health", "number": "健1", "starts_on": "2025-01-01", "ends_on": ends}]


@pytest.mark.parametrize(
    ("days", "lapsed", "lapsing"), [(0, 1, 0), (1, 0, 1), (30, 0, 1), (31, 0, 0)]
)
def test_health_certificates_are_told_apart_by_the_day(
    days: int, lapsed: int, lapsing: int
) -> None:
    make_staff(make_institution(), make_worker(credentials=certificate(days)))
    client, url = enter(), reverse("workforce:staff")

    assert len(client.get(url, {"more": "lapsed"}).context["rows"]) == lapsed
    assert len(client.get(url, {"more": "lapsing"}).context["rows"]) == lapsing


def test_who_works_in_two_places_is_found() -> None:
    number = make_id_number()
    here, there = make_institution(), make_institution(region=OTHER_COUNTY)
    make_staff(here, make_worker(id_number=number), make_worker(name="李静"))
    make_staff(there, make_worker(id_number=number))

    rows = enter().get(reverse("workforce:staff"), {"more": "elsewhere"}).context["rows"]

    assert [row["one"].institution for row in rows] == [here]


@pytest.mark.parametrize(("part", "seen"), [(slice(None), 1), (slice(-6, None), 0)])
def test_a_person_is_found_by_the_whole_number_only(part: slice, seen: int) -> None:
    number = make_id_number()
    make_staff(make_institution(), make_worker(id_number=number))

    rows = enter().get(reverse("workforce:staff"), {"q": number[part]}).context["rows"]

    assert len(rows) == seen


def test_opening_a_record_is_noted_and_revealing_asks_why() -> None:
    number = make_id_number()
    person = make_staff(make_institution(), make_worker(id_number=number))[0].person
    client, url = enter(), reverse("workforce:reveal", args=[person.pk])

    page = client.get(reverse("workforce:person", args=[person.pk])).content.decode()
    silent = client.post(url, {"reason": ""})
    shown = client.post(url, {"reason": "核对备案材料"})

    assert number not in page
    assert silent.status_code == 422
    assert number not in silent.content.decode()
    assert number in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    deeds = list(Entry.objects.filter(people=[person.pk]).values_list("deed", flat=True))
    assert deeds[-2:] == ["person.looked_at", "person.revealed"]


def test_a_person_out_of_reach_is_not_found() -> None:
    person = make_staff(make_institution(region=OTHER_COUNTY))[0].person

    assert enter().get(reverse("workforce:person", args=[person.pk])).status_code == 404


def test_an_institution_page_counts_its_people() -> None:
    institution = make_institution()
    make_staff(
        institution,
        make_worker(credentials=certificate(200)),
        make_worker(post="cook", credentials=[]),
    )

    text = enter().get(reverse("workforce:panel", args=[institution.code])).content.decode()

    assert "保育人员" in text
    assert "炊事人员" in text
    assert "1 人健康证缺失或过期" in text

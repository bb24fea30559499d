"""Facts of a share of the city are those facts of the whole that belong to it."""

from typing import Any

import pytest
from django.db import connection

from tuoyu.assessment.queries.shelf import catalogue
from tuoyu.assessment.tests.make import DAY, make_nursery
from tuoyu.org.tests.make import OTHER_COUNTY
from tuoyu.workforce.tests.make import make_staff

pytestmark = pytest.mark.django_db
FILED_ELSEWHERE = {"filing"}  # its rows come with applications, which no nursery here has


def rows(subject: str, *share: int) -> list[tuple[Any, ...]]:
    bounds = "".join(f", {bound}" for bound in share)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM facts.{subject}(%s, NULL{bounds})", [DAY])
        return list(cursor.fetchall())


def test_two_shares_make_up_every_subject() -> None:
    first = make_nursery()
    second = make_nursery(region=OTHER_COUNTY)
    assert first.pk < second.pk
    for nursery in (first, second):
        make_staff(nursery)

    for subject in catalogue().names:
        here, there = rows(subject, 0, first.pk), rows(subject, first.pk + 1, second.pk)
        assert sorted(map(repr, here + there)) == sorted(map(repr, rows(subject))), subject
        assert {row[0] for row in here} <= {first.pk}, subject
        assert {row[0] for row in there} <= {second.pk}, subject
        assert (here and there) or subject in FILED_ELSEWHERE, subject

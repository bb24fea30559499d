"""No two rows of one institution hold on the same day, whoever writes them."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tuoyu.institutions.models import Institution, Practice, Profile, Standing
from tuoyu.institutions.tests.make import make_institution

pytestmark = pytest.mark.django_db
JANUARY, MARCH, MAY = date(2025, 1, 1), date(2025, 3, 1), date(2025, 5, 1)
LAST_OF_MARCH = date(2025, 3, 31)
MODELS: dict[Any, dict[str, Any]] = {
    Profile: {"name": "小石榴托育园", "form": "independent"},
    Standing: {"status": "filed"},
    Practice: {},
}


@pytest.fixture
def institution() -> Institution:
    """With one row of each kind, from March until May."""
    institution = make_institution()
    for model in MODELS:
        model.objects.filter(institution=institution).delete()
        hold(model, institution, MARCH, MAY)
    return institution


def hold(model: Any, institution: Institution, starts_on: date, ends_on: date | None) -> Any:
    row = row_of(model, institution, starts_on, ends_on)
    with transaction.atomic():
        row.save()
    return row


def row_of(model: Any, institution: Institution, starts_on: date, ends_on: date | None) -> Any:
    values = MODELS[model]
    return model(institution=institution, starts_on=starts_on, ends_on=ends_on, **values)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (MARCH, MAY),
        (MARCH, None),
        (JANUARY, None),
        (JANUARY, date(2025, 3, 2)),
        (date(2025, 4, 30), None),
        (LAST_OF_MARCH, date(2025, 4, 1)),
    ],
)
def test_days_that_are_held_already_are_refused(
    institution: Institution, model: Any, starts_on: date, ends_on: date | None
) -> None:
    with pytest.raises(IntegrityError, match="one_at_a_time"):
        hold(model, institution, starts_on, ends_on)
    with pytest.raises(ValidationError, match="同一时段已有一条记录"):
        row_of(model, institution, starts_on, ends_on).validate_constraints()


@pytest.mark.parametrize("model", MODELS)
def test_days_before_and_behind_are_free(institution: Institution, model: Any) -> None:
    for days in ((JANUARY, MARCH), (MAY, None)):
        row_of(model, institution, *days).validate_constraints()
        hold(model, institution, *days)


@pytest.mark.parametrize("model", MODELS)
def test_a_row_that_ended_on_its_first_day_held_on_none(
    institution: Institution, model: Any
) -> None:
    hold(model, institution, LAST_OF_MARCH, LAST_OF_MARCH)
    hold(model, institution, LAST_OF_MARCH, LAST_OF_MARCH)


@pytest.mark.parametrize("model", MODELS)
def test_neighbours_in_the_register_hold_what_they_like(
    institution: Institution, model: Any
) -> None:
    other = make_institution(name="春风托育园")
    model.objects.filter(institution=other).delete()

    hold(model, other, MARCH, MAY)
    assert model.objects.count() == 2

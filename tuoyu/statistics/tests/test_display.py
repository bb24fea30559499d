"""How a number is written beside the one of a month before."""

from decimal import Decimal

import pytest

from tuoyu.assessment.tests.make import DAY
from tuoyu.statistics.models import Snapshot
from tuoyu.statistics.queries import CITY, Number
from tuoyu.statistics.queries.display import shown
from tuoyu.statistics.tests.make import indicator


@pytest.mark.parametrize(
    ("then", "told"), [("98", "+2"), ("103", "-3"), ("100", "持平"), (None, "")]
)
def test_a_change_carries_its_sign(then: str | None, told: str) -> None:
    count = indicator("institutions")
    number = Number(count, CITY, DAY, Decimal(100), Decimal(1))
    before = Snapshot(value=Decimal(then) if then else None)

    assert shown(number, before).change == told

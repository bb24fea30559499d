from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuoyu.books.changes import smallest_change
from tuoyu.books.tests.make import make_rule
from tuoyu.books.verdicts import Verdict, verdict_of


@pytest.mark.parametrize(
    ("holds", "facts", "said"),
    [
        (
            "children <= 3 * carers",
            {"children": 12, "carers": 3},
            ["在托幼儿数减少 3 名，到 9 名", "保育人员数增加 1 名，到 4 名"],
        ),
        (
            "children / carers <= 3",
            {"children": 11, "carers": 3},
            ["在托幼儿数减少 2 名，到 9 名", "保育人员数增加 1 名，到 4 名"],
        ),
        (
            "ceil(children / 3) <= carers",
            {"children": 12, "carers": 3},
            ["在托幼儿数减少 3 名，到 9 名", "保育人员数增加 1 名，到 4 名"],
        ),
        ("2 * children between 6 and 8", {"children": 100}, ["在托幼儿数减少 96 名，到 4 名"]),
        ("children < 10", {"children": 10}, ["在托幼儿数减少 1 名，到 9 名"]),
        ("area > 10", {"area": 10}, ["活动室面积增加 0.01 平方米，到 10.01 平方米"]),
        (
            "area >= 1.5 * 7",
            {"area": Decimal("3.125")},
            ["活动室面积增加 7.375 平方米，到 10.5 平方米"],
        ),
        ("own_unit or area >= 9", {"own_unit": False}, []),
        (
            "own_unit or area >= 9",
            {"own_unit": False, "area": 8},
            ["“生活单元独立使用”改为是", "活动室面积增加 1 平方米，到 9 平方米"],
        ),
        ("own_unit and carers >= 1", {"own_unit": False, "carers": 0}, []),
        ("kind in ('infant')", {"kind": "mixed"}, []),
        ("children <= -1", {"children": 3}, []),
        (
            "opened_on >= date '2026-01-01'",
            {"opened_on": date(2025, 12, 30)},
            ["开班日期改为 2026年1月1日"],
        ),
    ],
)
def test_the_smallest_change_of_each_fact_alone(
    holds: str, facts: dict[str, object], said: list[str]
) -> None:
    assert [str(change) for change in smallest_change(make_rule(holds), facts)] == said


def test_a_rule_that_is_kept_needs_no_change() -> None:
    assert smallest_change(make_rule("children <= 3"), {"children": 3}) == ()


def test_a_change_can_be_reckoned_with() -> None:
    (change,) = smallest_change(make_rule("children <= 9"), {"children": 12})

    assert (change.now, change.needed, change.difference) == (12, 9, -3)


@given(
    children=st.integers(0, 60),
    carers=st.integers(0, 20),
    limit=st.integers(1, 9),
    spare=st.integers(-5, 5),
)
def test_one_step_less_would_not_do(children: int, carers: int, limit: int, spare: int) -> None:
    rule = make_rule(f"children + {spare} <= {limit} * carers")
    facts: dict[str, Any] = {"children": children, "carers": carers}

    for change in smallest_change(rule, facts):
        assert isinstance(change.difference, int)
        name, step = change.column.name, 1 if change.difference > 0 else -1
        needed = facts[name] + change.difference
        assert verdict_of(rule, {**facts, name: needed}) is Verdict.KEPT
        assert verdict_of(rule, {**facts, name: needed - step}) is not Verdict.KEPT

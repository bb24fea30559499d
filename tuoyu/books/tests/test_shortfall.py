from datetime import date

import pytest

from tuoyu.books.shortfall import shortfall
from tuoyu.books.tests.make import make_rule


@pytest.mark.parametrize(
    ("holds", "facts", "said"),
    [
        (
            "children <= 3 * carers",
            {"children": 12, "carers": 3},
            ["在托幼儿数 12 名，最多 9 名（3 × 保育人员数），超出 3 名"],
        ),
        (
            "ceil(children / 3) <= carers",
            {"children": 12, "carers": 3},
            ["保育人员数 3 名，至少 4 名（向上取整（在托幼儿数 ÷ 3）），还差 1 名"],
        ),
        (
            "ceil(children / case kind when 'infant' then 3 when 'junior' then 5 else 7 end)"
            " <= carers",
            {"kind": "junior", "children": 12, "carers": 2},
            ["保育人员数 2 名，至少 3 名（向上取整（在托幼儿数 ÷ 5）），还差 1 名"],
        ),
        ("10 >= children", {"children": 12}, ["在托幼儿数 12 名，最多 10 名，超出 2 名"]),
        ("children < 10", {"children": 10}, ["在托幼儿数 10 名，须少于 10 名"]),
        ("not (children < 10)", {"children": 8}, ["在托幼儿数 8 名，至少 10 名，还差 2 名"]),
        ("children = 3", {"children": 5}, ["在托幼儿数 5 名，应为 3 名"]),
        (
            "area >= 1.5 * children and own_unit and carers >= 2",
            {"children": 12, "area": 15.2, "own_unit": False, "carers": 2},
            [
                "活动室面积 15.2 平方米，至少 18 平方米（1.5 × 在托幼儿数），还差 2.8 平方米",
                "“生活单元独立使用”应为是，现为否",
            ],
        ),
        (
            "own_unit or area >= 100",
            {"own_unit": False, "area": 30},
            [
                "至少满足一项：“生活单元独立使用”应为是，现为否；"
                "或活动室面积 30 平方米，至少 100 平方米，还差 70 平方米"
            ],
        ),
        (
            "kind in ('infant', 'junior')",
            {"kind": "mixed"},
            ["班型 混合班，应为 乳儿班、托小班之一"],
        ),
        ("kind not in ('mixed')", {"kind": "mixed"}, ["班型 混合班，不应为 混合班"]),
        ("area is not null", {}, ["活动室面积未填写"]),
        ("area is null", {"area": 3}, ["活动室面积应空着"]),
        ("coalesce(own_unit, false)", {}, ["“生活单元独立使用”应为是，现为否"]),
        (
            "children between 3 and 5",
            {"children": 6},
            ["在托幼儿数 6 名，最多 5 名，超出 1 名"],
        ),
        (
            "case when kind = 'infant' then children <= 10 else children <= 20 end",
            {"kind": "infant", "children": 12},
            ["在托幼儿数 12 名，最多 10 名，超出 2 名"],
        ),
        (
            "opened_on >= date '2026-01-01'",
            {"opened_on": date(2025, 12, 30)},
            ["开班日期 2025年12月30日，不早于 2026年1月1日，还差 2 天"],
        ),
    ],
)
def test_what_falls_short_is_said_part_by_part(
    holds: str, facts: dict[str, object], said: list[str]
) -> None:
    assert [str(gap) for gap in shortfall(make_rule(holds), facts)] == said


def test_a_gap_can_be_reckoned_with() -> None:
    (gap,) = shortfall(make_rule("children <= 3 * carers"), {"children": 12, "carers": 3})

    assert (gap.found, gap.required, gap.gap) == (12, 9, 3)
    assert gap.column
    assert gap.column.name == "children"


@pytest.mark.parametrize("children", [9, None])
def test_only_a_broken_rule_falls_short(children: int | None) -> None:
    rule = make_rule("children <= 3 * carers")

    assert shortfall(rule, {"children": children, "carers": 3}) == ()

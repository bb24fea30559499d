from datetime import date
from decimal import Decimal

import pytest

from tuoyu.books.facts import Type
from tuoyu.books.parsing import ExpressionError
from tuoyu.books.terms import in_words
from tuoyu.books.tests.make import make_expression


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("chldren > 1", "第 1 个字符处.*没有列“chldren”，是不是“children”"),
        ("own_unit and x.children > 1", "第 14 个字符处.*没有列"),
        ("opened_on > '2026-01-01'", "写成 date '2026-01-01'"),
        ("kind > 'a'", "文字与文字之间不能用 >"),
        ("kind = 3", "文字与整数之间不能用 ="),
        ("opened_on * 2 = opened_on", "日期与整数之间不能用 *"),
        ("opened_on + opened_on = opened_on", "日期与日期之间不能用 +"),
        ("kind = 'infnat'", "班型”没有“infnat”，是不是“infant”"),
        ("kind in ('infant', 'juniour')", "没有“juniour”，是不是“junior”"),
        ("children", "要的是是否，写出来的是整数"),
        ("children and own_unit", "是整数，这里要写是或否的条件"),
        ("ceil(kind) = 1", "是文字，这里要写数"),
        ("least(kind, 'a') = 'a'", "least 只比较数和日期"),
        ("case when own_unit then 1 else kind end = 1", "几个值类型不一"),
        ("children in (carers)", "只能是写定的值"),
        ("children in (1, null)", "不能用“NULL”"),
        ("date '2026-02-30' > opened_on", "没有“2026-02-30”这一天"),
        ("children::text = 'a'", "不能转换类型"),
        ("own_unit is true", "IS 后面只能是 NULL"),
        ("round(area, 9) > 1", "0 到 6"),
        ("round(area, carers) > 1", "0 到 6"),
        ("children > 9999999999999999", "最多 15 位"),
        ("children > 1e3", "最多 15 位"),
        ("pg_sleep(9) is null", "不能用“PG_SLEEP"),
        ("exists (select 1)", "不能用“EXISTS"),
        ("(select true)", "不能用"),
        ("children > any (array[1])", "不能用“ANY"),
        ("children <= 3; drop table person", "不能用"),
        ("kind || 'a' = 'b'", "不能用“kind"),
        ("children > current_date", "不能用“CURRENT_DATE"),
        ("children > %s", "不能用|读不懂"),
        ("(children > 1", "读不懂"),
        ("children >> 1", "不能用|读不懂"),
        ("kind = 'infant", "引号没有配对"),
        ("", "空的"),
        ("(" * 41 + "own_unit" + ")" * 41, "套得太深"),
        ("not " * 240 + "own_unit", "读不懂"),
        ("cots > 1 or " * 76 + "own_unit", "太长，最多 300 个词"),
        ("x" * 1001, "太长，最多 1000 个字符"),
    ],
)
def test_what_may_not_stand_in_a_book_is_refused_with_a_hint(text: str, message: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        make_expression(text)

    assert refused.match(message)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("children / 3 = 4", True),
        ("children / 5 = 2.4", True),
        ("children / (carers - 3) > 1", None),
        ("ceil(children / 7) = 2", True),
        ("floor(children / 7) = 1", True),
        ("round(area / 3, 2) = 6.78", True),
        ("round(2.5) = 3 and round(-2.5) = -3", True),
        ("abs(carers - children) = 9", True),
        ("least(children, cots) = 12", True),
        ("greatest(children, cots) = 12", True),
        ("coalesce(cots, 0) = 0", True),
        ("cots > 1", None),
        ("cots > 1 and not own_unit", False),
        ("cots > 1 or own_unit", True),
        ("cots > 1 and own_unit", None),
        ("not (cots > 1)", None),
        ("cots is null and carers is not null", True),
        ("kind in ('infant', 'mixed')", True),
        ("kind not in ('infant', 'mixed')", False),
        ("children between 12 and 13", True),
        ("case when cots > 1 then false when own_unit then true end", True),
        ("case kind when 'mixed' then false end", None),
        ("opened_on + 30 = date '2026-01-31'", True),
        ("30 + opened_on = date '2026-01-31'", True),
        ("date '2026-01-31' - opened_on = 30", True),
        ("opened_on - 99999999 < opened_on", True),
        ("-children < 0", True),
        ("Children <= 4 * CARERS", True),
    ],
)
def test_the_allowed_forms_give_what_sql_gives(text: str, value: bool | None) -> None:
    facts = {
        "kind": "infant",
        "children": 12,
        "carers": 3,
        "area": 20.33,
        "opened_on": date(2026, 1, 1),
        "own_unit": True,
    }

    assert make_expression(text).value(facts) is value


def test_a_sum_of_money_stays_exact() -> None:
    expression = make_expression("area * 0.1", wants=Type.NUMERIC)

    assert expression.value({"area": 0.3}) == Decimal("0.03")


def test_a_rule_can_be_said_in_the_words_of_the_register() -> None:
    expression = make_expression(
        "kind = 'infant' and children <= 3 * (carers + 1) and area is not null and not own_unit"
    )

    assert in_words(expression.term) == (
        "班型 ＝ 乳儿班 且 在托幼儿数 ≤ 3 × （保育人员数 ＋ 1） 且 活动室面积 已填写"
        " 且 非（生活单元独立使用）"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("kind in ('infant', 'mixed')", "班型 为 乳儿班、混合班 之一"),
        ("area is null", "活动室面积 未填写"),
        (
            "coalesce(children, 0) >= -carers",
            "在托幼儿数（未填写时按 0） ≥ －保育人员数",
        ),
        ("ceil(children / 3) < carers", "向上取整（在托幼儿数 ÷ 3） ＜ 保育人员数"),
        (
            "case when own_unit then children else 1 end = 1",
            "（生活单元独立使用 时为 在托幼儿数；其余为 1） ＝ 1",
        ),
        ("opened_on > date '2026-01-31'", "开班日期 ＞ 2026年1月31日"),
        ("own_unit = true", "生活单元独立使用 ＝ 是"),
    ],
)
def test_each_form_has_words(text: str, words: str) -> None:
    assert make_expression(text).in_words == words

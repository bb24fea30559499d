import pytest

from tuoyu.books.tests.make import make_book, make_rule
from tuoyu.books.verdicts import Verdict, applies, evidence, judge, said, verdict_of

KEPT, BROKEN, UNKNOWN = Verdict.KEPT, Verdict.BROKEN, Verdict.UNKNOWN
EXEMPT = Verdict.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("children", "carers", "verdict"),
    [(9, 3, KEPT), (10, 3, BROKEN), (10, None, UNKNOWN), (None, 3, UNKNOWN)],
)
def test_an_infant_class_has_one_carer_for_three(
    children: int | None, carers: int | None, verdict: Verdict
) -> None:
    rule = make_book().rules[0]

    assert judge(rule, kind="infant", children=children, carers=carers) is verdict


@pytest.mark.parametrize(
    ("kind", "children", "verdict"),
    [
        ("junior", 99, EXEMPT),
        ("junior", None, EXEMPT),
        (None, 9, KEPT),  # satisfied, whatever kind of class it is
        (None, 10, UNKNOWN),  # perhaps it does not apply: nobody is accused
        (None, None, UNKNOWN),
    ],
)
def test_who_is_not_concerned_is_not_accused(
    kind: str | None, children: int | None, verdict: Verdict
) -> None:
    assert judge(make_book().rules[0], kind=kind, children=children, carers=3) is verdict


@pytest.mark.parametrize(("kind", "answer"), [("infant", True), ("mixed", False), (None, None)])
def test_a_form_can_ask_whether_a_rule_applies(kind: str | None, answer: bool | None) -> None:
    assert applies(make_book().rules[0], {"kind": kind}) is answer
    assert applies(make_rule("own_unit"), {"kind": kind}) is True


def test_the_evidence_is_what_was_read_in_the_order_of_the_rule() -> None:
    facts = {"children": 12, "carers": None, "kind": "infant", "area": 30}

    found = evidence(make_book().rules[0], facts)

    assert [str(one) for one in found] == [
        "班型：乳儿班",
        "在托幼儿数：12 名",
        "保育人员数：未填写",
    ]
    assert said(found[0].column, found[0].value) == "乳儿班"
    assert said(found[1].column, found[1].value) == "12"


def test_facts_as_the_database_gives_them_may_hold_more() -> None:
    rule = make_rule("area >= 1.5")

    assert verdict_of(rule, {"area": "1.50", "else": 3}) is KEPT
    assert verdict_of(rule, {"area": 1.49}) is BROKEN


def test_every_verdict_has_its_word() -> None:
    assert [verdict.label for verdict in Verdict] == ["符合", "不符合", "待查明", "不适用"]

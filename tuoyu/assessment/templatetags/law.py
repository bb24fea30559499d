"""Books, cases and confidence in the words of people."""

from typing import cast

from django import template

from tuoyu.assessment.queries.shelf import catalogue
from tuoyu.books import Confidence, Kind, Rule
from tuoyu.books.entries import Case
from tuoyu.books.facts import Column, Value
from tuoyu.books.verdicts import said

register = template.Library()

KINDS = {
    Kind.STANDARD: "标准和规范",
    Kind.PROCEDURE: "办理程序和时限",
    Kind.SCHEDULE: "日程",
    Kind.BENEFIT: "待遇",
    Kind.PLAN: "方案",
    Kind.INDICATOR: "统计指标",
    Kind.CHECKLIST: "检查清单",
    Kind.RATING: "评估标准",
}
SURENESS = {
    Confidence.OFFICIAL: "看过官方文本",
    Confidence.SECOND_HAND: "看过二手资料",
    Confidence.KNOWN_WELL: "凭已有知识，把握大，待核实",
    Confidence.KNOWN: "凭已有知识，待核实",
    Confidence.KNOWN_LITTLE: "凭已有知识，把握小，待核实",
    Confidence.DERIVED: "由别的条文推出",
}
CASES = {
    "keeps": ("kept", "符合"),
    "breaks": ("broken", "不符合"),
    "unknown": ("unknown", "待查明"),
    "exempt": ("plain", "不适用"),
}


@register.filter
def kind_word(kind: Kind) -> str:
    return KINDS[kind]


@register.filter
def sureness(mark: Confidence) -> str:
    """How sure we are of a text, with its mark."""
    return f"{SURENESS[mark]}（{mark}）"


@register.filter
def case_state(name: str) -> str:
    return CASES[name][0]


@register.filter
def case_word(name: str) -> str:
    return CASES[name][1]


@register.filter
def case_facts(rule: Rule, case: Case) -> list[str]:
    """The facts of a case in the words of their columns."""
    subject = catalogue().find(rule.subject)
    columns = {column.name: column for column in subject.columns} if subject else {}
    return [
        f"{columns[name].label}：{columns[name].show(cast(Value, value))}"
        for name, value in case.facts
    ]


@register.filter
def fact(value: Value, column: Column) -> str:
    """A fact as people read it; unknown stays visible."""
    return "待查明" if value is None else f"{said(column, value)} {column.unit}".strip()

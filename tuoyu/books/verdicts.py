"""A rule held against facts in Python: the verdict and the evidence for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tuoyu.books.entries import Benefit, Item, Rule
from tuoyu.books.evaluation import as_value
from tuoyu.books.facts import Column, Value, show
from tuoyu.books.terms import Facts


class Verdict(StrEnum):
    """What a rule says of one row.

    A breach is `when AND NOT holds` in SQL's three values: true is broken, unknown is unknown.
    So a rule that perhaps does not apply accuses nobody, and one that is satisfied in any case
    is kept.
    """

    KEPT = "kept"
    BROKEN = "broken"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS: Mapping[Verdict, str] = {
    Verdict.KEPT: "符合",
    Verdict.BROKEN: "不符合",
    Verdict.UNKNOWN: "待查明",
    Verdict.NOT_APPLICABLE: "不适用",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact that a rule read."""

    column: Column
    value: Value

    def __str__(self) -> str:
        return f"{self.column.label}：{self.column.show(self.value)}"


def said(column: Column, value: Value) -> str:
    """A fact in the words its column gives, or as people write it, without its unit."""
    return column.choices.get(str(value)) or show(value)


def judge(rule: Rule, /, **facts: object) -> Verdict:
    """The verdict on one row; a fact not given is unknown."""
    return verdict_of(rule, facts)


def verdict_of(rule: Rule, facts: Facts) -> Verdict:
    """The same for a mapping, with whatever more it holds."""
    if rule.when and rule.when.value(facts) is False:
        return Verdict.NOT_APPLICABLE
    match rule.breach.value(facts):
        case None:
            return Verdict.UNKNOWN
        case True:
            return Verdict.BROKEN
        case _:
            return Verdict.KEPT


def applies(entry: Rule | Item | Benefit, facts: Facts) -> bool | None:
    """Whether an entry concerns this row; None if the facts do not say."""
    return True if entry.when is None else bool_or_none(entry.when.value(facts))


def bool_or_none(value: Value) -> bool | None:
    return None if value is None else bool(value)


def evidence(rule: Rule, facts: Facts) -> tuple[Evidence, ...]:
    """What the rule read, in the order written: first to whom it applies, then what holds."""
    return tuple(
        Evidence(column, as_value(facts.get(column.name), column.type))
        for column in rule.breach.columns
    )

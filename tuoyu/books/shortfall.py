"""Why a rule is broken, part by part: what is there, what must be, and the gap between."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, cast

from tuoyu.books.entries import Rule
from tuoyu.books.evaluation import runner
from tuoyu.books.facts import Column, Type, Value, measured, show
from tuoyu.books.terms import COMPARISONS, Facts, Op, Term, in_words
from tuoyu.books.verdicts import Verdict, verdict_of

MIRRORED = {
    Op.LESS: Op.MORE,
    Op.MORE: Op.LESS,
    Op.AT_MOST: Op.AT_LEAST,
    Op.AT_LEAST: Op.AT_MOST,
    Op.EQUAL: Op.EQUAL,
    Op.UNEQUAL: Op.UNEQUAL,
}
NEGATED = {
    Op.LESS: Op.AT_LEAST,
    Op.AT_LEAST: Op.LESS,
    Op.MORE: Op.AT_MOST,
    Op.AT_MOST: Op.MORE,
    Op.EQUAL: Op.UNEQUAL,
    Op.UNEQUAL: Op.EQUAL,
}
LIMITS = {
    Op.AT_MOST: "最多",
    Op.LESS: "须少于",
    Op.AT_LEAST: "至少",
    Op.MORE: "须多于",
    Op.EQUAL: "应为",
    Op.UNEQUAL: "不应为",
}
DAY_LIMITS = {
    **LIMITS,
    Op.AT_MOST: "不晚于",
    Op.LESS: "须早于",
    Op.AT_LEAST: "不早于",
    Op.MORE: "须晚于",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """One part of a rule that fails. `gap` is in the unit of what was found, days for dates."""

    what: str
    column: Column | None
    found: Value
    required: Value
    gap: int | Decimal | None
    text: str

    def __str__(self) -> str:
        return self.text


def shortfall(rule: Rule, facts: Facts) -> tuple[Gap, ...]:
    """The parts of a broken rule that fail; nothing unless it is broken."""
    if verdict_of(rule, facts) is not Verdict.BROKEN:
        return ()
    return tuple(_failing(rule.holds.term, facts, wanted=True))


def _failing(term: Term, facts: Facts, *, wanted: bool) -> list[Gap]:
    value = _value(term, facts)
    if value is None or value is wanted:
        return []
    if term.op is Op.NOT:
        return _failing(term.parts[0], facts, wanted=not wanted)
    if term.op in (Op.AND, Op.OR):
        return _joined(term, facts, wanted=wanted)
    if term.op is Op.CASE:
        return _failing(_branch(term, facts), facts, wanted=wanted)
    if term.op in COMPARISONS:
        return [_compared(term, facts, wanted=wanted)]
    return [_stated(term, facts, wanted=wanted)]


def _value(term: Term, facts: Facts) -> Value:
    return runner(term)(facts)


def _joined(term: Term, facts: Facts, *, wanted: bool) -> list[Gap]:
    """Where all parts are asked for, each that fails; where one is enough, the choice."""
    each = (term.op is Op.AND) is wanted
    parts = [gap for part in term.parts for gap in _failing(part, facts, wanted=wanted)]
    if each or len(parts) == 1:
        return parts
    choice = "；或".join(gap.text for gap in parts)
    return [Gap(in_words(term), None, not wanted, wanted, None, f"至少满足一项：{choice}")]


def _branch(term: Term, facts: Facts) -> Term:
    """The branch of CASE that the facts take."""
    pairs = zip(term.parts[::2], term.parts[1::2], strict=False)
    for when, then in pairs:
        if _value(when, facts) is True:
            return then
    return term.parts[-1]


def _settled(term: Term, facts: Facts) -> Term:
    """The same with the branches the facts take: 托位数 ÷ 3, not the share of every age."""
    if term.op is Op.CASE:
        return _settled(_branch(term, facts), facts)
    return replace(term, parts=tuple(_settled(part, facts) for part in term.parts))


def _compared(term: Term, facts: Facts, *, wanted: bool) -> Gap:
    sign = term.op if wanted else NEGATED[term.op]
    found, limit = term.parts
    if found.op is Op.LITERAL or (limit.column and not found.column):
        found, limit, sign = limit, found, MIRRORED[sign]
    here, there = _value(found, facts), _value(limit, facts)
    gap = _distance(here, there)
    text = _sentence(found, _settled(limit, facts), sign, here, there, gap)
    return Gap(in_words(found), found.column, here, there, gap, text)


def _distance(here: Value, there: Value) -> int | Decimal | None:
    if isinstance(here, date) and isinstance(there, date):
        return abs((here - there).days)
    numbers = isinstance(here, int | Decimal) and isinstance(there, int | Decimal)
    if not numbers or isinstance(here, bool):
        return None
    difference = cast(int | Decimal, here) - cast(int | Decimal, there)
    return difference if difference >= 0 else -difference


def _sentence(
    found: Term, limit: Term, sign: Op, here: Value, there: Value, gap: int | Decimal | None
) -> str:
    dated = found.type is Type.DATE
    words = (DAY_LIMITS if dated else LIMITS)[sign]
    formula = "" if limit.op is Op.LITERAL else f"（{in_words(limit)}）"
    said = f"{in_words(found)} {_shown(found, here)}，{words} {_shown(found, there)}{formula}"
    if not gap or sign in (Op.EQUAL, Op.UNEQUAL):
        return said
    unit = "天" if dated else _unit(found)
    excess = "超出" if sign in (Op.AT_MOST, Op.LESS) else "还差"
    return f"{said}，{excess} {measured(gap, unit)}"


def _unit(term: Term) -> str:
    return term.column.unit if term.column else ""


def _shown(term: Term, value: Value) -> str:
    return term.column.show(value) if term.column else show(value)


def _stated(term: Term, facts: Facts, *, wanted: bool) -> Gap:
    """Yes-or-no facts, lists of words, and what is or is not filled in."""
    what, column, here = _asked(term, facts)
    if term.op is Op.IN:
        options = "、".join(_shown(term.parts[0], part.value) for part in term.parts[1:])
        should = (
            f"应为 {options}{'之一' if len(term.parts) > 2 else ''}"
            if wanted
            else f"不应为 {options}"
        )
        text = f"{what} {_shown(term.parts[0], here)}，{should}"
        return Gap(what, column, here, None, None, text)
    if term.op is Op.IS_NULL:
        return Gap(what, column, here, None, None, f"{what}{'应空着' if wanted else '未填写'}")
    text = f"“{what}”应为{show(wanted)}，现为{show(not wanted)}"
    return Gap(what, column, here, wanted, None, text)


def _asked(term: Term, facts: Facts) -> tuple[str, Column | None, Any]:
    tested = term.parts[0] if term.op in (Op.IN, Op.IS_NULL, Op.COALESCE) else term
    return in_words(tested), tested.column, _value(tested, facts)

"""The smallest change of one fact alone that would satisfy a broken rule."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tuoyu.books.entries import Rule
from tuoyu.books.evaluation import as_value, runner
from tuoyu.books.facts import Column, Type, Value, measured, show
from tuoyu.books.terms import COMPARISONS, Facts, Term
from tuoyu.books.verdicts import Verdict, verdict_of

FARTHEST = 2**31
DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Change:
    """One fact, its value now, the nearest value that keeps the rule, and the difference."""

    column: Column
    now: Value
    needed: Value
    difference: int | Decimal | None
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class _Axis:
    """A column as whole steps: persons, hundredths of a square metre, days."""

    column: Column
    decimals: int = 0

    def step(self, value: Value) -> int:
        if isinstance(value, date):
            return value.toordinal()
        return int(Decimal(str(value)).scaleb(self.decimals))

    def value(self, step: int) -> Value:
        if self.column.type is Type.DATE:
            return date.fromordinal(step)
        return Decimal(step).scaleb(-self.decimals) if self.decimals else step

    @property
    def lowest(self) -> int:
        return date(1900, 1, 1).toordinal() if self.column.type is Type.DATE else 0

    @property
    def highest(self) -> int:
        return date(2200, 1, 1).toordinal() if self.column.type is Type.DATE else FARTHEST


def smallest_change(rule: Rule, facts: Facts) -> tuple[Change, ...]:
    """For each fact that `holds` reads, the nearest value that alone would keep the rule."""
    if verdict_of(rule, facts) is not Verdict.BROKEN:
        return ()
    found = (_change(rule, facts, column) for column in rule.holds.columns)
    return tuple(change for change in found if change)


def _change(rule: Rule, facts: Facts, column: Column) -> Change | None:
    now = as_value(facts.get(column.name), column.type)
    if now is None or column.type is Type.TEXT:
        return None
    if column.type is Type.BOOLEAN:
        kept = verdict_of(rule, {**facts, column.name: not now}) is Verdict.KEPT
        text = f"“{column.label}”改为{show(not now)}"
        return Change(column, now, not now, None, text) if kept else None
    return _moved(rule, facts, column, now)


def _moved(rule: Rule, facts: Facts, column: Column, now: Value) -> Change | None:
    axis = _Axis(column, _decimals(now) if column.type is Type.NUMERIC else 0)
    start = axis.step(now)

    def kept(step: int) -> bool:
        return verdict_of(rule, {**facts, column.name: axis.value(step)}) is Verdict.KEPT

    steps = {*_roots(rule.holds.term, facts, axis), *_searched(start, axis, kept)}
    good = [step for step in steps if axis.lowest <= step <= axis.highest and kept(step)]
    if not good:
        return None
    best = min(good, key=lambda step: (abs(step - start), step))
    return _told(axis, now, axis.value(best), best - start)


def _decimals(value: Value) -> int:
    exponent = Decimal(str(value)).as_tuple().exponent
    return max(DECIMALS, -exponent if isinstance(exponent, int) else 0)


def _roots(term: Term, facts: Facts, axis: _Axis) -> Iterator[int]:
    """Where each comparison that is linear in the column turns, and the steps beside it."""
    for part in term.walk():
        if part.op in COMPARISONS and part.reads(axis.column.name):
            turn = _turn(part, facts, axis)
            if turn is not None and abs(turn) < FARTHEST:
                yield from range(int(turn) - 2, int(turn) + 3)


def _turn(comparison: Term, facts: Facts, axis: _Axis) -> Fraction | None:
    left, right = (runner(part) for part in comparison.parts)

    def difference(step: int) -> Fraction | None:
        changed = {**facts, axis.column.name: axis.value(step)}
        one, two = _fraction(left(changed)), _fraction(right(changed))
        return None if one is None or two is None else one - two

    origin = max(axis.lowest, 1)
    first, second, third = (difference(origin + step) for step in range(3))
    if first is None or second is None or third is None:
        return None
    slope = second - first
    return origin - first / slope if slope and third - second == slope else None


def _fraction(value: Value) -> Fraction | None:
    if isinstance(value, date):
        return Fraction(value.toordinal())
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return Fraction(value)


def _searched(start: int, axis: _Axis, kept: Callable[[int], bool]) -> Iterator[int]:
    """Outward in doubling strides, then back by halves: finds what is not linear, too."""
    for way in (1, -1):
        stride = 1
        while axis.lowest <= start + way * stride <= axis.highest:
            if kept(start + way * stride):
                yield start + way * _halved(stride // 2, stride, start, way, kept)
                break
            stride *= 2
        else:
            edge = axis.lowest if way < 0 else axis.highest
            if kept(edge):
                yield start + way * _halved(stride // 2, abs(edge - start), start, way, kept)


def _halved(bad: int, good: int, start: int, way: int, kept: Callable[[int], bool]) -> int:
    while good - bad > 1:
        middle = (bad + good) // 2
        if kept(start + way * middle):
            good = middle
        else:
            bad = middle
    return good


def _told(axis: _Axis, now: Value, needed: Value, steps: int) -> Change:
    column = axis.column
    if column.type is Type.DATE:
        text = f"{column.label}改为 {show(needed)}"
        return Change(column, now, needed, steps, text)
    size = axis.value(abs(steps))
    way = "增加" if steps > 0 else "减少"
    text = f"{column.label}{way} {measured(size, column.unit)}，到 {column.show(needed)}"
    difference = axis.value(steps)
    assert not isinstance(difference, bool | str | date)
    return Change(column, now, needed, difference, text)

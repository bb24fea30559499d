"""Trees evaluated in Python with SQL's three values, to the digit as PostgreSQL would.

Numbers are whole or Decimal. A quotient has exactly 20 decimals, rounded half away from zero,
in both evaluators: otherwise 2/3 would be a different number on the two sides.
"""

import operator
from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from typing import Any, cast

from tuoyu.books.facts import Type, Value
from tuoyu.books.terms import COMPARISONS, Facts, Op, Term

Run = Callable[[Facts], Value]
Number = int | Decimal

EXACT = Context(prec=400)
QUOTIENT = Decimal(1).scaleb(-20)
# A date moves by at most some 270 years: an absurd number must not stop a whole sweep.
FARTHEST = 100_000

COMPARE: dict[Op, Callable[[Any, Any], bool]] = {
    Op.EQUAL: operator.eq,
    Op.UNEQUAL: operator.ne,
    Op.LESS: operator.lt,
    Op.AT_MOST: operator.le,
    Op.MORE: operator.gt,
    Op.AT_LEAST: operator.ge,
}


def runner(term: Term) -> Run:
    """The tree as one callable over a mapping of facts; a missing fact is unknown."""
    parts = [runner(part) for part in term.parts]
    if term.op is Op.LITERAL:
        return lambda facts, value=term.value: value  # type: ignore[misc]
    if term.column:
        return _column(term.column.name, term.type)
    if term.op in COMPARISONS:
        return _strict(COMPARE[term.op], parts)
    return BUILD[term.op](term, parts)


def _column(name: str, type: Type) -> Run:
    return lambda facts: as_value(facts.get(name), type)


def as_value(fact: object, type: Type) -> Value:
    """A fact in the type of its column: numbers exact, never binary fractions."""
    match fact:
        case None:
            return None
        case float():
            return Decimal(str(fact))
        case str() if type.is_number:
            return Decimal(fact)
        case _:
            return cast(Value, fact)


def _strict(work: Callable[..., Value], parts: list[Run]) -> Run:
    """Unknown if any part is unknown."""
    if len(parts) == 2:
        return _strict_pair(work, *parts)

    def run(facts: Facts) -> Value:
        values = [part(facts) for part in parts]
        return None if None in values else work(*values)

    return run


def _strict_pair(work: Callable[..., Value], left: Run, right: Run) -> Run:
    def run(facts: Facts) -> Value:
        one, two = left(facts), right(facts)
        return None if one is None or two is None else work(one, two)

    return run


def _add(one: Value, two: Value) -> Value:
    if isinstance(one, date):
        return _move(one, cast(int, two))
    if isinstance(two, date):
        return _move(two, cast(int, one))
    return _exact(EXACT.add, operator.add, one, two)


def _subtract(one: Value, two: Value) -> Value:
    if isinstance(one, date) and isinstance(two, date):
        return (one - two).days
    if isinstance(one, date):
        return _move(one, -cast(int, two))
    return _exact(EXACT.subtract, operator.sub, one, two)


def _multiply(one: Value, two: Value) -> Value:
    return _exact(EXACT.multiply, operator.mul, one, two)


def _exact(
    decimal: Callable[[Decimal, Decimal], Decimal],
    whole: Callable[[int, int], int],
    one: Value,
    two: Value,
) -> Value:
    if isinstance(one, int) and isinstance(two, int):
        return whole(one, two)
    return decimal(_decimal(one), _decimal(two))


def divide(one: Value, two: Value) -> Value:
    """A quotient of 20 decimals; by zero it is unknown."""
    divisor = _decimal(two)
    if not divisor:
        return None
    dividend = _decimal(one).quantize(QUOTIENT, ROUND_HALF_UP, EXACT)
    return EXACT.divide(dividend, divisor).quantize(QUOTIENT, ROUND_HALF_UP, EXACT)


def _decimal(value: Value) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(cast(int, value))


def _negate(value: Value) -> Value:
    return -value if isinstance(value, int) else _decimal(value).copy_negate()


def _abs(value: Value) -> Value:
    return abs(value) if isinstance(value, int) else _decimal(value).copy_abs()


def _move(day: date, days: int) -> Value:
    try:
        return day + timedelta(days=max(-FARTHEST, min(FARTHEST, days)))
    except OverflowError:
        return None


def _round(value: Value, digits: Value = 0) -> Value:
    step = Decimal(1).scaleb(-cast(int, digits))
    return value if isinstance(value, int) else _whole(value, ROUND_HALF_UP, step)


def _whole(value: Value, way: str, step: Decimal = Decimal(1)) -> Value:
    return value if isinstance(value, int) else _decimal(value).quantize(step, way, EXACT)


def _ceil(value: Value) -> Value:
    return _whole(value, ROUND_CEILING)


def _floor(value: Value) -> Value:
    return _whole(value, ROUND_FLOOR)


def _and(_: Term, parts: list[Run]) -> Run:
    return _settled_by(False, parts)


def _or(_: Term, parts: list[Run]) -> Run:
    return _settled_by(True, parts)


def _settled_by(decisive: bool, parts: list[Run]) -> Run:
    """One decisive part settles it; failing that, an unknown one leaves it open."""

    def run(facts: Facts) -> Value:
        unknown = False
        for part in parts:
            value = part(facts)
            if value is decisive:
                return decisive
            unknown = unknown or value is None
        return None if unknown else not decisive

    return run


def _in(term: Term, parts: list[Run]) -> Run:
    options = frozenset(part.value for part in term.parts[1:])
    return _strict(lambda value: value in options, parts[:1])


def _case(_: Term, parts: list[Run]) -> Run:
    pairs = list(zip(parts[::2], parts[1::2], strict=False))
    rest = parts[-1] if len(parts) % 2 else None

    def run(facts: Facts) -> Value:
        for when, then in pairs:
            if when(facts) is True:
                return then(facts)
        return rest(facts) if rest else None

    return run


def _known(choose: Callable[[list[Any]], Value]) -> Callable[[Term, list[Run]], Run]:
    """Unknown values are passed over, as LEAST, GREATEST and COALESCE do."""

    def build(_: Term, parts: list[Run]) -> Run:
        def run(facts: Facts) -> Value:
            values = [value for part in parts if (value := part(facts)) is not None]
            return choose(values) if values else None

        return run

    return build


def _each(work: Callable[..., Value]) -> Callable[[Term, list[Run]], Run]:
    return lambda _, parts: _strict(work, parts)


def _is_null(_: Term, parts: list[Run]) -> Run:
    return lambda facts: parts[0](facts) is None


BUILD: dict[Op, Callable[[Term, list[Run]], Run]] = {
    Op.ADD: _each(_add),
    Op.SUBTRACT: _each(_subtract),
    Op.MULTIPLY: _each(_multiply),
    Op.DIVIDE: _each(divide),
    Op.NEGATE: _each(_negate),
    Op.AND: _and,
    Op.OR: _or,
    Op.NOT: _each(operator.not_),
    Op.IN: _in,
    Op.IS_NULL: _is_null,
    Op.CASE: _case,
    Op.CEIL: _each(_ceil),
    Op.FLOOR: _each(_floor),
    Op.ABS: _each(_abs),
    Op.ROUND: _each(_round),
    Op.LEAST: _known(min),
    Op.GREATEST: _known(max),
    Op.COALESCE: _known(lambda values: values[0]),
}

"""A tree as PostgreSQL text; what is written here comes from checked trees only."""

from collections.abc import Callable
from datetime import date

from tuoyu.books.evaluation import FARTHEST
from tuoyu.books.facts import Type
from tuoyu.books.terms import COMPARISONS, Op, Term

SMALL = 1_000_000
WIDE = frozenset({Op.ADD, Op.SUBTRACT, Op.MULTIPLY, Op.DIVIDE, Op.NEGATE, Op.ABS})
NARROW = COMPARISONS | {Op.AND, Op.OR, Op.NOT, Op.IN, Op.IS_NULL}


def to_sql(term: Term, row: str) -> str:
    """The tree over the columns of the row alias `row`; it raises no error in the database.

    Whole numbers are reckoned as bigint and products of two facts as numeric, so that a typing
    mistake in one row cannot overflow and stop a sweep.
    """
    return _write(term, row, wide=False)


def _write(term: Term, row: str, *, wide: bool) -> str:
    if term.column or term.op is Op.LITERAL:
        leaf = f"{row}.{term.column.name}" if term.column else _literal(term)
        return f"{leaf}::bigint" if wide and term.type is Type.INTEGER else leaf
    wide = term.op in WIDE or (wide and term.op not in NARROW)
    parts = [_write(part, row, wide=wide) for part in term.parts]
    if term.op in COMPARISONS:
        return f"({parts[0]} {term.op} {parts[1]})"
    if term.op in (Op.AND, Op.OR):
        return "(" + f" {term.op.upper()} ".join(parts) + ")"
    return WRITE[term.op](term, parts)


def _literal(term: Term) -> str:
    match term.value:
        case bool():
            return "TRUE" if term.value else "FALSE"
        case str():
            return "'" + term.value.replace("'", "''") + "'"
        case date():
            return f"DATE '{term.value.isoformat()}'"
        case _:
            return f"({term.value})" if str(term.value).startswith("-") else str(term.value)


def _sum(term: Term, parts: list[str]) -> str:
    dates = [part.type is Type.DATE for part in term.parts]
    if any(dates) and not all(dates):
        return _moved(term, parts)
    return f"({parts[0]} {term.op} {parts[1]})"


def _moved(term: Term, parts: list[str]) -> str:
    """A date and days; the days are held within reason, as the Python side does.

    Not by LEAST and GREATEST: they would take unknown days for very many.
    """
    day, days = parts if term.parts[0].type is Type.DATE else reversed(parts)
    held = (
        f"CASE WHEN {days} > {FARTHEST} THEN {FARTHEST}"
        f" WHEN {days} < -{FARTHEST} THEN -{FARTHEST} ELSE {days} END"
    )
    return f"({day} {term.op} ({held})::integer)"


def _product(term: Term, parts: list[str]) -> str:
    """A fact times a small number stays in fast whole numbers; all else is numeric."""
    quick = any(_small(part) for part in term.parts) and any(part.column for part in term.parts)
    left = parts[0] if quick else f"{parts[0]}::numeric"
    return f"({left} * {parts[1]})"


def _small(term: Term) -> bool:
    return isinstance(term.value, int) and abs(term.value) <= SMALL


def _quotient(term: Term, parts: list[str]) -> str:
    divisor = term.parts[1]
    fixed = divisor.op is Op.LITERAL and bool(divisor.value)
    below = parts[1] if fixed else f"NULLIF({parts[1]}::numeric, 0)"
    return f"round(round({parts[0]}::numeric, 20) / {below}, 20)"


def _whole(term: Term, parts: list[str]) -> str:
    """Whole numbers are already whole; PostgreSQL would take them through floating point."""
    if term.parts[0].type is Type.INTEGER:
        return parts[0]
    digits = f", {term.parts[1].value}" if len(parts) > 1 else ""
    return f"{term.op}({parts[0]}{digits})"


def _case(term: Term, parts: list[str]) -> str:
    pairs = zip(parts[::2], parts[1::2], strict=False)
    branches = " ".join(f"WHEN {when} THEN {then}" for when, then in pairs)
    rest = f" ELSE {parts[-1]}" if len(parts) % 2 else ""
    return f"(CASE {branches}{rest} END)"


def _call(term: Term, parts: list[str]) -> str:
    return f"{term.op}({', '.join(parts)})"


WRITE: dict[Op, Callable[[Term, list[str]], str]] = {
    Op.ADD: _sum,
    Op.SUBTRACT: _sum,
    Op.MULTIPLY: _product,
    Op.DIVIDE: _quotient,
    Op.NEGATE: lambda _, parts: f"(- {parts[0]})",
    Op.NOT: lambda _, parts: f"(NOT {parts[0]})",
    Op.IN: lambda _, parts: f"({parts[0]} IN ({', '.join(parts[1:])}))",
    Op.IS_NULL: lambda _, parts: f"({parts[0]} IS NULL)",
    Op.CASE: _case,
    Op.CEIL: _whole,
    Op.FLOOR: _whole,
    Op.ROUND: _whole,
    Op.ABS: _call,
    Op.LEAST: _call,
    Op.GREATEST: _call,
    Op.COALESCE: _call,
}

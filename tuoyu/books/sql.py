"""A tree as PostgreSQL text; what is written here comes from checked trees only."""

from collections.abc import Callable
from datetime import date

from tuoyu.books.evaluation import FARTHEST
from tuoyu.books.facts import Type
from tuoyu.books.terms import COMPARISONS, Op, Term


def to_sql(term: Term, row: str) -> str:
    """The tree over the columns of the row alias `row`; it raises no error in the database.

    Whole numbers are computed as bigint and products of two facts as numeric, so that a typing
    mistake in one row cannot overflow and stop a sweep.
    """
    if term.column:
        return f"{row}.{term.column.name}"
    if term.op is Op.LITERAL:
        return _literal(term)
    parts = [to_sql(part, row) for part in term.parts]
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


def _wide(term: Term, part: str, type_: str = "bigint") -> str:
    return (
        part if term.op is Op.LITERAL or term.type is not Type.INTEGER else f"{part}::{type_}"
    )


def _sum(term: Term, parts: list[str]) -> str:
    left, right = term.parts
    if left.type is Type.DATE and right.type is Type.DATE:
        return f"({parts[0]} - {parts[1]})"
    if term.type is Type.DATE:
        return _moved(term, parts)
    return f"({_wide(left, parts[0])} {term.op} {parts[1]})"


def _moved(term: Term, parts: list[str]) -> str:
    """A date and days; the days are held within reason, as the Python side does."""
    day, days = parts if term.parts[0].type is Type.DATE else reversed(parts)
    return f"({day} {term.op} LEAST(GREATEST({days}, -{FARTHEST}), {FARTHEST})::integer)"


def _product(term: Term, parts: list[str]) -> str:
    facts = all(part.op is not Op.LITERAL for part in term.parts)
    left = _wide(term.parts[0], parts[0], "numeric" if facts else "bigint")
    right = parts[1] if facts else _wide(term.parts[1], parts[1])
    return f"({left} * {right})"


def _quotient(term: Term, parts: list[str]) -> str:
    divisor = term.parts[1]
    fixed = divisor.op is Op.LITERAL and bool(divisor.value)
    below = parts[1] if fixed else f"NULLIF({parts[1]}::numeric, 0)"
    return f"round(round({parts[0]}::numeric, 20) / {below}, 20)"


def _whole(term: Term, parts: list[str]) -> str:
    """Whole numbers are already whole; PostgreSQL would take them through floating point."""
    if term.parts[0].type is Type.INTEGER:
        return parts[0]
    return f"{term.op}({', '.join(parts)})"


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
    Op.NEGATE: lambda term, parts: f"(- {_wide(term.parts[0], parts[0])})",
    Op.NOT: lambda _, parts: f"(NOT {parts[0]})",
    Op.IN: lambda _, parts: f"({parts[0]} IN ({', '.join(parts[1:])}))",
    Op.IS_NULL: lambda _, parts: f"({parts[0]} IS NULL)",
    Op.CASE: _case,
    Op.CEIL: _whole,
    Op.FLOOR: _whole,
    Op.ROUND: _whole,
    Op.ABS: lambda term, parts: f"abs({_wide(term.parts[0], parts[0])})",
    Op.LEAST: _call,
    Op.GREATEST: _call,
    Op.COALESCE: _call,
}

"""The rules of one subject in the words of two other engines, with PostgreSQL's three values.

A truth value is a pair (is true, is false); both false means unknown.
"""

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

import numpy as np

from tuoyu.books.facts import Type
from tuoyu.books.terms import CALLS, COMPARISONS, Op, Term

Pair = tuple[Any, Any]
Columns = Mapping[str, Any]
ORDERS: dict[Op, tuple[Callable[..., Any], Callable[..., Any]]] = {
    Op.LESS: (np.less, np.greater_equal),
    Op.AT_MOST: (np.less_equal, np.greater),
    Op.MORE: (np.greater, np.less_equal),
    Op.AT_LEAST: (np.greater_equal, np.less),
}
SIGNS = {
    Op.LESS: ("<", ">="), Op.AT_MOST: ("<=", ">"), Op.MORE: (">", "<="),
    Op.AT_LEAST: (">=", "<"), Op.EQUAL: ("==", "!="), Op.UNEQUAL: ("!=", "=="),
}  # fmt: skip


def truth(term: Term, row: Columns, words: Mapping[str, int]) -> Pair:
    """A boolean term over whole columns; unknown is NaN in each."""
    if term.column:
        value = row[term.column.name]
        return value == 1, value == 0
    if term.op is Op.LITERAL:
        return np.bool_(term.value), np.bool_(not term.value)
    if term.op in (Op.AND, Op.OR, Op.NOT):
        return _joined(term.op, [truth(part, row, words) for part in term.parts])
    if term.op is Op.IS_NULL:
        missing = _missing(term.parts[0], row, words)
        return missing, ~missing
    if term.op is Op.COALESCE:
        return reduce(_or_else, (truth(part, row, words) for part in term.parts))
    if term.op is Op.IN:
        value = number(term.parts[0], row, words)
        hits = reduce(np.logical_or, (value == number(p, row, words) for p in term.parts[1:]))
        return hits, ~hits & ~np.isnan(value)
    return _compared(term, row, words)


def _joined(op: Op, pairs: list[Pair]) -> Pair:
    if op is Op.NOT:
        return pairs[0][1], pairs[0][0]
    both, either = np.logical_and, np.logical_or
    yes, no = (both, either) if op is Op.AND else (either, both)
    return reduce(yes, (p[0] for p in pairs)), reduce(no, (p[1] for p in pairs))


def _or_else(left: Pair, right: Pair) -> Pair:
    unknown = ~(left[0] | left[1])
    return left[0] | (unknown & right[0]), left[1] | (unknown & right[1])


def _missing(term: Term, row: Columns, words: Mapping[str, int]) -> Any:
    if term.type is Type.BOOLEAN:
        yes, no = truth(term, row, words)
        return ~(yes | no)
    return np.isnan(number(term, row, words))


def _compared(term: Term, row: Columns, words: Mapping[str, int]) -> Pair:
    assert term.op in COMPARISONS, term.op
    if term.parts[0].type is Type.BOOLEAN:
        (a, b), (c, d) = (truth(part, row, words) for part in term.parts)
        pair = (a & c) | (b & d), (a & d) | (b & c)
        return pair if term.op is Op.EQUAL else pair[::-1]
    left, right = (number(part, row, words) for part in term.parts)
    if term.op in ORDERS:
        yes, no = ORDERS[term.op]
        return yes(left, right), no(left, right)
    equal, other = left == right, (left < right) | (left > right)
    return (equal, other) if term.op is Op.EQUAL else (other, equal)


def number(term: Term, row: Columns, words: Mapping[str, int]) -> Any:
    """A number or a word (as its place in `words`) over whole columns."""
    if term.column:
        return row[term.column.name]
    if term.op is Op.LITERAL:
        return words[term.value] if isinstance(term.value, str) else float(term.value)  # type: ignore[arg-type]
    parts = [number(part, row, words) for part in term.parts]
    if term.op is Op.DIVIDE:
        return np.divide(parts[0], np.where(np.equal(parts[1], 0), np.nan, parts[1]))
    if term.op is Op.COALESCE:
        return reduce(lambda a, b: np.where(np.isnan(a), b, a), parts)
    return SAME[term.op](*parts)


def _least(first: Any, *others: Any) -> Any:
    """As in PostgreSQL, unknown values are passed over."""
    return reduce(np.fmin, others, first)


def _greatest(first: Any, *others: Any) -> Any:
    return reduce(np.fmax, others, first)


SAME: dict[Op, Callable[..., Any]] = {
    Op.ADD: np.add,
    Op.SUBTRACT: np.subtract,
    Op.MULTIPLY: np.multiply,
    Op.NEGATE: np.negative,
    Op.FLOOR: np.floor,
    Op.CEIL: np.ceil,
    Op.ROUND: np.round,
    Op.ABS: np.abs,
    Op.LEAST: _least,
    Op.GREATEST: _greatest,
}


def zen_truth(term: Term) -> tuple[str, str]:
    """The same pair as two texts of zen's language, in which comparing null is an error."""
    if term.column:
        name = term.column.name
        return f"({name} == true)", f"({name} == false)"
    if term.op is Op.LITERAL:
        return ("true", "false") if term.value else ("false", "true")
    if term.op in (Op.AND, Op.OR):
        yes, no = zip(*(zen_truth(part) for part in term.parts), strict=True)
        words = (" and ", " or ") if term.op is Op.AND else (" or ", " and ")
        return f"({words[0].join(yes)})", f"({words[1].join(no)})"
    if term.op is Op.NOT:
        yes_text, no_text = zen_truth(term.parts[0])
        return no_text, yes_text
    return _zen_compared(term)


def _zen_compared(term: Term) -> tuple[str, str]:
    parts = [zen_value(part) for part in term.parts]
    if term.op is Op.IS_NULL:
        return f"({parts[0]} == null)", f"({parts[0]} != null)"
    if term.op is Op.COALESCE:
        return f"(({' ?? '.join(parts)}) == true)", f"(({' ?? '.join(parts)}) == false)"
    known = "".join(f"{name} != null and " for name in sorted(_columns(term)))
    if term.op is Op.IN:
        listed = f"[{', '.join(parts[1:])}]"
        return f"({known}{parts[0]} in {listed})", f"({known}{parts[0]} not in {listed})"
    yes, no = SIGNS[term.op]
    return f"({known}{parts[0]} {yes} {parts[1]})", f"({known}{parts[0]} {no} {parts[1]})"


def _columns(term: Term) -> set[str]:
    """Columns that make the term unknown; `coalesce` with a literal never is."""
    if term.op is Op.COALESCE:
        return set()
    own = {term.column.name} if term.column else set()
    return own.union(*(_columns(part) for part in term.parts))


def zen_value(term: Term) -> str:
    if term.column:
        return term.column.name
    if term.op is Op.LITERAL:
        if isinstance(term.value, bool):
            return str(term.value).lower()
        return f"'{term.value}'" if isinstance(term.value, str) else str(term.value)
    parts = [zen_value(part) for part in term.parts]
    if term.op in CALLS - {Op.COALESCE}:
        named = {Op.LEAST: "min", Op.GREATEST: "max"}.get(term.op, str(term.op))
        listed = ", ".join(parts)
        return f"{named}([{listed}])" if named in ("min", "max") else f"{named}({listed})"
    joint = " ?? " if term.op is Op.COALESCE else f" {term.op} "
    return f"({joint.join(parts)})"

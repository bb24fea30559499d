"""What is not yet counted by a number but comes nearest, and what it lacks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tuoyu.books import Column, Indicator, Measure, in_words, to_sql
from tuoyu.books.terms import Op, Term
from tuoyu.core.snapshot import ask
from tuoyu.statistics.queries.measures import columns_of, scan
from tuoyu.statistics.queries.rows import KEYS

LIMIT = 10
FARTHEST = 2  # conditions that may be missing


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A row that almost counts, and each condition it lacks, in words."""

    institution_id: int
    code: str
    institution: str
    label: str
    county_code: str
    lacks: tuple[str, ...]


def near_misses(
    indicator: Indicator,
    on: date,
    *,
    counties: Iterable[str] | None = None,
    only: Iterable[int] | None = None,
) -> list[NearMiss]:
    """Rows that lack one or two parts of the condition, nearest first, at most `LIMIT`."""
    measure = indicator.numerator
    parts = _parts(measure.where.term) if measure.where else []
    if len(parts) < 2:
        return []
    places = None if counties is None else list(counties)
    rows = ask(
        _select(measure, parts, on, only), {"all": places is None, "counties": places or []}
    )
    return [_near(parts, columns_of(measure), row) for row in rows]


def _parts(term: Term) -> list[Term]:
    """The conditions joined by AND, one by one."""
    if term.op is not Op.AND:
        return [term]
    return [part for inner in term.parts for part in _parts(inner)]


def _near(parts: list[Term], columns: tuple[Column, ...], row: tuple[Any, ...]) -> NearMiss:
    place, code, name, label, county, *rest = row
    flags, values = rest[: len(parts)], rest[len(parts) :]
    facts = dict(zip((column.name for column in columns), values, strict=True))
    failed = [part for part, kept in zip(parts, flags, strict=True) if not kept]
    lacks = tuple(_lack(part, facts) for part in failed)
    return NearMiss(place, code, name, label, county, lacks)


def _lack(part: Term, facts: Mapping[str, Any]) -> str:
    """须 办托方式 是 公办民营、民办公助，现为 民办."""
    column = next((term.column for term in part.walk() if term.column), None)
    if column is None:
        return in_words(part)
    value = facts[column.name]
    now = "待查明" if value is None else column.show(value)
    return f"须{in_words(part)}，现为{now}"


def _select(measure: Measure, parts: list[Term], on: date, only: Iterable[int] | None) -> str:
    """Fewest missing first; then by the first one missing, in the order of the book."""
    flags = [f"coalesce({to_sql(part, 'r')}, FALSE)" for part in parts]
    missing = " + ".join(f"(NOT {flag})::int" for flag in flags)
    first = " ".join(f"WHEN NOT {flag} THEN {n}" for n, flag in enumerate(flags))
    facts = "".join(f", r.{column.name}" for column in columns_of(measure))
    rows = scan(measure.subject, [measure], on, KEYS, only)
    text = (
        "SELECT r.institution_id, i.code, u.name, r.subject_label, r.region_code,"
        f" {', '.join(flags)}{facts} FROM {rows} r"
        " JOIN institutions_institution i ON i.id = r.institution_id"
        f" JOIN org_unit u ON u.id = i.unit_id WHERE {missing} BETWEEN 1 AND {FARTHEST}"
        f" AND {missing} < {len(parts)}"
    )
    order = f" ORDER BY {missing}, CASE {first} END, i.code, r.subject_id LIMIT {LIMIT}"
    narrow = " AND (%(all)s OR r.region_code = ANY (%(counties)s))"
    return text.replace("%", "%%") + narrow + order.replace("%", "%%")

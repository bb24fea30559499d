"""What is not yet counted by a number, but fails only one of its conditions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from tuoyu.books import Column, Indicator, to_sql
from tuoyu.books.terms import Op, Term
from tuoyu.statistics.queries.rows import columns_of

LIMIT = 20


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A row one condition short of being counted, and that condition in words."""

    institution_id: int
    code: str
    label: str
    county_code: str
    lacks: str
    facts: Mapping[Column, Any]


def near_misses(
    indicator: Indicator, on: date, *, counties: list[str] | None = None
) -> list[NearMiss]:
    """Rows that fail exactly one part of the numerator's condition, at most `LIMIT`."""
    where = indicator.numerator.where
    parts = _parts(where.term) if where else []
    if len(parts) < 2:
        return []
    columns = columns_of(indicator)
    with connection.cursor() as cursor:
        cursor.execute(_select(indicator, parts, columns), {"on": on, "counties": counties})
        return [_near(parts, columns, row) for row in cursor.fetchall()]


def _parts(term: Term) -> list[Term]:
    """The conditions joined by AND, one by one."""
    if term.op is not Op.AND:
        return [term]
    return [part for inner in term.parts for part in _parts(inner)]


def _near(parts: list[Term], columns: tuple[Column, ...], row: tuple[Any, ...]) -> NearMiss:
    institution_id, code, label, county, *rest = row
    flags, facts = rest[: len(parts)], rest[len(parts) :]
    failed = next(part for part, kept in zip(parts, flags, strict=True) if not kept)
    lacks = _in_words(failed)
    known = dict(zip(columns, facts, strict=True))
    return NearMiss(institution_id, code, label, county, lacks, known)


def _in_words(term: Term) -> str:
    column = next((t.column for t in term.walk() if t.column), None)
    if column is None:
        return ""
    wanted = [t.value for t in term.walk() if t.op is Op.LITERAL and isinstance(t.value, str)]
    named = "、".join(column.choices.get(value, value) for value in wanted)
    return f"{column.label}须为{named}" if named else f"须满足：{column.label}"


def _select(indicator: Indicator, parts: list[Term], columns: tuple[Column, ...]) -> str:
    flags = [f"coalesce({to_sql(part, 'r')}, FALSE)" for part in parts]
    kept = " + ".join(f"{flag}::int" for flag in flags)
    facts = "".join(f", r.{column.name}" for column in columns)
    text = (
        f"SELECT r.institution_id, i.code, r.subject_label, r.region_code, "
        f"{', '.join(flags)}{facts} FROM facts.{indicator.subject}(@on) r "
        f"LEFT JOIN institutions_institution i ON i.id = r.institution_id "
        f"WHERE {kept} = {len(parts) - 1} "
        f"AND (@counties::text[] IS NULL OR r.region_code = ANY (@counties)) "
        f"ORDER BY r.region_code, r.subject_id LIMIT {LIMIT}"
    ).replace("%", "%%")
    return text.replace("@on", "%(on)s").replace("@counties", "%(counties)s")

"""The rows behind a number: every figure is a door."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from tuoyu.books import Column, Indicator, Measure, to_sql

LIMIT = 50_000


@dataclass(frozen=True, slots=True)
class NumberRow:
    """One row that a number counts, with the facts it was counted by."""

    institution_id: int
    code: str
    subject_id: int
    label: str
    county_code: str
    adds: Any
    facts: Mapping[Column, Any]


def columns_of(indicator: Indicator) -> tuple[Column, ...]:
    """The facts an indicator reads, each once, in the order written."""
    measure = indicator.numerator
    read = [*(measure.where.columns if measure.where else ())]
    read += [*(measure.total.columns if measure.total else ())]
    return tuple({column.name: column for column in read}.values())


def rows_behind(
    indicator: Indicator, on: date, *, counties: list[str] | None = None
) -> list[NumberRow]:
    """The rows of the numerator, in the named counties or in all; at most `LIMIT`."""
    columns = columns_of(indicator)
    with connection.cursor() as cursor:
        cursor.execute(_select(indicator.numerator, columns), {"on": on, "counties": counties})
        return [_row(columns, found) for found in cursor.fetchall()]


def _row(columns: tuple[Column, ...], found: tuple[Any, ...]) -> NumberRow:
    institution, code, subject, label, county, adds, *rest = found
    facts = dict(zip(columns, rest, strict=True))
    return NumberRow(institution, code, subject, label, county, adds, facts)


def _select(measure: Measure, columns: tuple[Column, ...]) -> str:
    adds = "1" if measure.total is None else to_sql(measure.total.term, "r")
    facts = "".join(f", r.{column.name}" for column in columns)
    where = to_sql(measure.where.term, "r") if measure.where else "TRUE"
    text = (
        f"SELECT r.institution_id, i.code, r.subject_id, r.subject_label, r.region_code, "
        f"{adds}{facts} FROM facts.{measure.subject}(@on) r "
        f"LEFT JOIN institutions_institution i ON i.id = r.institution_id WHERE {where} "
        f"AND (@counties::text[] IS NULL OR r.region_code = ANY (@counties)) "
        f"ORDER BY r.region_code, r.subject_id LIMIT {LIMIT}"
    ).replace("%", "%%")
    return text.replace("@on", "%(on)s").replace("@counties", "%(counties)s")

"""Indicator books held against facts: one scan a subject, all indicators at once.

A number is numerator ÷ denominator × factor, by county and for the city. The city counts only
counties that the switch `counts_in_city` includes; each county is always shown for itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from tuoyu.books import Indicator, Measure, Per, to_sql
from tuoyu.org.models import Region

CITY = ""  # the key of the whole city in a table

Table = Mapping[str, Mapping[str, "Number"]]
Sums = dict[Measure, dict[str, Decimal | None]]


@dataclass(frozen=True, slots=True)
class Number:
    """One indicator in one place on a day. `value` is None where facts do not give it."""

    indicator: Indicator
    place: str
    on: date
    numerator: Decimal | None
    denominator: Decimal | None

    @property
    def value(self) -> Decimal | None:
        if self.numerator is None or not self.denominator:
            return None
        return self.numerator / self.denominator * self.indicator.per


def reckon(indicators: Iterable[Indicator], on: date) -> Table:
    """Every indicator for every county and for the city (key `CITY`)."""
    asked = list(indicators)
    counties = list(Region.objects.counties().on(on))
    sums = _sums({measure for indicator in asked for measure in _measures(indicator)}, on)
    return {indicator.id: _numbers(indicator, counties, sums, on) for indicator in asked}


def reckon_one(indicator: Indicator, on: date) -> Mapping[str, Number]:
    """One indicator for every county and for the city."""
    return reckon([indicator], on)[indicator.id]


def _measures(indicator: Indicator) -> list[Measure]:
    parts = (indicator.numerator, indicator.denominator)
    return [part for part in parts if isinstance(part, Measure)]


def _numbers(
    indicator: Indicator, counties: list[Region], sums: Sums, on: date
) -> dict[str, Number]:
    numbers = {}
    for county in counties:
        top = sums[indicator.numerator].get(county.code, Decimal(0))
        bottom = _bottom(indicator, county, sums)
        numbers[county.code] = Number(indicator, county.code, on, top, bottom)
    counted = [numbers[county.code] for county in counties if county.counts_in_city]
    numbers[CITY] = _city(indicator, counted, on)
    return numbers


def _bottom(indicator: Indicator, county: Region, sums: Sums) -> Decimal | None:
    match indicator.denominator:
        case Per.ONE:
            return Decimal(1)
        case Per.POPULATION:
            return Decimal(county.population) if county.population else None
        case measure:
            return sums[measure].get(county.code, Decimal(0))


def _city(indicator: Indicator, counted: list[Number], on: date) -> Number:
    """Both parts added up; a place without population leaves the city unknown."""
    top = _total(number.numerator for number in counted)
    if indicator.denominator is Per.ONE:
        return Number(indicator, CITY, on, top, Decimal(1))
    return Number(indicator, CITY, on, top, _total(number.denominator for number in counted))


def _total(parts: Iterable[Decimal | None]) -> Decimal | None:
    known = list(parts)
    return None if None in known else sum((part or Decimal(0) for part in known), Decimal(0))


def _sums(measures: Iterable[Measure], on: date) -> Sums:
    by_subject: dict[str, list[Measure]] = {}
    for measure in measures:
        by_subject.setdefault(measure.subject, []).append(measure)
    sums: Sums = {}
    with connection.cursor() as cursor:
        for subject, wanted in by_subject.items():
            cursor.execute(_scan(subject, wanted), [on])
            _fill(sums, wanted, cursor.fetchall())
    return sums


def _fill(sums: Sums, wanted: list[Measure], rows: list[tuple[Any, ...]]) -> None:
    for position, measure in enumerate(wanted, start=1):
        sums[measure] = {row[0]: _decimal(row[position], measure) for row in rows}


def _decimal(value: Any, measure: Measure) -> Decimal | None:
    """A sum over no row, or over unknown values only, adds nothing."""
    return Decimal(0) if value is None else Decimal(value)


def _scan(subject: str, measures: list[Measure]) -> str:
    taken = ", ".join(f"{_take(measure)} AS m{n}" for n, measure in enumerate(measures))
    return f"SELECT r.region_code, {taken} FROM facts.{subject}(%s) r GROUP BY r.region_code"


def _take(measure: Measure) -> str:
    total = "count(*)" if measure.total is None else f"sum({to_sql(measure.total.term, 'r')})"
    where = f" FILTER (WHERE {to_sql(measure.where.term, 'r')})" if measure.where else ""
    return (total + where).replace("%", "%%")

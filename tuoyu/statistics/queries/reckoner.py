"""Indicator books held against facts: one scan a subject, all indicators at once.

A number is numerator ÷ denominator × factor, by county and for the city. The city counts only
counties that the switch `counts_in_city` includes; each county is always shown for itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tuoyu.books import Indicator, Measure, Per
from tuoyu.core.snapshot import ask
from tuoyu.org.models import Region
from tuoyu.statistics.queries.measures import scan, total, undecided

CITY = ""  # the key of the whole city in a table

Table = Mapping[str, Mapping[str, "Number"]]


@dataclass(frozen=True, slots=True)
class Sum:
    """One measure in one county: what is known, and how many rows could not be decided."""

    total: Decimal = Decimal(0)
    unsettled: int = 0


Sums = dict[Measure, dict[str, Sum]]


@dataclass(frozen=True, slots=True)
class Number:
    """One indicator in one place on a day. `value` is None where facts do not give it."""

    indicator: Indicator
    place: str
    on: date
    numerator: Decimal | None
    denominator: Decimal | None
    unsettled: int = 0  # rows of which it is not known whether, or how much, they count

    @property
    def value(self) -> Decimal | None:
        if self.numerator is None or not self.denominator:
            return None
        return self.numerator / self.denominator * self.indicator.per

    @property
    def is_empty(self) -> bool:
        """There is nothing to reckon a share of, which is not the same as unknown."""
        return self.denominator == 0


def reckon(
    indicators: Iterable[Indicator], on: date, counties: Iterable[Region] | None = None
) -> Table:
    """Every indicator for every county and for the city (key `CITY`)."""
    asked = list(indicators)
    places = list(Region.objects.counties().on(on) if counties is None else counties)
    sums = _sums({measure for indicator in asked for measure in _measures(indicator)}, on)
    return {indicator.id: _numbers(indicator, places, sums, on) for indicator in asked}


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
        top = sums[indicator.numerator].get(county.code, Sum())
        bottom = _bottom(indicator, county, sums)
        numbers[county.code] = Number(
            indicator, county.code, on, top.total, bottom, top.unsettled
        )
    included = [numbers[county.code] for county in counties if county.counts_in_city]
    numbers[CITY] = _city(indicator, included, on)
    return numbers


def _bottom(indicator: Indicator, county: Region, sums: Sums) -> Decimal | None:
    match indicator.denominator:
        case Per.ONE:
            return Decimal(1)
        case Per.POPULATION:
            return Decimal(county.population) if county.population else None
        case measure:
            return sums[measure].get(county.code, Sum()).total


def _city(indicator: Indicator, included: list[Number], on: date) -> Number:
    """Both parts added up; a place without population leaves the city unknown."""
    top = _total(number.numerator for number in included)
    bottom: Decimal | None = Decimal(1)
    if indicator.denominator is not Per.ONE:
        bottom = _total(number.denominator for number in included)
    unsettled = sum(number.unsettled for number in included)
    return Number(indicator, CITY, on, top, bottom, unsettled)


def _total(parts: Iterable[Decimal | None]) -> Decimal | None:
    known = list(parts)
    return None if None in known else sum((part or Decimal(0) for part in known), Decimal(0))


def _sums(measures: Iterable[Measure], on: date) -> Sums:
    by_subject: dict[str, list[Measure]] = {}
    for measure in measures:
        by_subject.setdefault(measure.subject, []).append(measure)
    sums: Sums = {}
    for subject, wanted in by_subject.items():
        rows = ask(_select(subject, wanted, on))
        for place, measure in enumerate(wanted):
            first = 1 + 2 * place
            sums[measure] = {
                row[0]: Sum(Decimal(row[first] or 0), row[first + 1]) for row in rows
            }
    return sums


def _select(subject: str, measures: list[Measure], on: date) -> str:
    taken = ", ".join(
        f"{total(measure)}, count(*) FILTER (WHERE {undecided(measure)})"
        for measure in measures
    )
    rows = scan(subject, measures, on, ("region_code",))
    return f"SELECT r.region_code, {taken} FROM {rows} r GROUP BY r.region_code"

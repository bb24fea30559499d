"""The rows behind a number: every figure is a door."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from tuoyu.assessment.queries.pages import Slices
from tuoyu.books import Column, Indicator, Measure
from tuoyu.core.snapshot import ask
from tuoyu.statistics.queries.measures import adds, chosen, columns_of, scan, undecided

MOST = 50_000
KEYS = ("institution_id", "subject_id", "subject_label", "region_code")


class Part(StrEnum):
    """Which rows of an indicator are meant."""

    COUNTED = "counted"
    BASE = "base"
    UNSETTLED = "unsettled"

    @property
    def label(self) -> str:
        return {"counted": "计入的", "base": "分母", "unsettled": "待查明"}[self]


@dataclass(frozen=True, slots=True)
class NumberRow:
    """One row that a number counts, with the facts it was counted by."""

    institution_id: int
    code: str
    institution: str
    subject_id: int
    label: str
    county_code: str
    adds: Any
    facts: Mapping[Column, Any]


class CountedRows(Slices[NumberRow]):
    """The rows of one part of an indicator, by county and institution."""

    def __init__(
        self,
        indicator: Indicator,
        on: date,
        *,
        part: Part = Part.COUNTED,
        counties: Iterable[str] | None = None,
        only: Iterable[int] | None = None,
    ) -> None:
        self.measure = measure_of(indicator, part)
        self.columns = columns_of(self.measure)
        self.counties = None if counties is None else list(counties)
        test = undecided(self.measure) if part is Part.UNSETTLED else chosen(self.measure)
        rows = scan(self.measure.subject, [self.measure], on, KEYS, only)
        self.source = (
            f"FROM {rows} r JOIN institutions_institution i ON i.id = r.institution_id"
            f" JOIN org_unit u ON u.id = i.unit_id WHERE {test}"
        ).replace("%", "%%") + " AND (%(all)s OR r.region_code = ANY (%(counties)s))"

    def __len__(self) -> int:
        return int(ask(f"SELECT count(*) {self.source}", self._asked())[0][0])

    def read(self, start: int, stop: int | None) -> list[NumberRow]:
        facts = "".join(f", r.{column.name}" for column in self.columns)
        text = (
            "SELECT r.institution_id, i.code, u.name, r.subject_id, r.subject_label,"
            f" r.region_code, {adds(self.measure).replace('%', '%%')}{facts} {self.source}"
            " ORDER BY r.region_code, i.code, r.subject_id OFFSET %(start)s LIMIT %(limit)s"
        )
        limit = None if stop is None else stop - start
        return [self._row(row) for row in ask(text, self._asked(start=start, limit=limit))]

    def _asked(self, **more: Any) -> dict[str, Any]:
        return {"all": self.counties is None, "counties": self.counties or [], **more}

    def _row(self, found: tuple[Any, ...]) -> NumberRow:
        place, code, name, subject, label, county, adds_, *facts = found
        known = dict(zip(self.columns, facts, strict=True))
        return NumberRow(place, code, name, subject, label, county, adds_, known)


def measure_of(indicator: Indicator, part: Part) -> Measure:
    """The measure whose rows are meant; the numerator where there is no base of rows."""
    base = indicator.denominator
    return base if part is Part.BASE and isinstance(base, Measure) else indicator.numerator


def rows_behind(
    indicator: Indicator, on: date, *, counties: Iterable[str] | None = None
) -> list[NumberRow]:
    """The rows of the numerator, in the named counties or in all; at most `MOST`."""
    return CountedRows(indicator, on, counties=counties)[0:MOST]

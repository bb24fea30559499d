"""Numbers for everyone: from today's snapshot, else reckoned and kept a while."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.core.cache import cache

from tuoyu.assessment.queries import library
from tuoyu.books import Indicator
from tuoyu.core import clock
from tuoyu.institutions.models import Profile
from tuoyu.statistics.queries import CITY, Number, Table, latest, reckon, rows_behind
from tuoyu.statistics.queries.display import described, figure_of, is_count, shown

KEPT_SECONDS: Final = 300
# Behind these numbers stand rows that everyone may read: names of institutions by what they
# offer. Numbers about staff, or about who keeps a rule, are published without rows.
OPEN_ROWS: Final = frozenset(
    f"indicators/{name}"
    for name in (
        *("institutions", "places", "places-per-1000", "inclusive-places-share"),
        *("demonstration-institutions", "inclusive-kindergarten-classes", "employer-sites"),
        *("public-private-sites", "chain-institutions", "chain-demonstrations"),
        *("family-sites", "comprehensive-centres", "full-day-institutions"),
        *("half-day-institutions", "hourly-institutions", "temporary-institutions"),
        *("suspended", "infant-places", "junior-places", "senior-places", "mean-price"),
    )
)
ON_HOME: Final = (
    ("indicators/institutions", "备案托育机构"),
    ("indicators/places", "托位"),
    ("indicators/places-per-1000", "每千人口托位"),
    ("indicators/inclusive-places-share", "普惠托位占比"),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number ready to read; `text` is None where it is unknown."""

    id: str
    name: str
    text: str | None
    unit: str
    is_open: bool
    value: int | float | None = None
    how: str = ""  # 5,942 ÷ 4,987,137 × 1,000; empty for a mere count

    @property
    def slug(self) -> str:
        return self.id.partition("/")[2]


@dataclass(frozen=True, slots=True)
class Behind:
    """An institution that a number counts, and how much it adds."""

    code: str
    name: str
    county: str
    adds: Decimal


@dataclass(frozen=True, slots=True)
class Standing:
    """All figures of a day by place (empty for the city), and when they were reckoned."""

    by_place: Mapping[str, Mapping[str, Figure]]
    at: datetime

    @property
    def city(self) -> Mapping[str, Figure]:
        return self.by_place[CITY]


def figures(on: date) -> Standing:
    """Every indicator in force, for the city and each county."""
    key = f"portal-figures-how-{on}"
    kept: Standing | None = cache.get(key)
    if kept is None:
        kept = _taken(on) or _reckoned(on)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def definition(indicator: Indicator) -> list[dict[str, str]]:
    """How a number is made, in words."""
    return described(indicator)


def indicators(on: date) -> Mapping[str, Indicator]:
    return library().indicators(on)


def behind(indicator: Indicator, on: date, county: str) -> list[Behind]:
    """The institutions a number counts, each with all it adds; names only."""
    adds: dict[int, Decimal] = {}
    for row in rows_behind(indicator, on, counties=[county] if county else None):
        adds[row.institution_id] = adds.get(row.institution_id, Decimal()) + (row.adds or 0)
    rows = Profile.objects.on(on).filter(institution__in=adds)
    known = {
        row[0]: row[1:]
        for row in rows.values_list(
            "institution_id", "institution__code", "name", "institution__county__code"
        )
    }
    return [Behind(*known[key], amount) for key, amount in adds.items() if key in known]


def adds_up(indicator: Indicator) -> bool:
    """Whether its rows add something up, and are not only counted."""
    return indicator.numerator.total is not None


def unit_behind(indicator: Indicator) -> str:
    """What the rows add up in: the fact's own unit, else the number's; 个 of 个/千人."""
    total = indicator.numerator.total
    units = {column.unit for column in total.columns if column.unit} if total else set()
    if len(units) == 1:
        return units.pop()
    return indicator.unit.partition("/")[0].removesuffix("%")


def _taken(on: date) -> Standing | None:
    """Today's snapshot, if the night's job has run."""
    found = latest(on)
    if not found or next(iter(found.values())).on != on:
        return None
    known = library().indicators(on)
    table: dict[str, dict[str, Number]] = {}
    for (name, place), row in found.items():
        if name in known:
            number = Number(known[name], place, on, row.numerator, row.denominator)
            table.setdefault(name, {})[place] = number
    return _standing(table, next(iter(found.values())).taken_at)


def _reckoned(on: date) -> Standing:
    return _standing(reckon(library().indicators(on).values(), on), clock.now())


def _standing(table: Table, at: datetime) -> Standing:
    by_place: dict[str, dict[str, Figure]] = {CITY: {}}
    for name, numbers in table.items():
        for place, number in numbers.items():
            by_place.setdefault(place, {})[name] = _figure(number)
    return Standing(by_place, at)


def _figure(number: Number) -> Figure:
    own = number.indicator
    is_open = own.id in OPEN_ROWS
    text, value, how = shown(number).text, figure_of(number), _how(number)
    return Figure(own.id, own.name, text, own.unit, is_open, value, how)


def _how(number: Number) -> str:
    own, top, bottom = number.indicator, number.numerator, number.denominator
    if is_count(own) or not top or not bottom:
        return ""
    times = f" × {own.per:,}" if own.per != 1 else ""
    return f"{top.normalize():,f} ÷ {bottom.normalize():,f}{times}"

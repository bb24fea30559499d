"""Numbers for everyone: from today's snapshot, else reckoned and kept a while."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.core.cache import cache

from tuoyu.assessment.queries import library
from tuoyu.books import Indicator
from tuoyu.core import clock
from tuoyu.institutions.models import Profile
from tuoyu.statistics.queries import CITY, Number, Table, latest, reckon, rows_behind
from tuoyu.statistics.queries.display import described, shown

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

    @property
    def slug(self) -> str:
        return self.id.partition("/")[2]


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
    key = f"portal-figures-{on}"
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


def names_behind(indicator: Indicator, on: date, county: str) -> list[tuple[str, str, str]]:
    """Code, name and county code of the institutions a number counts; names only."""
    found = rows_behind(indicator, on, counties=[county] if county else None)
    order = list(dict.fromkeys(row.institution_id for row in found))
    rows = Profile.objects.on(on).filter(institution__in=order)
    known = {
        row[0]: row[1:]
        for row in rows.values_list(
            "institution_id", "institution__code", "name", "institution__county__code"
        )
    }
    return [known[key] for key in order if key in known]


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
    return Figure(own.id, own.name, shown(number).text, own.unit, own.id in OPEN_ROWS)

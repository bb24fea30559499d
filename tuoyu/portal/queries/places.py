"""Counties and townships for a choice, and as words of a search."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.db import connection

from tuoyu.portal.queries.wish import Wish

KEPT_SECONDS = 60
_TEXT = """
SELECT r.id, r.code, r.name, r.short_name, r.level, r.longitude, r.latitude
FROM org_region r LEFT JOIN org_region above ON above.id = r.parent_id
WHERE r.starts_on <= %(on)s AND (r.ends_on IS NULL OR r.ends_on > %(on)s)
  AND (r.level = 'county' AND r.code LIKE %(city)s
       OR r.level = 'township' AND above.code = %(county)s)
ORDER BY r.code
"""


class Place(NamedTuple):
    """A county, or a township of the chosen county; a tuple comes out of the cache fastest."""

    id: int
    code: str
    name: str
    short_name: str
    level: str
    longitude: float | None
    latitude: float | None


@dataclass(frozen=True, slots=True)
class Places:
    """Every county, and the townships of the one chosen."""

    counties: Sequence[Place]
    townships: Sequence[Place]

    def county(self, code: str) -> Place | None:
        return next((place for place in self.counties if place.code == code), None)

    def township(self, code: str) -> Place | None:
        return next((place for place in self.townships if place.code == code), None)

    def named(self, word: str) -> Place | None:
        """The county that a word of a search names."""
        names = ((p, (p.name, p.short_name)) for p in self.counties)
        return next((p for p, own in names if word in own), None)


def places(wish: Wish, on: date) -> Places:
    """The places a search form offers."""
    return _asked(wish.county, on)


def counties(on: date) -> Sequence[Place]:
    """The counties and zones of the city."""
    return _asked("", on).counties


def _asked(county: str, on: date) -> Places:
    """Places change once in years; a minute's memory spares each page a query."""
    key = f"portal-places-{on}-{county}"
    kept: Places | None = cache.get(key)
    if kept is None:
        kept = _read(county, on)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _read(county: str, on: date) -> Places:
    with connection.cursor() as cursor:
        given: dict[str, Any] = {"on": on, "city": f"{settings.CITY_CODE}%", "county": county}
        cursor.execute(_TEXT, given)
        found = [Place(*row) for row in cursor.fetchall()]
    return Places(
        [place for place in found if place.level == "county"],
        [place for place in found if place.level == "township"],
    )

"""The search of the portal: one statement by hand, because everyone waits for it.

Order: filed first, then suspended, then registered without filing; inside that as the reader
sorts, else by how well the name fits. A cancelled institution is found by its exact name only.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection

from tuoyu.portal.queries.found import Line, line_of
from tuoyu.portal.queries.places import Places
from tuoyu.portal.queries.wish import Wish

A_PAGE = 12
# Beyond, the count says “over”: one more word or filter helps more than one more page.
MOST = 360
MOST_BY_WORDS = 60  # by words and nothing else
_LIKE = re.compile(r"([\\%_])")
_SHORT = re.compile(r"[^\x00-~]{1,2}")  # too short for trigrams; has an index of its own
_SIGNS: Final = (
    " ()（）[]【】《》“”\"'·,，。、;；:："  # names have them in two widths, or not at all
)
_BRACKETS = re.compile(f"[{re.escape(_SIGNS)}]+")

_FOUND: Final = """
found AS MATERIALIZED (
  SELECT p.institution_id AS owner, p.name, p.places, s.status, {rank} AS rank,
    {price} AS price, {metres} AS metres
  FROM institutions_profile p
  JOIN institutions_standing s ON s.institution_id = p.institution_id
    AND s.starts_on <= %(on)s AND (s.ends_on IS NULL OR s.ends_on > %(on)s)
  {joins}
  WHERE p.ends_on IS NULL AND {conditions} {order} LIMIT {most})"""
# Only what narrows and sorts is planned anew for every wish; the rest has its plan kept.
_SHOWN: Final = """
WITH {found},
shown AS MATERIALIZED (
  SELECT owner, status, metres FROM found ORDER BY {order} LIMIT {limit} OFFSET {skip})
SELECT (SELECT count(*) FROM found), ARRAY(SELECT status FROM shown),
  ARRAY(SELECT metres FROM shown),
  facts.public_lines(ARRAY(SELECT owner FROM shown), %(on)s)
"""
_INSTITUTION: Final = "JOIN institutions_institution i ON i.id = p.institution_id"
_PLACE: Final = """
  LEFT JOIN LATERAL (
    SELECT t.address, t.longitude, t.latitude FROM institutions_site t
    WHERE t.institution_id = {owner}
      AND t.starts_on <= %(on)s AND (t.ends_on IS NULL OR t.ends_on > %(on)s)
    ORDER BY t.starts_on DESC LIMIT 1) t ON TRUE"""
_PRICE: Final = """
  CROSS JOIN LATERAL (
    SELECT min(o.price_fen) AS price FROM institutions_offering o
    WHERE o.institution_id = p.institution_id AND o.kind = %(priced)s AND o.per = 'month'
      AND o.starts_on <= %(on)s AND (o.ends_on IS NULL OR o.ends_on > %(on)s)) o"""
_PINS: Final = """
WITH {found}
SELECT i.code, found.name, found.status, t.longitude, t.latitude
FROM found JOIN institutions_institution i ON i.id = found.owner {place}
WHERE t.longitude IS NOT NULL AND t.latitude IS NOT NULL ORDER BY {order} LIMIT {limit}
"""
# least() passes over NULL, so a place without coordinates is told apart first.
_METRES: Final = """CASE WHEN t.latitude + t.longitude IS NOT NULL THEN
    6371000 * 2 * asin(least(1, sqrt(
    sin(radians(t.latitude::float8 - %(latitude)s) / 2) ^ 2
    + cos(radians(%(latitude)s)) * cos(radians(t.latitude::float8))
    * sin(radians(t.longitude::float8 - %(longitude)s) / 2) ^ 2))) END"""
# The search text begins with the name; initials and address follow. So the place of a word in
# it says how well it fits, and only what begins with it can be the whole name.
_RANK: Final = """CASE WHEN starts_with(p.searchable, %(first)s) AND {bare} = %(exact)s THEN 0
    ELSE strpos(p.searchable, %(first)s) END"""
_BARE: Final = "translate(lower(p.name), %(signs)s, '')"
_STANDING: Final = "array_position(ARRAY['filed', 'suspended', 'registered'], status::text)"
_HOLDS: Final = "{x}.starts_on <= %(on)s AND ({x}.ends_on IS NULL OR {x}.ends_on > %(on)s)"
_ORDERS: Final = {
    "": "rank, owner",
    "near": "metres NULLS LAST, owner",
    "price": "price NULLS LAST, owner",
    "places": "places DESC NULLS LAST, owner",
}


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a search; `total` stops one above `most`."""

    lines: list[Line]
    total: int
    most: int

    @property
    def is_over(self) -> bool:
        return self.total > self.most

    @property
    def pages(self) -> int:
        return -(-min(self.total, self.most) // A_PAGE)


def search(wish: Wish, where: Places, on: date) -> Found:
    """The institutions a wish finds, one page of them, each with why it is shown."""
    text, given = _statement(wish, where, on)
    with connection.cursor() as cursor:
        cursor.execute(text, given)
        total, standings, metres, rows = cursor.fetchone()
    words = _words(wish)
    counties = {place.id: place.name for place in where.counties}
    lines = [
        line_of(*row, wish=wish, words=words, counties=counties)
        for row in zip(rows or [], standings, metres, strict=True)
    ]
    return Found(lines, total, _most(wish))


def pins(wish: Wish, where: Places, on: date) -> list[tuple[Any, ...]]:
    """Code, name, status, longitude and latitude of what a wish finds, for the map."""
    found, given = _found(wish, where, on)
    text = _PINS.format(
        found=found, place=_PLACE.format(owner="found.owner"), order=_order(wish), limit=MOST
    )
    with connection.cursor() as cursor:
        cursor.execute(text, given)
        return list(cursor.fetchall())


def _statement(wish: Wish, where: Places, on: date) -> tuple[str, Mapping[str, Any]]:
    found, given = _found(wish, where, on)
    text = _SHOWN.format(
        found=found,
        order=_order(wish),
        limit=A_PAGE,
        skip=(wish.page - 1) * A_PAGE,
    )
    return text, given


def _most(wish: Wish) -> int:
    return MOST_BY_WORDS if _words(wish) and not wish.is_narrow else MOST


def _order(wish: Wish) -> str:
    return f"{_STANDING} NULLS LAST, {_ORDERS[wish.sort]}"


def _found(wish: Wish, where: Places, on: date) -> tuple[str, dict[str, Any]]:
    """The common table of what fits, and the values it is given."""
    words = _words(wish)
    given: dict[str, Any] = {"on": on, "priced": wish.priced}
    conditions = [*_texts(words, where, given), *_narrowed(wish, where, given)]
    joins, price, metres = "", "NULL::int", "NULL::float8"
    if any("i." in condition for condition in conditions):
        joins = _INSTITUTION
    if wish.band or wish.sort == "price":
        joins, price = joins + _PRICE, "o.price"
    if wish.near:
        joins, metres = joins + _PLACE.format(owner="p.institution_id"), _METRES
        given |= {"longitude": wish.near.longitude, "latitude": wish.near.latitude}
    text = _FOUND.format(
        rank=_RANK.format(bare=_BARE) if words else "0",
        price=price,
        metres=metres,
        joins=joins,
        conditions=" AND ".join(conditions),
        order=_taken(wish, words),
        most=_most(wish) + 1,
    )
    return text, given


def _taken(wish: Wish, words: list[str]) -> str:
    """Which are taken when too many fit. Words take them as they lie: a sort would read all."""
    if wish.sort:
        return f"ORDER BY {_order(wish)}"
    return "" if words else "ORDER BY p.institution_id"


def _words(wish: Wish) -> list[str]:
    """The words without brackets and stops, which names have in two widths."""
    return _BRACKETS.sub(" ", wish.q.lower()).split()[:6]


def _texts(words: list[str], where: Places, given: dict[str, Any]) -> list[str]:
    """Every word stands in the search text, or names the county."""
    if not words:
        return ["s.status <> 'cancelled'"]
    given |= {"exact": "".join(words), "first": words[0], "signs": _SIGNS}
    made = [f"(s.status <> 'cancelled' OR {_BARE} = %(exact)s)"]
    for number, word in enumerate(words):
        county = where.named(word) if len(words) > 1 else None
        if county:
            given[f"word{number}"] = county.id
            made.append(f"i.county_id = %(word{number})s")
        else:
            given[f"word{number}"] = "%" + _LIKE.sub(r"\\\1", word) + "%"
            made.append(f"p.searchable LIKE %(word{number})s")
            if _SHORT.fullmatch(word):
                given[f"signs{number}"] = list(word)
                made.append(f"string_to_array(p.searchable, NULL) @> %(signs{number})s")
    return made


def _narrowed(wish: Wish, where: Places, given: dict[str, Any]) -> list[str]:
    """What the filters ask."""
    made: list[str] = []
    for value, name, text in _filters(wish, where):
        if value is not None and value != "":
            given[name] = value
            made.append(text)
    if wish.inclusive is not None:
        made.append("p.is_inclusive" if wish.inclusive else "p.is_inclusive IS FALSE")
    return made


def _filters(wish: Wish, where: Places) -> list[tuple[Any, str, str]]:
    county, township = where.county(wish.county), where.township(wish.township)
    band = wish.band
    return [
        (_id(wish.county, county), "county", "i.county_id = %(county)s"),
        (_id(wish.township, township), "township", "i.region_id = %(township)s"),
        (wish.form, "form", "p.form = %(form)s"),
        (wish.until, "until", "p.closes_at >= %(until)s"),
        (wish.places, "places", "p.places >= %(places)s"),
        (_fen(band.least) if band else None, "least", "o.price >= %(least)s"),
        (_fen(band.most) if band else None, "most", "o.price <= %(most)s"),
        (wish.kind, "kind", _exists("institutions_nurseryclass", "kind")),
        (wish.service, "service", _exists("institutions_offering", "service")),
    ]


def _id(code: str, place: Any) -> int | None:
    """The place's id; a code that is no place finds nothing rather than everything."""
    return None if not code else place.id if place else 0


def _fen(yuan: int | None) -> int | None:
    return None if yuan is None else yuan * 100


def _exists(table: str, value: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM {table} x WHERE x.institution_id = p.institution_id "
        f"AND x.kind = %({value})s AND {_HOLDS.format(x='x')})"
    )

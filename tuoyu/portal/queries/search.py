"""The search of the portal: one statement by hand, because everyone waits for it.

Order: filed first, then suspended, then registered without filing; inside that as the reader
sorts, else by how well the name fits. A cancelled institution is found by its exact name only.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, NamedTuple

from django.db import connection

from tuoyu.portal.queries.found import Line, line_of
from tuoyu.portal.queries.hits import HITS, SIGNS, given, needs_signs, pattern, words_of
from tuoyu.portal.queries.places import Places
from tuoyu.portal.queries.wish import Wish

A_PAGE = 12
# So many are ranked together, so many more by the next pages: to rank all would read all.
MOST = 360
MOST_BY_WORDS = 60  # by words and nothing else

_FOUND: Final = """
found AS MATERIALIZED (
  SELECT p.id AS profile, p.institution_id AS owner, p.name, p.places, s.status, {rank} AS rank,
    {price} AS price, {metres} AS metres
  FROM institutions_profile p
  JOIN institutions_standing s ON s.institution_id = p.institution_id
    AND s.starts_on <= %(on)s AND (s.ends_on IS NULL OR s.ends_on > %(on)s)
  {joins}
  WHERE p.ends_on IS NULL AND {conditions} {order} LIMIT {most} + 1 OFFSET {skipped}),
block AS (SELECT * FROM found LIMIT {most})"""
# Only what narrows and sorts is planned anew for every wish; the rest has its plan kept.
_SHOWN: Final = """
WITH {found},
shown AS MATERIALIZED (
  SELECT profile, status, metres FROM block ORDER BY {order} LIMIT {shown} OFFSET {passed})
SELECT (SELECT count(*) FROM found), standing, metres, (line).* FROM facts.public_lines(
  ARRAY(SELECT profile FROM shown), ARRAY(SELECT status::text FROM shown),
  ARRAY(SELECT metres FROM shown), %(on)s)
"""
_HITS: Final = f"SELECT found, standing, NULL, (line).* FROM {HITS}"
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
SELECT i.code, block.name, block.status, t.longitude, t.latitude
FROM block JOIN institutions_institution i ON i.id = block.owner {place}
WHERE t.longitude IS NOT NULL AND t.latitude IS NOT NULL ORDER BY {order}
"""
_HIT_PINS: Final = """
SELECT i.code, (line).name, standing, t.longitude, t.latitude
FROM {hits} JOIN institutions_institution i ON i.code = (line).code {place}
WHERE t.longitude IS NOT NULL AND t.latitude IS NOT NULL
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


class Part(NamedTuple):
    """Of what is found: how many lie before a block, its size, how much of it before a page."""

    skipped: int
    most: int
    passed: int
    shown: int


_ALL: Final = Part(0, 9_999_999, 0, 1)


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a search, which it is, and how many there are in all, or at least."""

    lines: list[Line]
    page: int
    total: int
    is_over: bool

    @property
    def has_more(self) -> bool:
        return self.is_over or self.page * A_PAGE < self.total


def search(wish: Wish, where: Places, on: date) -> Found:
    """The institutions a wish finds, one page of them, each with why it is shown."""
    part = _part(wish)
    rows = _rows(wish, where, on, part)
    if not rows and wish.page > 1:  # an address kept from when there were more
        return search(replace(wish, page=_last_page(wish, where, on)), where, on)
    words, counties = words_of(wish.q), {place.id: place.name for place in where.counties}
    lines = [line_of(row, wish=wish, words=words, counties=counties) for row in rows]
    counted = rows[0][0] if rows else 0
    return Found(lines, wish.page, part.skipped + min(counted, part.most), counted > part.most)


def pins(wish: Wish, where: Places, on: date) -> list[tuple[Any, ...]]:
    """Code, name, status, longitude and latitude of a page and its block, for the map."""
    words, part = words_of(wish.q), _part(wish)
    if _is_plain(wish, words, where):
        whole = Part(part.skipped, part.most, 0, part.most)
        text = _HIT_PINS.format(hits=HITS, place=_PLACE.format(owner="i.id"))
        return _asked(text, given(words, on) | whole._asdict())
    found, asked = _found(wish, where, on, part)
    place = _PLACE.format(owner="block.owner")
    return _asked(_PINS.format(found=found, place=place, order=_order(wish)), asked)


def _rows(wish: Wish, where: Places, on: date, part: Part) -> list[tuple[Any, ...]]:
    """Rows for line_of(): how many there are, the standing, the metres, and the line."""
    words = words_of(wish.q)
    if _is_plain(wish, words, where):
        return _asked(_HITS, given(words, on) | part._asdict())
    found, asked = _found(wish, where, on, part)
    return _asked(_SHOWN.format(found=found, order=_order(wish), **part._asdict()), asked)


def _last_page(wish: Wish, where: Places, on: date) -> int:
    """Counting all takes longer than a page; only what is past the end asks for it."""
    rows = _rows(wish, where, on, _ALL)
    return -(-rows[0][0] // A_PAGE) if rows else 1


def _part(wish: Wish) -> Part:
    """Where a page lies."""
    most = MOST_BY_WORDS if words_of(wish.q) and not wish.is_narrow else MOST
    before = (wish.page - 1) * A_PAGE
    return Part(before - before % most, most, before % most, A_PAGE)


def _asked(text: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text, given)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _is_plain(wish: Wish, words: list[str], where: Places) -> bool:
    """Words and nothing else, none of them the name of a county."""
    if not words or wish.is_narrow or wish.sort:
        return False
    return len(words) == 1 or not any(where.named(word) for word in words)


def _order(wish: Wish) -> str:
    return f"{_STANDING} NULLS LAST, {_ORDERS[wish.sort]}"


def _found(wish: Wish, where: Places, on: date, part: Part) -> tuple[str, dict[str, Any]]:
    """The common table of what fits, and the values it is given."""
    words = words_of(wish.q)
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
        order=f"ORDER BY {_order(wish) if wish.sort else 'p.institution_id'}",
        **part._asdict(),
    )
    return text, given


def _texts(words: list[str], where: Places, given: dict[str, Any]) -> list[str]:
    """Every word stands in the search text, or names the county."""
    if not words:
        return ["s.status <> 'cancelled'"]
    given |= {"exact": "".join(words), "first": words[0], "signs": SIGNS}
    made = [f"(s.status <> 'cancelled' OR {_BARE} = %(exact)s)"]
    for number, word in enumerate(words):
        county = where.named(word) if len(words) > 1 else None
        if county:
            given[f"word{number}"] = county.id
            made.append(f"i.county_id = %(word{number})s")
        else:
            given[f"word{number}"] = pattern(word)
            made.append(f"p.searchable LIKE %(word{number})s")
            if needs_signs(word):
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

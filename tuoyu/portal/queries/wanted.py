"""The common table of what a wish with filters or an order finds.

Sorted by price or distance, institutions come from an index in that order, first the filed,
then the suspended, then the others, and behind each of these those without a price or a place;
reading ends when there are enough. Rare words are looked up and sorted, which reads less.
"""

import math
from collections.abc import Iterator
from datetime import date
from typing import Any, Final, NamedTuple

from tuoyu.portal.queries.conditions import BARE, HOLDS, narrowed, texts
from tuoyu.portal.queries.hits import words_of
from tuoyu.portal.queries.places import Places
from tuoyu.portal.queries.usual import are_usual
from tuoyu.portal.queries.wish import Wish

STANDINGS: Final = ("filed", "suspended", "registered", "cancelled")
PLACE: Final = f"""
  LEFT JOIN LATERAL (
    SELECT x.longitude, x.latitude FROM institutions_site x
    WHERE x.institution_id = {{owner}} AND {HOLDS.format(x="x")}
    ORDER BY x.starts_on DESC LIMIT 1) t ON TRUE"""
_PRICE: Final = f"""
  CROSS JOIN LATERAL (
    SELECT min(x.price_fen) AS price FROM institutions_offering x
    WHERE x.institution_id = p.institution_id AND x.kind = %(priced)s AND x.per = 'month'
      AND {HOLDS.format(x="x")}) o"""
_INSTITUTION: Final = "JOIN institutions_institution i ON i.id = p.institution_id"
_FOUND: Final = """
found AS MATERIALIZED ({rows} LIMIT {most} + 1 OFFSET {skipped}),
block AS (SELECT * FROM found LIMIT {most})"""
_ROWS: Final = f"""
  SELECT p.id AS profile, p.institution_id AS owner, p.name, p.places, s.status,
    {{rank}} AS rank, {{price}} AS price, {{metres}} AS metres
  FROM institutions_profile p
  JOIN institutions_standing s ON s.institution_id = p.institution_id AND {HOLDS.format(x="s")}
  {{joins}}
  WHERE p.ends_on IS NULL AND {{conditions}} ORDER BY {{order}}"""
# The search text begins with the name; initials and address follow. So the place of a word in
# it says how well it fits, and only what begins with it can be the whole name.
_RANK: Final = f"""CASE WHEN starts_with(p.searchable, %(first)s) AND {BARE} = %(exact)s THEN 0
    ELSE strpos(p.searchable, %(first)s) END"""
# least() passes over NULL, so a place without coordinates is told apart first.
_METRES: Final = """CASE WHEN t.latitude + t.longitude IS NOT NULL THEN
    6371000 * 2 * asin(least(1, sqrt(
    sin(radians(t.latitude::float8 - %(latitude)s) / 2) ^ 2
    + cos(radians(%(latitude)s)) * cos(radians(t.latitude::float8))
    * sin(radians(t.longitude::float8 - %(longitude)s) / 2) ^ 2))) END"""
_STANDING: Final = "array_position(ARRAY['filed', 'suspended', 'registered'], status::text)"
_ORDERS: Final = {
    "": "rank, owner",
    "near": "metres NULLS LAST, owner",
    "price": "price NULLS LAST, owner",
    "places": "places DESC NULLS LAST, owner",
}
# On Mercator's map what is nearest around a city is nearest on the ground; see the index.
_SPOT: Final = "point(t.longitude::float8, degrees(asinh(tan(radians(t.latitude::float8)))))"


class Part(NamedTuple):
    """Of what is found: how many lie before a block, its size, how much of it before a page."""

    skipped: int
    most: int
    passed: int
    shown: int


class Lead(NamedTuple):
    """Where rows come from in order: who has a price or a place, and who has none.

    An index gives distances alone in order, nothing behind them.
    """

    joined: str
    order: str
    without: str


_LEADS: Final = {
    "price": Lead(
        f"""
  JOIN (SELECT x.institution_id, x.price_fen AS price FROM institutions_offering x
    WHERE x.kind = %(priced)s AND x.per = 'month' AND x.price_fen IS NOT NULL
      AND {HOLDS.format(x="x")}
      AND NOT EXISTS (SELECT 1 FROM institutions_offering y
        WHERE y.institution_id = x.institution_id AND y.kind = x.kind AND y.per = x.per
          AND {HOLDS.format(x="y")} AND (y.price_fen, y.id) < (x.price_fen, x.id))) o
    ON o.institution_id = p.institution_id""",
        "o.price, p.institution_id",
        f"""NOT EXISTS (SELECT 1 FROM institutions_offering x
    WHERE x.institution_id = p.institution_id AND x.kind = %(priced)s AND x.per = 'month'
      AND x.price_fen IS NOT NULL AND {HOLDS.format(x="x")})""",
    ),
    "near": Lead(
        f"""
  JOIN (SELECT x.institution_id, x.longitude, x.latitude FROM institutions_site x
    WHERE x.longitude IS NOT NULL AND x.latitude IS NOT NULL AND {HOLDS.format(x="x")}
      AND NOT EXISTS (SELECT 1 FROM institutions_site y
        WHERE y.institution_id = x.institution_id AND {HOLDS.format(x="y")}
          AND (y.starts_on, y.id) > (x.starts_on, x.id))) t
    ON t.institution_id = p.institution_id""",
        f"{_SPOT} <-> point(%(longitude)s, %(northing)s)",
        f"""NOT EXISTS (SELECT 1 FROM institutions_site x
    WHERE x.institution_id = p.institution_id AND x.longitude IS NOT NULL
      AND x.latitude IS NOT NULL AND {HOLDS.format(x="x")})""",
    ),
}


def order(wish: Wish) -> str:
    """Of a block, as its pages show it."""
    return f"{_STANDING} NULLS LAST, {_ORDERS[wish.sort]}"


def found(wish: Wish, where: Places, on: date, part: Part) -> tuple[str, dict[str, Any]]:
    """The common tables `found` and `block`, and the values they are given."""
    words = words_of(wish.q)
    given: dict[str, Any] = {"on": on, "priced": wish.priced}
    if wish.near:
        given |= {"longitude": wish.near.longitude, "latitude": wish.near.latitude}
        given["northing"] = _northing(wish.near.latitude)
    conditions = [*texts(words, where, given), *narrowed(wish, where, given)]
    if wish.sort in _LEADS and (not words or are_usual(words)):
        end = part.skipped + part.most + 1
        rows = " UNION ALL ".join(
            f"({one} LIMIT {end})" for one in _led(wish, conditions, _LEADS[wish.sort])
        )
    else:
        last = order(wish) if wish.sort else "p.institution_id"
        rows = _rows(wish, conditions, order=last)
    return _FOUND.format(rows=rows, **part._asdict()), given


def _led(wish: Wish, conditions: list[str], lead: Lead) -> Iterator[str]:
    """One statement for each standing with and without what is sorted by; the order counts."""
    for standing in STANDINGS if wish.q else STANDINGS[:3]:
        these = [f"s.status = '{standing}'", *conditions]
        yield _rows(wish, these, order=lead.order, lead=lead)
        if not (wish.sort == "price" and wish.band):
            yield _rows(wish, [*these, lead.without], order="p.institution_id")


def _rows(wish: Wish, conditions: list[str], *, order: str, lead: Lead | None = None) -> str:
    """Rows of what fits, with what they may be sorted by."""
    joins, price, metres = [lead.joined] if lead else [], "NULL::int", "NULL::float8"
    if any("i." in condition for condition in conditions):
        joins.append(_INSTITUTION)
    if wish.band or wish.sort == "price":
        price = "o.price"
        joins += [] if lead and wish.sort == "price" else [_PRICE]
    if wish.near:
        metres = _METRES
        joins += (
            [] if lead and wish.sort == "near" else [PLACE.format(owner="p.institution_id")]
        )
    return _ROWS.format(
        rank=_RANK if words_of(wish.q) else "0",
        price=price,
        metres=metres,
        joins=" ".join(joins),
        conditions=" AND ".join(conditions),
        order=order,
    )


def _northing(latitude: float) -> float:
    """How far north on Mercator's map, in degrees; the poles, that have no place, are far."""
    return math.degrees(math.asinh(math.tan(math.radians(latitude))))

"""The search of the portal: one statement by hand, because everyone waits for it.

Order: filed first, then suspended, then registered without filing; inside that as the reader
sorts, else by how well the name fits. A cancelled institution is found by its exact name only.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.db import connection

from tuoyu.portal.queries.found import Line, line_of
from tuoyu.portal.queries.hits import HITS, given, words_of
from tuoyu.portal.queries.places import Places
from tuoyu.portal.queries.wanted import PLACE, Part, found, order
from tuoyu.portal.queries.wish import Wish

A_PAGE = 12
# So many are ranked together, so many more by the next pages: to rank all would read all.
MOST = 360
MOST_BY_WORDS = 60  # by words and nothing else

# Only what narrows and sorts is planned anew for every wish; the rest has its plan kept.
_SHOWN: Final = """
WITH {found},
shown AS MATERIALIZED (
  SELECT profile, status, metres FROM block ORDER BY {order} LIMIT {shown} OFFSET {passed})
SELECT * FROM facts.public_lines(
  (SELECT count(*) FROM found), ARRAY(SELECT profile FROM shown),
  ARRAY(SELECT status::text FROM shown), ARRAY(SELECT metres FROM shown), %(on)s)
"""
_HITS: Final = f"SELECT * FROM {HITS}"
_PINS: Final = """
WITH {found}
SELECT i.code, block.name, block.status, t.longitude, t.latitude
FROM block JOIN institutions_institution i ON i.id = block.owner {place}
WHERE t.longitude IS NOT NULL AND t.latitude IS NOT NULL ORDER BY {order}
"""
_HIT_PINS: Final = """
SELECT hit.code, hit.name, hit.standing, t.longitude, t.latitude
FROM {hits} hit JOIN institutions_institution i ON i.code = hit.code {place}
WHERE t.longitude IS NOT NULL AND t.latitude IS NOT NULL
"""
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
        text = _HIT_PINS.format(hits=HITS, place=PLACE.format(owner="i.id"))
        return _asked(text, given(words, on) | whole._asdict())
    tables, asked = found(wish, where, on, part)
    place = PLACE.format(owner="block.owner")
    return _asked(_PINS.format(found=tables, place=place, order=order(wish)), asked)


def _rows(wish: Wish, where: Places, on: date, part: Part) -> list[tuple[Any, ...]]:
    """Rows for line_of(): how many there are, the standing, the metres, and the line."""
    words = words_of(wish.q)
    if _is_plain(wish, words, where):
        return _asked(_HITS, given(words, on) | part._asdict())
    tables, asked = found(wish, where, on, part)
    return _asked(_SHOWN.format(found=tables, order=order(wish), **part._asdict()), asked)


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

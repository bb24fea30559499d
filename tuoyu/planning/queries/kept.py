"""Numbers of a day, kept until the register changes: pages of a plan ask the same days again.

Every change of the register leaves an entry in the trail, so the trail's mark in the key
forgets them at once and in every process; signing in, reading or writing a draft do not. What
happens without an entry (a city laid by command, while nothing else is done) is seen after
`KEPT_SECONDS` at the latest.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from hashlib import sha256

from django.core.cache import cache

from tuoyu.books import Indicator, Measure
from tuoyu.org.models import Region
from tuoyu.records.queries import mark
from tuoyu.statistics.queries import Number, Table, reckon

KEPT_SECONDS = 600
# Rooms whose deeds leave every fact as it was; a room not named here is taken to change them.
QUIET = (
    *("attachment", "draft", "grant", "person", "plan", "rehearsal"),
    *("snapshot", "support", "sweep", "trail"),
)
Parts = dict[str, dict[str, tuple[Decimal | None, Decimal | None, int]]]


def reckon_kept(indicators: Iterable[Indicator], on: date, counties: Iterable[Region]) -> Table:
    """As `reckon`, from what is kept if nothing was done since."""
    asked, places = list(indicators), list(counties)
    seen = mark(quiet=_quiet_for(asked))
    if not seen:
        return reckon(asked, on, places)
    key = _key(seen, asked, on, places)
    kept: Parts | None = cache.get(key)
    if kept is None:
        table = reckon(asked, on, places)
        cache.set(key, _parts(table), KEPT_SECONDS)
        return table
    return {one.id: _numbers(one, on, kept[one.id]) for one in asked}


def _quiet_for(asked: list[Indicator]) -> tuple[str, ...]:
    """What is filed changes only numbers of filings: a receipt notes the register's change."""
    parts = (part for one in asked for part in (one.numerator, one.denominator))
    subjects = {part.subject for part in parts if isinstance(part, Measure)}
    return QUIET if "filing" in subjects else (*QUIET, "filing")


def _key(seen: str, asked: list[Indicator], on: date, places: list[Region]) -> str:
    about = [(place.code, place.population, place.counts_in_city) for place in places]
    text = repr((seen, sorted(repr(one) for one in asked), on, about))
    return f"plan-day-{sha256(text.encode()).hexdigest()}"


def _parts(table: Table) -> Parts:
    return {
        id: {place: (n.numerator, n.denominator, n.unsettled) for place, n in row.items()}
        for id, row in table.items()
    }


def _numbers(
    indicator: Indicator,
    on: date,
    kept: dict[str, tuple[Decimal | None, Decimal | None, int]],
) -> dict[str, Number]:
    return {place: Number(indicator, place, on, *parts) for place, parts in kept.items()}

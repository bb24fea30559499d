"""Numbers as they stood: the newest taken down, and one indicator month by month."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from tuoyu.books import Indicator
from tuoyu.core.clock import add_months
from tuoyu.statistics.models import Snapshot
from tuoyu.statistics.queries.reckoner import reckon_one

MONTHS = 12


def latest(on: date) -> dict[tuple[str, str], Snapshot]:
    """The newest snapshot not after that day, by (indicator, county code)."""
    days = Snapshot.objects.filter(on__lte=on).order_by("-on").values_list("on", flat=True)
    newest = days.first()
    rows = Snapshot.objects.filter(on=newest) if newest else Snapshot.objects.none()
    return {(row.indicator, row.county_code): row for row in rows}


def month_ends(on: date, months: int = MONTHS) -> list[date]:
    """The last days of the months before, oldest first, and the day itself."""
    first = on.replace(day=1)
    ends = [add_months(first, -n) - timedelta(days=1) for n in range(months - 2, -1, -1)]
    return [*ends, on]


def series(indicator: Indicator, place: str, on: date) -> list[tuple[date, Decimal | None]]:
    """One indicator in one place month by month: as taken down, else as the register tells."""
    days = month_ends(on)
    rows = Snapshot.objects.filter(indicator=indicator.id, county_code=place, on__in=days)
    known = dict(rows.values_list("on", "value"))
    known |= {day: _reckoned(indicator, place, day) for day in missing(days, known)}
    return [(day, known[day]) for day in days]


def missing(days: Iterable[date], known: Iterable[date]) -> list[date]:
    """Days that nobody took down."""
    taken = set(known)
    return [day for day in days if day not in taken]


def days_to_take(today: date) -> list[date]:
    """Today, and the ends of months that are not taken down yet."""
    days = month_ends(today)
    taken = Snapshot.objects.filter(on__in=days[:-1]).values_list("on", flat=True).distinct()
    return missing(days, taken)


def _reckoned(indicator: Indicator, place: str, day: date) -> Decimal | None:
    number = reckon_one(indicator, day).get(place)
    return number.value if number else None

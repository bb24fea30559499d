"""Reckoning a term of the procedure book: working days or calendar days, with stops.

The day of the event is not counted. A stop leaves out the days after it until the day it goes
on, that day included, so that stopping and going on the same day costs nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tuoyu.books import Unit
from tuoyu.core import clock
from tuoyu.core.clock import Deadline
from tuoyu.filing.models import Clock

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stop:
    """The clock stood still after `from_on`, up to and with `to_on`."""

    from_on: date
    to_on: date

    def __contains__(self, day: date) -> bool:
        return self.from_on < day <= self.to_on


def last_day(started_on: date, term: int, unit: str, stops: Sequence[Stop] = ()) -> Deadline:
    """The last day of a term, and whether the holidays on the way were known."""
    if unit == Unit.MONTHS:
        return _after_months(started_on, term, stops)
    for position, day in enumerate(_counted(started_on, unit, stops), start=1):
        if position >= term:
            return Deadline(day, provisional=unit == Unit.WORKDAYS and not clock.is_known(day))
    raise AssertionError("unreachable")


def used_days(started_on: date, until: date, unit: str, stops: Sequence[Stop] = ()) -> int:
    """How many days of the term have been used up, `until` included."""
    used = 0
    for day in _counted(started_on, unit, stops):
        if day > until:
            break
        used += 1
    return used


def days_left(due_on: date, on: date, unit: str) -> int:
    """Days until the last day; 0 on that day, negative after it."""
    if unit == Unit.WORKDAYS:
        return clock.workdays_between(on, due_on)
    return (due_on - on).days


def stops_of(clock: Clock) -> Sequence[Stop]:
    """The stops that are over, as dates."""
    return [
        Stop(date.fromisoformat(stop["from"]), date.fromisoformat(stop["to"]))
        for stop in clock.stops
    ]


def used_by(clock: Clock, on: date) -> int:
    """Days of the term used up by that day; a standing clock uses none after its stop."""
    until = min(on, clock.stopped_on) if clock.stopped_on else on
    return used_days(clock.started_on, until, clock.unit, stops_of(clock))


def _counted(start: date, unit: str, stops: Sequence[Stop]) -> Iterator[date]:
    days = clock.workdays_from(start) if unit == Unit.WORKDAYS else _days_from(start)
    return (day for day in days if not any(day in stop for stop in stops))


def _days_from(day: date) -> Iterator[date]:
    while True:
        day += ONE_DAY
        yield day


def _after_months(started_on: date, term: int, stops: Sequence[Stop]) -> Deadline:
    stood = sum((stop.to_on - stop.from_on).days for stop in stops)
    return Deadline(clock.add_months(started_on, term) + timedelta(days=stood))

"""Days people ask about: taken from an address, kept on the calendar."""

from datetime import date

from django.http import HttpRequest

from tuoyu.core import clock

FIRST, LAST = date(1949, 10, 1), date(2099, 12, 31)  # reckoning a year on stays on the calendar


def on_calendar(day: date) -> date:
    """The day itself, or the first or last one that is reckoned with."""
    return min(max(day, FIRST), LAST)


def day_asked(request: HttpRequest, name: str, otherwise: date) -> date:
    """`?on=2026-11-24`, or another day where nothing or nonsense is given."""
    try:
        day = date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return otherwise
    return day if day == on_calendar(day) else otherwise


def judging_day(request: HttpRequest) -> date:
    """The day a page judges by: the one asked for, or today."""
    return day_asked(request, "on", clock.today())

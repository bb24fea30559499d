"""The day a page judges by, taken from its address."""

from datetime import date

from django.http import HttpRequest

from tuoyu.core import clock


def judging_day(request: HttpRequest) -> date:
    """`?on=2026-11-24`, or today where nothing or nonsense is given."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return clock.today()

"""The calendar: a month of deadlines, and one of its days in full."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tuoyu.core import clock
from tuoyu.core.dates import FIRST, LAST, day_asked
from tuoyu.core.downloads import spreadsheet
from tuoyu.core.guard import needs
from tuoyu.desk import permissions
from tuoyu.desk.queries import calendar, export
from tuoyu.org.models import UserRequest


@needs(permissions.CALENDAR)
def month(request: UserRequest) -> HttpResponse:
    """The month asked for, or this one; beside it the day asked for, or today."""
    today, first = clock.today(), month_asked(request)
    otherwise = today if _first(today) == first else first
    day = day_asked(request, "day", otherwise)
    day = day if _first(day) == first else otherwise
    rows = calendar.weeks(request.user, first, today=today)
    context = {
        "month": first,
        "weeks": rows,
        "total": sum(one.total for week in rows for one in week if one.in_month),
        "late": sum(one.tally["filing"] for week in rows for one in week if one.is_late),
        "day": day,
        "is_today": day == today,
        "dues": calendar.dues_of(request.user, day, today=today),
        "provisional": not clock.is_known(first),
    }
    return render(request, "desk/calendar.html", context | _ways(first))


@needs(permissions.CALENDAR)
def sheet(request: UserRequest) -> HttpResponse:
    """The month as a spreadsheet."""
    first = month_asked(request)
    dues = calendar.dues_in(request.user, first, today=clock.today())
    book = export.calendar_workbook(dues, month=first)
    return spreadsheet(book, f"日历 {first:%Y-%m}")


def month_asked(request: HttpRequest) -> date:
    """`?month=2026-11`, or this month where nothing or nonsense is given."""
    this = _first(clock.today())
    try:
        asked = date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return this
    return asked if FIRST.year < asked.year < LAST.year else this


def _ways(first: date) -> dict[str, Any]:
    before, after = clock.add_months(first, -1), clock.add_months(first, 1)
    return {"before": f"{before:%Y-%m}", "after": f"{after:%Y-%m}", "shown": f"{first:%Y-%m}"}


def _first(day: date) -> date:
    return day.replace(day=1)

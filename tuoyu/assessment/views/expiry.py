"""What will lapse: the list, the load week by week, and both as files."""

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from tuoyu.assessment import permissions
from tuoyu.assessment.queries import expiring, expiry_load
from tuoyu.assessment.queries.expiry import Expiries
from tuoyu.assessment.queries.reach import called, counties_in_reach
from tuoyu.assessment.views.asked import (
    county_of,
    county_select,
    keep_of,
    spreadsheet_rows,
)
from tuoyu.core.dates import judging_day
from tuoyu.core.guard import needs
from tuoyu.core.sheets.export import Column
from tuoyu.org.models import UserRequest

ROWS_A_PAGE = 30
MOST_EXPORTED = 50_000
SPANS = (30, 90, 180)


@needs(permissions.SURVEY)
def expiry(request: UserRequest) -> HttpResponse:
    """Papers that will lapse, soonest first, and the load week by week."""
    on, days = judging_day(request), _days(request)
    found, load = _found(request, on, days)
    counties = counties_in_reach(request.user, permissions.SURVEY, on)
    context = {
        "page": Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "load": [(f"{week:%m-%d}", count) for week, count in load],
        "headers": ["星期一", "份数"],
        "says": _says(load),
        "keep": keep_of(request),
        "days": days,
        "query": request.GET.urlencode(),
        "selects": [
            county_select(counties, county_of(request, counties)),
            {
                "name": "days",
                "label": "多长时间内",
                "value": days,
                "options": [(span, f"{span} 天内") for span in SPANS],
            },
        ],
        "judging_day": on,
    }
    return render(request, "assessment/expiry.html", context)


@needs(permissions.SURVEY)
def expiry_chart(request: UserRequest) -> JsonResponse:
    """Papers a week, as bars that start at nothing."""
    on = judging_day(request)
    _, load = _found(request, on, _days(request))
    return JsonResponse(
        {
            "grid": {"left": 8, "right": 8, "top": 24, "bottom": 8, "containLabel": True},
            "xAxis": {"type": "category", "data": [f"{week:%m-%d}" for week, _ in load]},
            "yAxis": {"type": "value", "minInterval": 1},
            "series": [
                {
                    "type": "bar",
                    "name": "到期",
                    "barMaxWidth": 28,
                    "data": [count for _, count in load],
                    "label": {"show": True, "position": "top"},
                }
            ],
        }
    )


@needs(permissions.SURVEY)
def export_expiry(request: UserRequest) -> HttpResponse:
    """The same list as a spreadsheet."""
    on = judging_day(request)
    found, _ = _found(request, on, _days(request))
    table = [
        [one.on, called(one.institution.county), str(one.institution), one.what, one.whose]
        for one in found[:MOST_EXPORTED]
    ]
    columns = [*map(Column, ("到期", "县（市、区）", "机构", "证照", "谁的"))]
    return spreadsheet_rows(columns, table, "证照到期", f"证照到期 {on}")


def _found(
    request: UserRequest, on: date, days: int
) -> tuple[Expiries, list[tuple[date, int]]]:
    county = county_of(request, counties_in_reach(request.user, permissions.SURVEY, on))
    found = expiring(request.user, permissions.SURVEY, on=on, days=days, county=county)
    return found, expiry_load(found, on=on)


def _says(load: list[tuple[date, int]]) -> str:
    """The chart in one sentence."""
    if not load:
        return ""
    week, count = max(load, key=lambda pair: pair[1])
    return f"{len(load)} 周里，{week:%m 月 %d 日}那周最多，{count} 份到期"


def _days(request: UserRequest) -> int:
    asked = request.GET.get("days", "")
    return next((span for span in SPANS if str(span) == asked), 90)

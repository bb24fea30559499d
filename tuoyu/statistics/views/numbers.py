"""All numbers, and one of them by county."""

from datetime import date, timedelta
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tuoyu.assessment.queries import library
from tuoyu.assessment.queries.reach import called
from tuoyu.assessment.views.asked import spreadsheet_rows
from tuoyu.books import Indicator
from tuoyu.core.dates import judging_day
from tuoyu.core.guard import needs
from tuoyu.core.sheets.export import Column
from tuoyu.org.models import Region
from tuoyu.statistics import permissions
from tuoyu.statistics.queries import CITY, latest, reckon, reckon_one, series
from tuoyu.statistics.queries.display import (
    by_subject,
    county_steps,
    described,
    figure_of,
    rounded,
    shown,
)

A_MONTH = timedelta(days=28)


@needs(permissions.READ)
def home(request: HttpRequest) -> HttpResponse:
    """Every indicator of the city on a day, each a door to its counties and rows."""
    on = judging_day(request)
    indicators = library().indicators(on).values()
    numbers = reckon(indicators, on)
    before = latest(on - A_MONTH)
    lines = [shown(numbers[one.id][CITY], before.get((one.id, CITY))) for one in indicators]
    context = {
        "groups": by_subject(lines),
        "since": next((row.on for row in before.values()), None),
        "left_out": [c for c in Region.objects.counties().on(on) if not c.counts_in_city],
        "judging_day": on,
    }
    return render(request, "statistics/home.html", context)


@needs(permissions.READ)
def export(request: HttpRequest) -> HttpResponse:
    """Every number of the city and of each county on a day, as a spreadsheet."""
    on = judging_day(request)
    indicators, counties = library().indicators(on).values(), Region.objects.counties().on(on)
    numbers = reckon(indicators, on)
    places = [(CITY, "全市"), *((county.code, called(county)) for county in counties)]
    table = [
        [
            one.name,
            one.unit,
            *(figure_of(numbers[one.id][code]) for code, _ in places),
            one.says,
        ]
        for one in indicators
    ]
    heads = ("指标", "单位", *(name for _, name in places), "怎么算的")
    title = f"统计数字（{on} 的名册）"
    return spreadsheet_rows([*map(Column, heads)], table, title, f"统计数字 {on}")


@needs(permissions.READ)
def indicator(request: HttpRequest, indicator: str) -> HttpResponse:
    """One number by county: table, map, bars, the past year; its definition and limits."""
    on = judging_day(request)
    asked = indicator_on(indicator, on)
    numbers = reckon_one(asked, on)
    counties = list(Region.objects.counties().on(on))
    lines = [(county, shown(numbers[county.code])) for county in counties]
    context = {
        "indicator": asked,
        "whole": shown(numbers[CITY]),
        "lines": lines,
        "has_zones": any(county.is_zone for county in counties),
        "table": [(called(county), line.text or "待查明") for county, line in lines],
        "months": [_month(asked, day, value) for day, value in series(asked, CITY, on)],
        "headers": ["县（市、区）", asked.unit],
        "month_headers": ["日期", asked.unit],
        "definition": described(asked),
        "legend": county_steps(numbers)[1],
        "judging_day": on,
        "query": f"?on={on}",
    }
    return render(request, "statistics/indicator.html", context)


def _month(indicator: Indicator, day: date, value: Decimal | None) -> tuple[str, str]:
    return f"{day:%Y-%m-%d}", "待查明" if value is None else rounded(value, indicator)


def indicator_on(id: str, on: date) -> Indicator:
    """The indicator as in force on that day, or no page."""
    found = library().indicators(on).get(id)
    if found is None:
        raise Http404(f"{on} 没有指标“{id}”")
    return found

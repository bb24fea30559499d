"""Pages of numbers: all of them, one of them by county, and the rows behind."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from tuoyu.assessment.queries import library
from tuoyu.books import Indicator
from tuoyu.core.dates import judging_day
from tuoyu.core.downloads import spreadsheet
from tuoyu.core.guard import needs
from tuoyu.core.sheets.export import Column, write_table
from tuoyu.org.models import Region
from tuoyu.statistics import permissions
from tuoyu.statistics.queries import CITY, reckon, reckon_one, rows_behind
from tuoyu.statistics.queries.display import county_steps, described, shown

ROWS_A_PAGE = 30


@needs(permissions.READ)
def home(request: HttpRequest) -> HttpResponse:
    """Every indicator of the city today, each a door to its counties and rows."""
    on = judging_day(request)
    indicators = library().indicators(on).values()
    numbers = reckon(indicators, on)
    lines = [shown(numbers[indicator.id][CITY]) for indicator in indicators]
    return render(request, "statistics/home.html", {"lines": lines, "on": on})


@needs(permissions.READ)
def indicator(request: HttpRequest, indicator: str) -> HttpResponse:
    """One number by county, with its definition, limits and map."""
    on = judging_day(request)
    asked = _indicator(indicator, on)
    numbers = reckon_one(asked, on)
    counties = Region.objects.counties().on(on)
    context = {
        "indicator": asked,
        "city": shown(numbers[CITY]),
        "lines": [(county, shown(numbers[county.code])) for county in counties],
        "on": on,
        "definition": described(asked),
        "legend": county_steps(numbers)[1],
    }
    return render(request, "statistics/indicator.html", context)


@needs(permissions.READ)
def rows(request: HttpRequest, indicator: str) -> HttpResponse:
    """The rows that a number counts, in one county or in all."""
    on = judging_day(request)
    asked = _indicator(indicator, on)
    county = Region.objects.counties().filter(code=request.GET.get("county", "")).first()
    found = rows_behind(asked, on, counties=_counties(county, on))
    page = Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "indicator": asked,
        "county": county,
        "page": page,
        "on": on,
        "total": len(found),
    }
    context["counties"] = Region.objects.counties().on(on)
    return render(request, "statistics/rows.html", context)


@needs(permissions.READ)
def export_rows(request: HttpRequest, indicator: str) -> HttpResponse:
    """The same rows as a spreadsheet, with the facts each was counted by."""
    on = judging_day(request)
    asked = _indicator(indicator, on)
    county = Region.objects.counties().filter(code=request.GET.get("county", "")).first()
    found = rows_behind(asked, on, counties=_counties(county, on))
    names = dict(Region.objects.counties().values_list("code", "short_name"))
    facts = [column.label for column in (found[0].facts if found else ())]
    table = [
        [names.get(row.county_code, row.county_code), row.label, row.adds, *row.facts.values()]
        for row in found
    ]
    columns = [Column("县（市、区）"), Column("对象"), Column("计入"), *map(Column, facts)]
    return spreadsheet(write_table(columns, table, title=asked.name), f"{asked.name} {on}")


@needs(permissions.READ)
def map_values(request: HttpRequest, indicator: str) -> JsonResponse:
    """The counties coloured in five steps, as the map part reads it."""
    on = judging_day(request)
    asked = _indicator(indicator, on)
    numbers = reckon_one(asked, on)
    steps, _ = county_steps(numbers)
    values = {
        code: {
            "value": shown(number).text,
            "label": f"{shown(number).text}{asked.unit}",
            "step": steps.get(code, 0),
            "url": reverse("statistics:rows", args=[asked.id]) + f"?county={code}",
        }
        for code, number in numbers.items()
        if code != CITY
    }
    return JsonResponse({"values": values})


@needs(permissions.READ)
def chart(request: HttpRequest, indicator: str) -> JsonResponse:
    """The counties as bars, largest first; the page shows the same figures as a table."""
    on = judging_day(request)
    asked = _indicator(indicator, on)
    numbers = reckon_one(asked, on)
    names = dict(Region.objects.counties().on(on).values_list("code", "short_name"))
    known = [
        (names[code], n.value)
        for code, n in numbers.items()
        if code in names and n.value is not None
    ]
    known.sort(key=lambda pair: pair[1])
    option: dict[str, Any] = {
        "grid": {"left": 8, "right": 48, "top": 8, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "value"},
        "yAxis": {"type": "category", "data": [name for name, _ in known]},
        "series": [
            {
                "type": "bar",
                "data": [round(float(value), 2) for _, value in known],
                "label": {"show": True, "position": "right"},
            }
        ],
    }
    return JsonResponse(option)


def _indicator(id: str, on: date) -> Indicator:
    found = library().indicators(on).get(id)
    if found is None:
        raise Http404(f"没有指标“{id}”")
    return found


def _counties(county: Region | None, on: date) -> list[str]:
    """One county, or all that count in the city."""
    if county is not None:
        return [county.code]
    counted = Region.objects.counties().on(on).filter(counts_in_city=True)
    return list(counted.values_list("code", flat=True))

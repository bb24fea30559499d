"""The rows behind a number: as a page and as a spreadsheet, within one's reach."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from tuoyu.assessment.queries.reach import called, counties_in_reach
from tuoyu.assessment.views.asked import (
    county_of,
    county_select,
    keep_of,
    spreadsheet_rows,
)
from tuoyu.books import Indicator, Measure
from tuoyu.books.facts import Column as FactColumn
from tuoyu.books.verdicts import said
from tuoyu.core.dates import judging_day
from tuoyu.core.guard import needs
from tuoyu.core.sheets.export import Column
from tuoyu.org.models import Region, UserRequest
from tuoyu.statistics import permissions
from tuoyu.statistics.queries import CountedRows, Part
from tuoyu.statistics.queries.rows import MOST
from tuoyu.statistics.views.numbers import indicator_on

ROWS_A_PAGE = 30


@needs(permissions.READ)
def rows(request: UserRequest, indicator: str) -> HttpResponse:
    """The rows that a number counts, in one county or in all that count in the city."""
    on = judging_day(request)
    asked, part = indicator_on(indicator, on), _part(request)
    mine = counties_in_reach(request.user, permissions.READ, on)
    county = county_of(request, mine)
    lists = {
        one: CountedRows(asked, on, part=one, counties=_counties(mine, county))
        for one in _parts(asked)
    }
    names = {place.code: called(place) for place in mine}
    page = Paginator(lists[part], ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "indicator": asked,
        "columns": lists[part].columns,
        "adds_up": lists[part].measure.total is not None,
        "county": next((place for place in mine if place.code == county), None),
        "page": page,
        "lines": [(names.get(row.county_code, ""), row) for row in page.object_list],
        "part": part.value,
        "tabs": [_tab(one, len(found), part, request) for one, found in lists.items()],
        "selects": [county_select(mine, county)],
        "keep": keep_of(request, "part"),
        "query": request.GET.urlencode(),
        "judging_day": on,
    }
    return render(request, "statistics/rows.html", context)


@needs(permissions.READ)
def export_rows(request: UserRequest, indicator: str) -> HttpResponse:
    """The same rows, with the facts each was counted by."""
    on = judging_day(request)
    asked, part = indicator_on(indicator, on), _part(request)
    mine = counties_in_reach(request.user, permissions.READ, on)
    places = _counties(mine, county_of(request, mine))
    found = CountedRows(asked, on, part=part, counties=places)
    names = {place.code: called(place) for place in mine}
    table = [_cells(row, names) for row in found[0:MOST]]
    facts = (f"{column.label}{_unit(column.unit)}" for column in found.columns)
    heads = ("县（市、区）", "机构编号", "机构", "对象", "计入", *facts)
    title = f"{asked.name}（{part.label}，{on} 的名册）"
    return spreadsheet_rows([*map(Column, heads)], table, title, f"{asked.name} {on}")


def _cells(row: Any, names: dict[str, str]) -> list[Any]:
    facts = [_cell(column, value) for column, value in row.facts.items()]
    head = [names.get(row.county_code, row.county_code), row.code, row.institution]
    return [*head, row.label, row.adds, *facts]


def _cell(column: FactColumn, value: Any) -> Any:
    """Numbers stay numbers, to be added up; everything else is said in words."""
    if isinstance(value, Decimal):
        return float(value)
    if value is None or (isinstance(value, int | date) and not isinstance(value, bool)):
        return value
    return said(column, value)


def _unit(unit: str) -> str:
    return f"（{unit}）" if unit else ""


def _parts(indicator: Indicator) -> list[Part]:
    has_base = isinstance(indicator.denominator, Measure)
    return [part for part in Part if part is not Part.BASE or has_base]


def _part(request: UserRequest) -> Part:
    asked = request.GET.get("part", "")
    return next((part for part in Part if part.value == asked), Part.COUNTED)


def _tab(part: Part, count: int, chosen: Part, request: UserRequest) -> dict[str, Any]:
    query = request.GET.copy()
    query.pop("page", None)
    query["part"] = part.value
    url = f"?{query.urlencode()}"
    return {"label": part.label, "url": url, "count": f"{count:,}", "on": part is chosen}


def _counties(mine: Sequence[Region], county: str) -> list[str]:
    """One county, or all within reach that count in the city."""
    if county:
        return [county]
    return [place.code for place in mine if place.counts_in_city]

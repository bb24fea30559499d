"""How the numbers are made: every indicator, every county, and the rows behind."""

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse

from tuoyu.books import Indicator
from tuoyu.core import clock
from tuoyu.core.downloads import spreadsheet
from tuoyu.core.guard import public
from tuoyu.core.sheets.export import Column, write_table
from tuoyu.core.sheets.values import Cell
from tuoyu.portal.queries.figures import (
    OPEN_ROWS,
    Behind,
    Standing,
    adds_up,
    behind,
    definition,
    figures,
    indicators,
    unit_behind,
)
from tuoyu.portal.queries.places import Place, counties
from tuoyu.portal.views.page import A_MINUTE, kept, page

ROWS_A_PAGE = 50


@public
def home(request: HttpRequest) -> HttpResponse:
    """All figures of the city today."""
    on = clock.today()
    standing = figures(on)
    lines = [standing.city[name] for name in indicators(on) if name in standing.city]
    context = {"figures": lines, "as_of": standing.at, "on": on}
    return page(request, "portal/numbers.html", context, at="numbers")


@public
def figure(request: HttpRequest, slug: str) -> HttpResponse:
    """One indicator: what it counts, what it cannot say, and each county."""
    on = clock.today()
    asked, standing = _indicator(slug), figures(on)
    lines = [
        (county, standing.by_place.get(county.code, {}).get(asked.id))
        for county in counties(on)
    ]
    context = {
        "indicator": asked,
        "slug": slug,
        "definition": definition(asked),
        "whole": standing.city.get(asked.id),
        "lines": lines,
        "as_of": standing.at,
        "on": on,
    }
    return page(request, "portal/figure.html", context, at="numbers")


@public
def rows(request: HttpRequest, slug: str) -> HttpResponse:
    """The institutions a number counts, by name; only where that is public."""
    on, asked = clock.today(), _indicator(slug)
    known = {county.code: county for county in counties(on)}
    county = known.get(request.GET.get("county", ""))
    found = _behind(asked, on, county)
    context = {
        "indicator": asked,
        "slug": slug,
        "counties": list(known.values()),
        "county": county,
        "page": Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "adds_up": adds_up(asked),
        "unit": unit_behind(asked),
        "sum": sum(one.adds for one in found),
        "on": on,
    }
    return page(request, "portal/rows.html", context, at="numbers")


@public
def export_rows(request: HttpRequest, slug: str) -> HttpResponse:
    """The same list as a workbook."""
    on, asked = clock.today(), _indicator(slug)
    known = {county.code: county for county in counties(on)}
    county = known.get(request.GET.get("county", ""))
    has_sum, found = adds_up(asked), _behind(asked, on, county)
    heads = ["县（市、区）", "机构编号", "机构", *([_added(asked)] if has_sum else [])]
    table: list[list[Cell | None]] = [
        [known[one.county].name, one.code, one.name, *([float(one.adds)] if has_sum else [])]
        for one in found
        if one.county in known
    ]
    title = f"{asked.name}（{county.name if county else '全市'}，{on} 的名册）"
    content = write_table([*map(Column, heads)], table, title=title)
    return kept(request, spreadsheet(content, f"{asked.name}名单 {on}"), A_MINUTE)


@public
def export(request: HttpRequest) -> HttpResponse:
    """Every number of the city and of each county as a workbook."""
    on = clock.today()
    standing, places = figures(on), counties(on)
    heads = ["数字", "单位", "全市", *(place.name for place in places)]
    table: list[list[Cell | None]] = [
        [
            whole.name,
            whole.unit,
            whole.value,
            *(_value(standing, one.code, name) for one in places),
        ]
        for name in indicators(on)
        if (whole := standing.city.get(name))
    ]
    content = write_table([*map(Column, heads)], table, title=f"全市托育数字（{on} 的名册）")
    return kept(request, spreadsheet(content, f"全市托育数字 {on}"), A_MINUTE)


def _added(asked: Indicator) -> str:
    unit = unit_behind(asked)
    return f"计入（{unit}）" if unit else "计入"


def _value(standing: Standing, place: str, name: str) -> int | float | None:
    found = standing.by_place.get(place, {}).get(name)
    return found.value if found else None


def _behind(asked: Indicator, on: date, county: Place | None) -> list[Behind]:
    if asked.id not in OPEN_ROWS:
        raise Http404("这个数字只公开合计")
    return behind(asked, on, county.code if county else "")


def _indicator(slug: str) -> Indicator:
    found = indicators(clock.today()).get(f"indicators/{slug}")
    if found is None:
        raise Http404("没有这个数字")
    return found

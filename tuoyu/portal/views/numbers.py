"""How the numbers are made: every indicator, every county, and the rows behind."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse

from tuoyu.books import Indicator
from tuoyu.core import clock
from tuoyu.core.guard import public
from tuoyu.portal.queries.figures import (
    OPEN_ROWS,
    definition,
    figures,
    indicators,
    names_behind,
)
from tuoyu.portal.queries.places import counties
from tuoyu.portal.views.page import page

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
    if asked.id not in OPEN_ROWS:
        raise Http404("这个数字只公开合计")
    known = {county.code: county for county in counties(on)}
    county = request.GET.get("county", "")
    found = names_behind(asked, on, county if county in known else "")
    context = {
        "indicator": asked,
        "slug": slug,
        "counties": list(known.values()),
        "county": known.get(county),
        "page": Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "names": {code: place.short_name for code, place in known.items()},
        "on": on,
    }
    return page(request, "portal/rows.html", context, at="numbers")


def _indicator(slug: str) -> Indicator:
    found = indicators(clock.today()).get(f"indicators/{slug}")
    if found is None:
        raise Http404("没有这个数字")
    return found

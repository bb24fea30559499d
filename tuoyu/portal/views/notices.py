"""Public notices, with filters and pages."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from tuoyu.core import clock
from tuoyu.core.guard import public
from tuoyu.portal.queries.notices import KINDS, notices
from tuoyu.portal.queries.places import counties
from tuoyu.portal.queries.wish import clean
from tuoyu.portal.views.page import page

A_PAGE = 30
MOST_PAGES = 1000


@public
def home(request: HttpRequest) -> HttpResponse:
    """Newest first."""
    on = clock.today()
    places = counties(on)
    asked = {
        "kind": _among(request, "kind", list(KINDS)),
        "county": _among(request, "county", [place.code for place in places]),
        "q": clean(request.GET.get("q", "")),
    }
    number = _page_number(request)
    found, total = notices(on, **asked, page=number, size=A_PAGE)
    shown = Paginator(range(total), A_PAGE).get_page(number)
    if shown.number != number:  # an address kept from when there were more
        found, _ = notices(on, **asked, page=shown.number, size=A_PAGE)
    context = {
        "notices": found,
        "page": shown,
        "selects": _selects(asked, [(place.code, place.name) for place in places]),
        "q": asked["q"],
    }
    return page(request, "portal/notices.html", context, at="notices")


def _among(request: HttpRequest, name: str, known: list[str]) -> str:
    value = request.GET.get(name, "")
    return value if value in known else ""


def _page_number(request: HttpRequest) -> int:
    given = request.GET.get("page", "")
    plain = given.isascii() and given.isdigit() and len(given) < 5
    return min(max(int(given), 1), MOST_PAGES) if plain else 1


def _selects(asked: dict[str, str], places: list[tuple[str, str]]) -> list[dict[str, object]]:
    kinds = [("", "全部种类"), *KINDS.items()]
    return [
        {"name": "kind", "label": "种类", "value": asked["kind"], "options": kinds},
        {
            "name": "county",
            "label": "区县",
            "value": asked["county"],
            "options": [("", "全市"), *places],
        },
    ]

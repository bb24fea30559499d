"""Looking for an institution: the list, and the same on a map."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from tuoyu.core import clock
from tuoyu.core.guard import public
from tuoyu.portal.queries.choices import main_choices, more_choices, sorts
from tuoyu.portal.queries.found import STATUS
from tuoyu.portal.queries.places import places
from tuoyu.portal.queries.search import A_PAGE, pins, search
from tuoyu.portal.queries.wish import Wish
from tuoyu.portal.views.page import A_MINUTE, address, before_code, framed, kept


@public
def find(request: HttpRequest) -> HttpResponse:
    """One page of what fits, and the form that says what was asked."""
    wish, on = Wish.of(request.GET), clock.today()
    where = places(wish, on)
    found = search(wish, where, on)
    page = found.page
    more = more_choices(wish, where)
    whole = _without(request)
    context = {
        "wish": wish,
        "found": found,
        "total": str(found.total),  # as text: a number would be looked up in the language
        "choices": main_choices(wish, where),
        "more": more,
        "more_open": any(choice.value for choice in more),
        "sorts": sorts(wish),
        "place_url": before_code(),
        "order_url": address("about") + "#order",
        "map_url": address("find_map") + whole + (f"&page={page}" if page > 1 else ""),
        "first": str((page - 1) * A_PAGE + 1),
        "last": str((page - 1) * A_PAGE + len(found.lines)),
        "base": _without(request, "sort") if wish.sort else whole,
        "before": f"{whole}&page={page - 1}" if page > 1 else "",
        "after": f"{whole}&page={page + 1}" if found.has_more else "",
        "anywhere": _without(request, "near", "sort") if wish.near else "",
    }
    title = f"{wish.q} · 找托育" if wish.q else "找托育"
    return framed(request, "portal/find.html", context, at="find", title=title)


@public
def find_map(request: HttpRequest) -> HttpResponse:
    """The same wish as pins; read by the map only when it is opened."""
    wish, on = Wish.of(request.GET), clock.today()
    rows = pins(wish, places(wish, on), on)
    points = [
        {
            "name": name,
            "lng": float(longitude),
            "lat": float(latitude),
            "url": f"{before_code()}{code}/",
            "note": STATUS[status][1],
            "id": code,
        }
        for code, name, status, longitude, latitude in rows
    ]
    picture: dict[str, object] = {"points": points}
    if wish.near:
        rings = [10, 20]
        here = {"lng": wish.near.longitude, "lat": wish.near.latitude, "rings": rings}
        picture["here"] = here
    return kept(request, JsonResponse(picture), A_MINUTE)


def _without(request: HttpRequest, *names: str) -> str:
    """The same search without its page, and without those words, as it was written."""
    written = request.META.get("QUERY_STRING", "").split("&")
    kept_words = [word for word in written if word.partition("=")[0] not in (*names, "page")]
    return "?" + "&".join(kept_words)

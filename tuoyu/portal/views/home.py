"""The front door."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from tuoyu.core import clock
from tuoyu.core.guard import public
from tuoyu.portal.queries import promises
from tuoyu.portal.queries.figures import ON_HOME, figures
from tuoyu.portal.queries.notices import notices
from tuoyu.portal.queries.places import counties
from tuoyu.portal.views.page import page

NOTICES = 6
PROMISES = 5


@public
def home(request: HttpRequest) -> HttpResponse:
    """Search first; then the tasks, the city in four numbers, notices and promises."""
    on = clock.today()
    standing = figures(on)
    plans = promises.names()
    plan = promises.standing(plans[0][0], on, _rows_url()) if plans else None
    context = {
        "counties": counties(on),
        "figures": [(label, standing.city[id]) for id, label in ON_HOME if id in standing.city],
        "as_of": standing.at,
        "notices": notices(on, size=NOTICES)[0],
        "plan": plan,
        "promises": [p for p in plan.promises if len(p.cells) > 1][:PROMISES] if plan else [],
        "quick": _quick(),
    }
    return page(request, "portal/home.html", context, at="home")


def _quick() -> list[dict[str, str]]:
    find = reverse("portal:find")
    return [
        {"label": "普惠收费", "url": f"{find}?inclusive=yes", "icon": "currency-yuan"},
        {"label": "收 6–12 个月", "url": f"{find}?kind=infant", "icon": "baby-carriage"},
        {"label": "临时托", "url": f"{find}?service=temporary", "icon": "clock"},
        {"label": "开到 19:00", "url": f"{find}?until=19:00", "icon": "moon"},
    ]


def _rows_url() -> str:
    return reverse("portal:rows", args=["-"])

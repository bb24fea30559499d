"""How the city keeps its plan, for everyone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from tuoyu.core import clock
from tuoyu.core.guard import public
from tuoyu.portal.queries import promises
from tuoyu.portal.views.page import page


@public
def home(request: HttpRequest) -> HttpResponse:
    """The newest plan, and the others by name."""
    names = promises.names()
    return _page(request, names[0][0] if names else "")


@public
def plan_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One plan, clause by clause."""
    return _page(request, slug)


def _page(request: HttpRequest, slug: str) -> HttpResponse:
    on = clock.today()
    plan = promises.standing(slug, on, reverse("portal:rows", args=["-"]))
    if plan is None and slug:
        raise Http404("没有这份方案")
    context = {"plan": plan, "names": promises.names(), "on": on}
    return page(request, "portal/plan.html", context, at="plan")

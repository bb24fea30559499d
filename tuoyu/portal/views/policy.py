"""The policy library: documents in force, what they ask in our words, what changed when."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from tuoyu.core import clock
from tuoyu.core.guard import public
from tuoyu.portal.queries import policy
from tuoyu.portal.queries.wish import clean
from tuoyu.portal.views.page import page

AN_HOUR = 3600


@public
def home(request: HttpRequest) -> HttpResponse:
    """Documents by kind; a search goes through every entry."""
    on, q = clock.today(), clean(request.GET.get("q", ""))
    context = {
        "groups": policy.shelf(on, settings.CITY_CODE),
        "q": q,
        "found": policy.search(q, on, settings.CITY_CODE) if q else [],
        "on": on,
    }
    return page(request, "portal/policy.html", context, at="policy", seconds=AN_HOUR)


@public
def book(request: HttpRequest, slug: str) -> HttpResponse:
    """One document with its entries, in force today or its newest text."""
    found = policy.book(slug)
    if found is None:
        raise Http404("没有这份文件")
    context = {"book": found, "entries": policy.entries(found), "on": clock.today()}
    return page(request, "portal/policy_book.html", context, at="policy", seconds=AN_HOUR)


@public
def changes(request: HttpRequest) -> HttpResponse:
    """What came into force or ended, newest first; drafts apart."""
    context = {"changes": policy.changes(settings.CITY_CODE), "drafts": policy.drafts()}
    return page(request, "portal/policy_changes.html", context, at="policy", seconds=AN_HOUR)

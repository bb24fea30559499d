"""Browsing the law: the shelf on a day, one book, one entry."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tuoyu.assessment import permissions
from tuoyu.assessment.queries import library
from tuoyu.assessment.queries.rules import newest_sweep, rule_lines
from tuoyu.assessment.queries.rules import shelf as books_on
from tuoyu.books import Rule
from tuoyu.core.dates import judging_day
from tuoyu.core.guard import needs
from tuoyu.org.models import UserRequest


@needs(permissions.READ)
def shelf(request: UserRequest) -> HttpResponse:
    """Every book in force on a day, by kind, and the drafts beside them."""
    on = judging_day(request)
    q = request.GET.get("q", "").strip()
    law = library()
    found = [
        entry
        for entry in law.entries(on, settings.CITY_CODE).values()
        if q and (q in entry.says or q in entry.citation or q.upper() == entry.code)
    ]
    context = {
        "books": books_on(on, settings.CITY_CODE),
        "drafts": law.drafts(),
        "on": on,
        "q": q,
        "found": found,
        "may_rehearse": request.user.may(permissions.REHEARSE),
    }
    return render(request, "assessment/shelf.html", context)


@needs(permissions.READ)
def book(request: HttpRequest, slug: str) -> HttpResponse:
    """One document as in force on a day, rule by rule, with the city's counts."""
    on = judging_day(request)
    law = library()
    try:
        found = law.book(slug)
    except KeyError:
        raise Http404("没有这本书") from None
    sweep = newest_sweep(on)
    lines = rule_lines({rule.id: rule for rule in found.rules}, sweep)
    context = {"book": found, "lines": lines, "sweep": sweep, "on": on}
    return render(request, "assessment/book.html", context)


@needs(permissions.READ)
def entry(request: HttpRequest, id: str) -> HttpResponse:
    """One rule or item: what it asks, where it stands, how sure we are, its cases."""
    try:
        found = library().entry(id)
    except KeyError:
        raise Http404("没有这一条") from None
    is_rule = isinstance(found, Rule)
    context = {"entry": found, "is_rule": is_rule, "on": judging_day(request)}
    return render(request, "assessment/entry.html", context)

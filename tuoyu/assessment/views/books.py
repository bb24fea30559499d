"""Browsing the law: the shelf on a day, one book, one entry, what changed between two days."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tuoyu.assessment import permissions
from tuoyu.assessment.queries import library
from tuoyu.assessment.queries.amendments import amendments as amended
from tuoyu.assessment.queries.rules import (
    found,
    newest_sweep,
    replaced_by,
    replaces,
    rule_lines,
    standing_text,
)
from tuoyu.assessment.queries.rules import shelf as books_on
from tuoyu.books import Rule
from tuoyu.core.dates import day_asked, judging_day
from tuoyu.core.guard import needs
from tuoyu.org.models import UserRequest

A_YEAR = timedelta(days=365)


@needs(permissions.READ)
def shelf(request: UserRequest) -> HttpResponse:
    """Every book in force on a day, by kind, and the drafts beside them."""
    on, q = judging_day(request), request.GET.get("q", "").strip()
    shelves = books_on(on, settings.CITY_CODE)
    context = {
        "shelves": shelves,
        "books": sum(len(books) for _, books in shelves),
        "drafts": library().drafts(),
        "judging_day": on,
        "q": q,
        "found": found(q, on, settings.CITY_CODE) if q else [],
        "may_rehearse": request.user.may(permissions.REHEARSE),
    }
    return render(request, "assessment/shelf.html", context)


@needs(permissions.READ)
def book(request: UserRequest, slug: str) -> HttpResponse:
    """One document as in force on a day, rule by rule, with the city's counts."""
    on = judging_day(request)
    text = standing_text(slug, on)
    if text is None:
        raise Http404("没有这本书")
    sweep = newest_sweep(on)
    context = {
        "book": text,
        "in_force": text.head.in_force(on),
        "lines": rule_lines({rule.id: rule for rule in text.rules}, sweep),
        "others": (
            ("步骤", text.steps),
            ("时限", text.clocks),
            ("日程", text.spans),
            ("待遇", text.benefits),
            ("指标", text.indicators),
        ),
        "sweep": sweep,
        "judging_day": on,
        "may_survey": request.user.may(permissions.SURVEY),
    }
    return render(request, "assessment/book.html", context)


@needs(permissions.READ)
def entry(request: UserRequest, id: str) -> HttpResponse:
    """One rule or item: what it asks, where it stands, how sure we are, its cases."""
    on = judging_day(request)
    text = standing_text(id.partition("/")[0], on)
    here = next((one for one in text.entries if one.id == id), None) if text else None
    if text is None or here is None:
        raise Http404("没有这一条")
    in_force = id in library().entries(on, settings.CITY_CODE)
    context: dict[str, Any] = {
        "entry": here,
        "is_rule": isinstance(here, Rule),
        "in_force": in_force,
        "replaces": replaces(here),
        "replaced_by": replaced_by(here, on, settings.CITY_CODE),
        "judging_day": on,
        "may_survey": request.user.may(permissions.SURVEY),
    }
    if isinstance(here, Rule) and in_force:
        context["lines"] = rule_lines({id: here}, newest_sweep(on))
    return render(request, "assessment/entry.html", context)


@needs(permissions.READ)
def amendments(request: HttpRequest) -> HttpResponse:
    """The law of one day beside that of another."""
    on = judging_day(request)
    since = day_asked(request, "since", on - A_YEAR)
    rows = amended(since, on, settings.CITY_CODE)
    context = {"rows": rows, "since": since, "judging_day": on}
    return render(request, "assessment/amendments.html", context)

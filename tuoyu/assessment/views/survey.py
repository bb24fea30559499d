"""The city's verdicts: by rule, by change, by what will lapse."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST
from procrastinate.exceptions import AlreadyEnqueued

from tuoyu.assessment import jobs, permissions
from tuoyu.assessment.queries import library
from tuoyu.assessment.queries.history import Change, changed, first_sweep
from tuoyu.assessment.queries.judged import LISTED, Judged, JudgedRows, standing
from tuoyu.assessment.queries.queue import sweep_is_under_way
from tuoyu.assessment.queries.reach import called, counties_in_reach, is_citywide, within_reach
from tuoyu.assessment.queries.rules import (
    RuleLine,
    by_document,
    most_broken,
    newest_sweep,
    rule_lines,
    standing_text,
)
from tuoyu.assessment.views.asked import (
    county_of,
    county_select,
    keep_of,
    spreadsheet_rows,
)
from tuoyu.books import Book, Rule, Verdict
from tuoyu.core.dates import day_asked, judging_day
from tuoyu.core.guard import needs
from tuoyu.core.sheets.export import Column
from tuoyu.org.models import UserRequest

ROWS_A_PAGE = 30
MOST_EXPORTED = 50_000
A_WEEK = timedelta(days=7)


@needs(permissions.SURVEY)
def city(request: UserRequest) -> HttpResponse:
    """Every rule with how many keep, break or leave it unknown."""
    on = judging_day(request)
    sweep = newest_sweep(on)
    counties = counties_in_reach(request.user, permissions.SURVEY, on)
    county = county_of(request, counties)
    codes = [county] if county else [one.code for one in counties]
    wide = is_citywide(request.user, permissions.SURVEY) and not county
    rules = library().rules(on, settings.CITY_CODE)
    lines = rule_lines(rules, sweep, None if wide else codes)
    everything = request.GET.get("only") == "all"
    shown = [line for line in lines if everything or line.broken or line.unknown]
    by_book = request.GET.get("order") == "book"
    lines_of = by_document(shown) if by_book else most_broken(shown)
    pairs = [(book, line) for book, lines in lines_of for line in lines]
    page = Paginator(pairs, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "sweep": sweep,
        "page": page,
        "groups": _grouped(page.object_list),
        "county": county,
        "selects": [county_select(counties, county), _order(by_book)],
        "order": "book" if by_book else "",
        "keep": keep_of(request, "only"),
        "everything": everything,
        "may_sweep": request.user.may(permissions.SWEEP),
        "under_way": sweep_is_under_way(),
        "judging_day": on,
    }
    return render(request, "assessment/city.html", context)


def _grouped(pairs: Iterable[tuple[Book | None, RuleLine]]) -> list[tuple[Book | None, Any]]:
    """The lines of one page under their documents."""
    members = groupby(pairs, key=lambda pair: id(pair[0]))
    found = [list(same) for _, same in members]
    return [(same[0][0], [line for _, line in same]) for same in found]


@require_POST
@needs(permissions.SWEEP)
def sweep(request: UserRequest) -> HttpResponse:
    """Judge the city now: the worker does it, the page can be left."""
    try:
        with transaction.atomic():
            jobs.sweep_now.defer(user_id=request.user.pk)
    except AlreadyEnqueued:
        messages.info(request, "已经在对照，请稍等。")
    return redirect("assessment:city")


@needs(permissions.SURVEY)
def rule(request: UserRequest, id: str) -> HttpResponse:
    """Who breaks, keeps or leaves unknown one rule, judged anew for the day asked."""
    found, on = _rule(id, request), judging_day(request)
    counties = counties_in_reach(request.user, permissions.SURVEY, on)
    county = county_of(request, counties)
    only = within_reach(request.user, permissions.SURVEY, county)
    numbers, verdict = standing(found, on, only), _verdict(request)
    rows = JudgedRows(found, verdict, on, only, numbers[verdict])
    context: dict[str, Any] = {
        "rule": found,
        "verdict": verdict.value,
        "page": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "tabs": _tabs(request, numbers, verdict),
        "exempt": numbers[Verdict.NOT_APPLICABLE],
        "county": county,
        "selects": [county_select(counties, county)],
        "keep": keep_of(request, "verdict"),
        "judging_day": on,
    }
    return render(request, "assessment/rule.html", context)


@needs(permissions.SURVEY)
def export_rule(request: UserRequest, id: str) -> HttpResponse:
    """The same rows as a spreadsheet."""
    found, on = _rule(id, request), judging_day(request)
    county = county_of(request, counties_in_reach(request.user, permissions.SURVEY, on))
    only, verdict = within_reach(request.user, permissions.SURVEY, county), _verdict(request)
    number = standing(found, on, only)[verdict]
    rows = JudgedRows(found, verdict, on, only, number)[0:MOST_EXPORTED]
    heads = ("县（市、区）", "机构编号", "机构", "对象", "证据", "差距", "怎么办", "自")
    name = f"{verdict.label} {found.code or found.article} {on}"
    table = [_row(row) for row in rows]
    return spreadsheet_rows([*map(Column, heads)], table, found.says, name)


def _row(row: Judged) -> list[Any]:
    finding, place = row.finding, row.institution
    evidence = "；".join(map(str, finding.evidence))
    broken = finding.verdict is Verdict.BROKEN
    gap = finding.shortfall if broken else finding.missing
    head = [called(place.county), place.code, str(place), finding.subject_label]
    return [*head, evidence, gap, finding.remedy if broken else "", row.since]


@needs(permissions.SURVEY)
def changes(request: UserRequest) -> HttpResponse:
    """What broke and what was put right since a day."""
    on = judging_day(request)
    since = day_asked(request, "since", on - A_WEEK)
    counties = counties_in_reach(request.user, permissions.SURVEY, on)
    county, kind = county_of(request, counties), _change(request)
    lists = {
        change: changed(
            request.user, permissions.SURVEY, change, since=since, until=on, county=county
        )
        for change in Change
    }
    page = Paginator(lists[kind], ROWS_A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "page": page,
        "lines": [(row, _says(row.rule)) for row in page.object_list],
        "kind": kind.value,
        "tabs": [
            {
                "label": change.label,
                "url": _with(request, kind=change.value),
                "count": rows.count(),
                "on": change is kind,
            }
            for change, rows in lists.items()
        ],
        "since": since,
        "first": first_sweep(),
        "selects": [county_select(counties, county)],
        "judging_day": on,
    }
    return render(request, "assessment/changes.html", context)


def _order(by_book: bool) -> dict[str, Any]:
    options = [("", "不符合多的在前"), ("book", "按法规")]
    return {
        "name": "order",
        "label": "顺序",
        "value": "book" if by_book else "",
        "options": options,
    }


def _tabs(
    request: UserRequest, numbers: dict[Verdict, int], verdict: Verdict
) -> list[dict[str, Any]]:
    return [
        {
            "label": one.label,
            "url": _with(request, verdict=one.value),
            "count": f"{numbers[one]:,}",
            "on": one is verdict,
        }
        for one in LISTED
    ]


def _with(request: UserRequest, **changes: str) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query[name] = value
    return f"?{query.urlencode()}"


def _verdict(request: UserRequest) -> Verdict:
    asked = request.GET.get("verdict", "")
    return next((one for one in LISTED if one.value == asked), Verdict.BROKEN)


def _change(request: UserRequest) -> Change:
    asked = request.GET.get("kind", "")
    return next((one for one in Change if one.value == asked), Change.NEW)


def _says(rule: str) -> str:
    try:
        return library().entry(rule).says
    except KeyError:
        return rule


def _rule(id: str, request: UserRequest) -> Rule:
    text = standing_text(id.partition("/")[0], judging_day(request))
    found = next((one for one in text.entries if one.id == id), None) if text else None
    if found is None:
        raise Http404("没有这一条")
    if not isinstance(found, Rule):
        raise Http404("这一条由人判断，没有自动结果")
    return found

"""The city's verdicts: by rule, by change, by what will lapse."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tuoyu.assessment import permissions, services
from tuoyu.assessment.queries import expiring, expiry_load, library
from tuoyu.assessment.queries.rules import (
    breaking,
    by_document,
    changed_since,
    newest_sweep,
    rule_lines,
)
from tuoyu.books import Rule
from tuoyu.core.clock import now, today
from tuoyu.core.dates import judging_day
from tuoyu.core.downloads import spreadsheet
from tuoyu.core.guard import needs
from tuoyu.core.sheets.export import Column, write_table
from tuoyu.org.models import Region, UserRequest

ROWS_A_PAGE = 30
CHANGE_DAYS = 30


@needs(permissions.SURVEY)
def city(request: UserRequest) -> HttpResponse:
    """Every rule with how many keep, break or leave it unknown."""
    on = judging_day(request)
    sweep = newest_sweep(on)
    county = request.GET.get("county", "")
    lines = rule_lines(library().rules(on, settings.CITY_CODE), sweep, county)
    if request.GET.get("only") != "all":
        lines = [line for line in lines if line.broken or line.unknown]
    context = {
        "sweep": sweep,
        "groups": by_document(lines),
        "county": county,
        "counties": Region.objects.counties().on(on),
        "only": request.GET.get("only", ""),
        "may_sweep": request.user.may(permissions.SWEEP),
        "on": on,
    }
    return render(request, "assessment/city.html", context)


@require_POST
@needs(permissions.SWEEP)
def sweep(request: UserRequest) -> HttpResponse:
    """Judge the city now."""
    services.run_sweep(on=today(), by=request.user, at=now())
    return redirect("assessment:city")


@needs(permissions.SURVEY)
def rule(request: UserRequest, id: str) -> HttpResponse:
    """Who breaks one rule, within reach."""
    found, on = _rule(id), judging_day(request)
    rows = breaking(request.user, permissions.SURVEY, id, on)
    county = request.GET.get("county", "")
    if county:
        rows = rows.filter(institution__county__code=county)
    context = {
        "rule": found,
        "page": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "lines": rule_lines({id: found}, newest_sweep(on)),
        "county": county,
        "counties": Region.objects.counties().on(on),
        "on": on,
    }
    return render(request, "assessment/rule.html", context)


@needs(permissions.SURVEY)
def export_rule(request: UserRequest, id: str) -> HttpResponse:
    """The same rows as a spreadsheet."""
    found, on = _rule(id), judging_day(request)
    rows = breaking(request.user, permissions.SURVEY, id, on)
    columns = [Column(word) for word in ("县（市、区）", "机构", "对象", "自", "条款")]
    table = [
        [
            row.institution.county.short_name,
            row.institution.unit.name,
            row.subject_label,
            row.starts_on,
            found.citation,
        ]
        for row in rows
    ]
    return spreadsheet(
        write_table(columns, table, title=found.says), f"不符合 {found.code} {on}"
    )


@needs(permissions.SURVEY)
def changes(request: UserRequest) -> HttpResponse:
    """What broke and what was put right since a day."""
    since = judging_day(request)
    rows = changed_since(request.user, permissions.SURVEY, since)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    rules = library().rules(today(), settings.CITY_CODE)
    lines = [(row, rules.get(row.rule)) for row in page.object_list]
    context = {"page": page, "lines": lines, "since": since}
    return render(request, "assessment/changes.html", context)


@needs(permissions.SURVEY)
def expiry(request: UserRequest) -> HttpResponse:
    """Papers that will lapse, soonest first, and the load week by week."""
    on = judging_day(request)
    found = expiring(request.user, permissions.SURVEY, on=on)
    page = Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page"))
    load = expiry_load(found, on=on)
    context = {"page": page, "load": load, "on": on, "total": len(found)}
    return render(request, "assessment/expiry.html", context)


def _rule(id: str) -> Rule:
    try:
        found = library().entry(id)
    except KeyError:
        raise Http404("没有这一条") from None
    if not isinstance(found, Rule):
        raise Http404("这一条由人判断，没有自动结果")
    return found

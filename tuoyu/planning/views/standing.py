"""How promises stand: the plan as matrix, clauses, timeline and units; a clause; a cell."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tuoyu.assessment.queries import library
from tuoyu.assessment.queries.reach import counties_in_reach
from tuoyu.books import Book, Indicator
from tuoyu.core.clock import today
from tuoyu.core.dates import judging_day
from tuoyu.core.guard import needs
from tuoyu.org.models import Region, UserRequest
from tuoyu.planning import permissions
from tuoyu.planning.queries import progress
from tuoyu.planning.queries.kept import reckon_kept
from tuoyu.planning.queries.matrix import Matrix, by_date, by_unit, matrix, of_the_whole
from tuoyu.planning.queries.opened import answerable, find, opened, overdue
from tuoyu.planning.queries.plans import plan as find_plan
from tuoyu.planning.queries.plans import plans, whole_name
from tuoyu.planning.queries.progress import ClauseState
from tuoyu.statistics.queries import CITY, Number, reckon
from tuoyu.statistics.queries.display import county_steps, shown

ROWS_A_PAGE = 10
MAPPED = "indicators/places-per-1000"  # what the map beside the matrix shows unless asked
VIEWS = (
    ("matrix", "县区矩阵"),
    ("clauses", "逐条条款"),
    ("timeline", "时间线"),
    ("units", "责任单位"),
)

# The counts on top of a plan, in the words of their doors.
STANDING = {
    "met": "数字已达到",
    "late": "逾期达到",
    "missed": "到期未达到",
    "unproved": "待查明、缺凭证",
    "lasting": "持续任务",
}


@needs(permissions.READ)
def home(request: UserRequest) -> HttpResponse:
    """The plans in force; a city with one plan goes straight to it."""
    found = plans()
    if len(found) == 1:
        query = request.GET.urlencode()
        target = redirect("planning:progress", found[0].head.slug)
        target["Location"] += f"?{query}" if query else ""
        return target
    places = Region.objects.current().filter(code__in={book.head.place for book in found})
    names = {place.code: place.name for place in places}
    context = {
        "plans": [(book, names.get(book.head.place, "")) for book in found],
        "may_read_in": request.user.may(permissions.READ_IN),
    }
    return render(request, "planning/home.html", context)


@needs(permissions.READ)
def progress_page(request: UserRequest, plan: str) -> HttpResponse:
    """One plan as matrix, clauses, timeline or units."""
    book, on, law = plan_named(plan), judging_day(request), library()
    mapped = law.indicators(on).get(request.GET.get("map", "")) or law.indicators(on).get(
        MAPPED
    )
    standing = progress(book, on, law, [mapped] if mapped else [], reckon_kept)
    grid, tally = matrix(standing), standing.tally
    chosen = request.GET.get("state", "")
    numbers = standing.table[mapped.id] if mapped else {}
    context = {
        "plan": book,
        "standing": standing,
        "tally": tally,
        "unproved": tally["unknown"] + tally["awaited"],
        "lasting": tally["lasting"] - tally["awaited"] + tally["open"],
        "clauses": [one for one in standing.clauses if _stands(one, chosen)],
        "chosen": STANDING.get(chosen, ""),
        "matrix": grid,
        "rows": _rows(grid, numbers),
        "whole": of_the_whole(standing),
        "whole_name": whole_name(book),
        "units": by_unit(standing),
        "dates": by_date(standing),
        "mapped": mapped,
        "mapped_city": shown(numbers[CITY]) if mapped else None,
        "legend": county_steps(numbers)[1] if mapped else [],
        "selects": [_map_select(grid, mapped, law.indicators(on).get(MAPPED))],
        "shown": _view(request),
        "tabs": _tabs(request, standing),
        "may_read_in": request.user.may(permissions.READ_IN),
        "judging_day": on,
        "query": _day_query(on),
        "map_query": f"?on={on}",
    }
    return render(request, "planning/progress.html", context)


def _stands(clause: ClauseState, chosen: str) -> bool:
    """Whether the count chosen counts the clause; everything does when none is."""
    return chosen not in STANDING or clause.counted_as == chosen


def _rows(grid: Matrix, numbers: Mapping[str, Number]) -> list[dict[str, Any]]:
    """Counties with their cells, and the mapped number as a bar."""
    values = [float(n.value or 0) for code, n in numbers.items() if code != CITY]
    most = max(values, default=0) or 1
    rows = []
    for row in grid.rows:
        number = numbers.get(row.code)
        parts = [{"kind": "s1", "value": float(number.value or 0)}] if number else []
        line = shown(number) if number else None
        rows.append({"row": row, "number": line, "parts": parts, "most": most})
    return rows


def _map_select(
    grid: Matrix, mapped: Indicator | None, usual: Indicator | None
) -> dict[str, Any]:
    """The numbers of the matrix, any of which the map can show."""
    offered = [usual, *(column.indicator for column in grid.columns)]
    options = {one.id: one.name for one in offered if one}
    return {
        "name": "map",
        "label": "换指标",
        "value": mapped.id if mapped else "",
        "options": list(options.items()),
    }


def _view(request: HttpRequest) -> str:
    asked = request.GET.get("view", "")
    return asked if asked in dict(VIEWS) else VIEWS[0][0]


def _tabs(request: HttpRequest, standing: Any) -> list[dict[str, Any]]:
    counts = {"clauses": len(standing.clauses), "units": len(by_unit(standing))}
    shown_view, tabs = _view(request), []
    for key, label in VIEWS:
        query = request.GET.copy()
        query["view"] = key
        query.pop("state", None)
        url = f"?{query.urlencode()}"
        tabs.append(
            {"label": label, "url": url, "count": counts.get(key), "on": key == shown_view}
        )
    return tabs


@needs(permissions.READ)
def clause(request: HttpRequest, plan: str, clause: str) -> HttpResponse:
    """One clause: what it asks, of whom, by when, and what proves it."""
    book, on, law = plan_named(plan), judging_day(request), library()
    standing = progress(book, on, law, reckoner=reckon_kept)
    try:
        found = standing.clause(clause)
    except StopIteration:
        raise Http404(f"方案里没有“{clause}”这一条") from None
    indicators = law.indicators(on)
    named = [indicators[p.indicator] for p in found.proofs if p.indicator]
    table = reckon(named, on) if named else {}
    proofs = [
        (proof, shown(table[proof.indicator][CITY]) if proof.indicator else None)
        for proof in found.proofs
    ]
    context = {
        "plan": book,
        "state": found,
        "proofs": proofs,
        "judging_day": on,
        "query": _day_query(on),
    }
    return render(request, "planning/clause.html", context)


@needs(permissions.READ)
def cell(request: UserRequest, plan: str, clause: str, target: str, place: str) -> HttpResponse:
    """One promise in one place: the institutions counted, those nearest, and what they lack."""
    book, on = plan_named(plan), judging_day(request)
    standing = progress(book, on, library(), reckoner=reckon_kept)
    here = find(standing, clause, target, place)
    mine = counties_in_reach(request.user, permissions.READ, on)
    reach = [one.code for one in mine if here and (here.place or one.counts_in_city)]
    found = opened(standing, here, reach) if here else None
    if here is None or found is None:
        raise Http404("没有这一项目标")
    own = standing.clause(clause)
    context = {
        "plan": book,
        "state": found.state,
        "cell": here,
        "number": shown(here.number) if here.number else None,
        "number_then": shown(here.number_then) if here.number_then else None,
        "overdue": overdue(here),
        "clause": own.clause,
        "units": answerable(own.clause.units, here.place),
        "page": Paginator(found.counted, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "columns": found.counted.columns,
        "unsettled": found.unsettled[0:ROWS_A_PAGE],
        "near": found.near,
        "in_reach": bool(found.counted.counties),
        "judging_day": on,
    }
    return render(request, "planning/cell.html", context)


def _day_query(on: date) -> str:
    """What addresses carry when the page looks at another day than today."""
    return "" if on == today() else f"?on={on}"


def plan_named(slug: str) -> Book:
    found = find_plan(slug)
    if found is None:
        raise Http404("没有这份方案")
    return found

"""Pages of plans: how promises stand, clause by clause, and reading a plan in."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tuoyu.assessment.queries import library
from tuoyu.books import Book
from tuoyu.books.plan_reader import read_plan
from tuoyu.core.clock import now
from tuoyu.core.dates import judging_day
from tuoyu.core.downloads import spreadsheet
from tuoyu.core.guard import needs
from tuoyu.core.sheets.export import Column, write_table
from tuoyu.org.models import UserRequest
from tuoyu.planning import permissions, services
from tuoyu.planning.forms import PlanFileForm, ReadingForm
from tuoyu.planning.models import PlanDocument
from tuoyu.planning.queries import progress
from tuoyu.planning.queries.matrix import by_date, by_unit, matrix
from tuoyu.planning.queries.plans import plan as find_plan
from tuoyu.planning.queries.plans import plans
from tuoyu.statistics.queries import rows_behind
from tuoyu.statistics.queries.near import near_misses

ROWS_A_PAGE = 30
MAPPED = "indicators/places-per-1000"  # what the map beside the matrix shows
VIEWS = (
    ("matrix", "县区矩阵"),
    ("clauses", "逐条条款"),
    ("timeline", "时间线"),
    ("units", "责任单位"),
)


@needs(permissions.READ)
def home(request: HttpRequest) -> HttpResponse:
    """The plans in force; a city with one plan goes straight to it."""
    found = plans()
    if len(found) == 1:
        return redirect("planning:progress", found[0].head.slug)
    return render(request, "planning/home.html", {"plans": found})


@needs(permissions.READ)
def progress_page(request: HttpRequest, plan: str) -> HttpResponse:
    """One plan as matrix, clauses, timeline or units."""
    book, on = _plan(plan), judging_day(request)
    standing = progress(book, on, library())
    shown = request.GET.get("view", "matrix")
    context = {
        "plan": book,
        "on": on,
        "standing": standing,
        "tally": standing.tally,
        "matrix": matrix(standing),
        "units": by_unit(standing),
        "dates": by_date(standing),
        "mapped": library().indicators(on).get(MAPPED),
        "shown": shown,
        "tabs": [
            {"label": label, "url": f"?view={key}", "on": key == shown} for key, label in VIEWS
        ],
    }
    return render(request, "planning/progress.html", context)


@needs(permissions.READ)
def clause(request: HttpRequest, plan: str, clause: str) -> HttpResponse:
    """One clause: what it asks, of whom, by when, and what proves it."""
    book, on = _plan(plan), judging_day(request)
    standing = progress(book, on, library())
    try:
        found = standing.clause(clause)
    except StopIteration:
        raise Http404(f"方案里没有“{clause}”这一条") from None
    return render(request, "planning/clause.html", {"plan": book, "on": on, "state": found})


@needs(permissions.READ)
def cell(request: HttpRequest, plan: str, clause: str, target: str, place: str) -> HttpResponse:
    """One promise in one county: the institutions counted, and those nearest to counting."""
    book, on = _plan(plan), judging_day(request)
    standing = progress(book, on, library())
    wanted = f"{book.head.slug}/{clause}/{target}"
    state = next((t for t in standing.targets if t.target.id == wanted), None)
    here = (
        next((c for c in state.cells if c.place == place.replace("city", "")), None)
        if state
        else None
    )
    if state is None or here is None or state.indicator is None:
        raise Http404("没有这一项目标")
    counties = [here.place] if here.place else None
    found = rows_behind(state.indicator, on, counties=counties)
    context = {
        "plan": book,
        "on": on,
        "state": state,
        "cell": here,
        "clause": standing.clause(clause).clause,
        "page": Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "near": near_misses(state.indicator, on, counties=counties),
    }
    return render(request, "planning/cell.html", context)


@needs(permissions.READ)
def export(request: HttpRequest, plan: str) -> HttpResponse:
    """The assessment table of a plan: counties against promises, as offices hand it in."""
    book, on = _plan(plan), judging_day(request)
    grid = matrix(progress(book, on, library()))
    columns = [Column("县（市、区）"), *(Column(c.target.says) for c in grid.columns)]
    table = [
        [
            row.name,
            *(f"{c.number.value if c.number else ''} {c.state.label}" for c in row.cells),
        ]
        for row in grid.rows
    ]
    return spreadsheet(
        write_table(columns, table, title=book.head.document), f"方案考核表 {on}"
    )


@needs(permissions.READ_IN)
def read_in(request: UserRequest) -> HttpResponse:
    """Upload a plan document; what is found is shown for confirmation."""
    form = PlanFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        document = services.read_in(
            read_plan(file.read(), file.name),
            text="",
            file_name=file.name,
            region=form.cleaned_data["region"],
            by=request.user,
            at=now(),
        )
        return redirect("planning:reading", document.pk)
    recent = PlanDocument.objects.select_related("region")[:20]
    status = 422 if form.is_bound else 200
    return render(
        request, "planning/read_in.html", {"form": form, "recent": recent}, status=status
    )


@needs(permissions.READ_IN)
def reading(request: UserRequest, pk: int) -> HttpResponse:
    """What was found in a plan, to be compared with the document and confirmed."""
    document = get_object_or_404(PlanDocument, pk=pk)
    initial = {"title": document.title, "issued_on": document.issued_on}
    form = ReadingForm(document.reading, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.confirm(
            document,
            title=form.cleaned_data["title"],
            issued_on=form.cleaned_data["issued_on"],
            clauses=form.clauses(),
            by=request.user,
            at=now(),
        )
        return redirect("planning:home")
    rows = _reading_rows(document, form)
    context = {"document": document, "form": form, "rows": rows}
    return render(
        request, "planning/reading.html", context, status=422 if form.is_bound else 200
    )


@require_POST
@needs(permissions.READ_IN)
def drop(request: UserRequest, pk: int) -> HttpResponse:
    """Do not take over what was read in."""
    services.drop(get_object_or_404(PlanDocument, pk=pk), by=request.user, at=now())
    return redirect(reverse("planning:read_in"))


def _plan(slug: str) -> Book:
    found = find_plan(slug)
    if found is None:
        raise Http404("没有这份方案")
    return found


def _reading_rows(document: PlanDocument, form: ReadingForm) -> list[dict[str, Any]]:
    return [
        found | {"units_field": form[f"units-{n}"], "deadlines_field": form[f"deadlines-{n}"]}
        for n, found in enumerate(document.reading["clauses"])
    ]

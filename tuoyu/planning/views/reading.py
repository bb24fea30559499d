"""Reading a plan in: upload, compare, confirm."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tuoyu.assessment.queries import library
from tuoyu.books.plan_reader import read_plan
from tuoyu.books.plan_reader.opening import lines_of
from tuoyu.core.clock import now, today
from tuoyu.core.guard import needs
from tuoyu.core.refusing import attempt, status_of
from tuoyu.org.models import UserRequest
from tuoyu.planning import permissions, services
from tuoyu.planning.forms import PlanFileForm, ReadingForm
from tuoyu.planning.models import PlanDocument
from tuoyu.planning.queries.plans import opened


@needs(permissions.READ_IN)
def read_in(request: UserRequest) -> HttpResponse:
    """Upload a plan document; what is found is shown for confirmation."""
    posted = request.method == "POST"
    form = PlanFileForm(request.POST, request.FILES) if posted else PlanFileForm()
    if form.is_valid():
        document = attempt(form, lambda: _read(request, form))
        if document is not None:
            return redirect("planning:reading", document.pk)
    recent = PlanDocument.objects.select_related("region", "read_by")[:20]
    context = {"form": form, "recent": recent}
    return render(request, "planning/read_in.html", context, status=status_of(form))


def _read(request: UserRequest, form: PlanFileForm) -> PlanDocument:
    file = form.cleaned_data["file"]
    content = file.read()
    return services.read_in(
        read_plan(content, file.name),
        text="\n".join(lines_of(content)),
        file_name=file.name,
        region=form.cleaned_data["region"],
        by=request.user,
        at=now(),
    )


@needs(permissions.READ_IN)
def reading(request: UserRequest, pk: int) -> HttpResponse:
    """What was found in a plan, to be compared with the document and confirmed."""
    document = get_object_or_404(PlanDocument.objects.select_related("region"), pk=pk)
    if document.status != PlanDocument.Status.READ:
        return _settled(request, document)
    form = _form(request, document)
    if form.is_valid():
        confirmed = attempt(form, lambda: _confirm(request, document, form))
        if confirmed is not None:
            return redirect("planning:progress", _slug(confirmed))
    rows = form.rows()
    context = {
        "document": document,
        "form": form,
        "rows": rows,
        "told": len(document.reading["clauses"]),
        "tasks": len(document.reading.get("tasks", ())),
        "quantities": sum(len(row.targets) for row in rows),
    }
    return render(request, "planning/reading.html", context, status=status_of(form))


def _form(request: UserRequest, document: PlanDocument) -> ReadingForm:
    found = document.reading
    initial = {
        "title": document.title,
        "issued_on": document.issued_on,
        "number": found.get("number", ""),
        "issuer": found.get("issuer", ""),
    }
    indicators = library().indicators(today(), settings.CITY_CODE).values()
    data = request.POST if request.method == "POST" else None
    return ReadingForm(found, indicators, data, initial=initial)


def _confirm(request: UserRequest, document: PlanDocument, form: ReadingForm) -> PlanDocument:
    return services.confirm(
        document,
        head=form.head(),
        issued_on=form.cleaned_data["issued_on"],
        clauses=form.clauses(),
        by=request.user,
        at=now(),
    )


def _settled(request: UserRequest, document: PlanDocument) -> HttpResponse:
    """Confirmed or dropped: what was found stays to be read."""
    confirmed = document.status == PlanDocument.Status.CONFIRMED
    context = {"document": document, "slug": _slug(document) if confirmed else ""}
    return render(request, "planning/settled.html", context)


def _slug(document: PlanDocument) -> str:
    return opened(document.pk, document.book, document.region.code).head.slug


@require_POST
@needs(permissions.READ_IN)
def drop(request: UserRequest, pk: int) -> HttpResponse:
    """Do not take over what was read in."""
    services.drop(get_object_or_404(PlanDocument, pk=pk), by=request.user, at=now())
    return redirect("planning:read_in")

"""The office's side: one filing with form, papers and report beside each other."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tuoyu.core.clock import now, today
from tuoyu.core.guard import needs
from tuoyu.filing import permissions, services
from tuoyu.filing.forms.deciding import AnswerForm, offered, seen_on_site
from tuoyu.filing.models import Filing, SiteCheck
from tuoyu.filing.queries import papers
from tuoyu.filing.queries.history import changed_since, timeline
from tuoyu.filing.queries.law import site_items
from tuoyu.filing.queries.officers import officers_within
from tuoyu.filing.queries.powers import powers_of
from tuoyu.filing.queries.preview import dials, preview_of
from tuoyu.filing.queries.reading import parts
from tuoyu.org.models import UserRequest


@needs(permissions.REVIEW)
def review(request: UserRequest, pk: int) -> HttpResponse:
    """Everything needed to decide, on one screen."""
    filing = seen(request, pk)
    on, user = today(), request.user
    report = services.judge(filing, on=on, by=user, at=now())
    shelves = papers.shelves(filing, papers.materials_of(filing))
    visits = list(filing.site_checks.select_related("by"))
    paper, slot = request.GET.get("paper", ""), request.GET.get("slot", "")
    context = {
        "filing": filing,
        "shown": preview_of(filing, on=on),
        "dials": dials(filing, on=on),
        "parts": parts(filing, report),
        "changed": changed_since(filing),
        "shelves": shelves,
        "papers_held": sum(len(shelf.papers) for shelf in shelves),
        "paper": papers.chosen(shelves, paper, slot),
        "slot": slot,
        "report": report,
        "points": offered(report),
        "history": timeline(filing),
        "documents": filing.documents.all(),
        "visits": visits,
        "seen_on_site": _seen_on_site(filing, visits),
        "decision": filing.decisions.filter(decided_at=None)
        .select_related("proposed_by")
        .first(),
        "powers": powers_of(filing, user),
        "colleagues": officers_within(user, permissions.HANDLE),
        "answer_form": AnswerForm(),
    }
    return render(request, "filing/review.html", context)


def _seen_on_site(filing: Filing, visits: Sequence[SiteCheck]) -> list[dict[str, str]]:
    last = next((one for one in reversed(visits) if one.concluded_at), None)
    region = filing.unit.region
    items = site_items(form=filing.form, on=last.visited_on, region=region) if last else ()
    return seen_on_site(last, items)


@require_POST
@needs(permissions.HANDLE)
def claim(request: UserRequest, pk: int) -> HttpResponse:
    """Take it in hand."""
    services.claim(in_hand(request, pk), by=request.user, at=now())
    return redirect("filing:review", pk)


@require_POST
@needs(permissions.HANDLE)
def assign(request: UserRequest, pk: int) -> HttpResponse:
    """Pass it to a colleague."""
    colleagues = officers_within(request.user, permissions.HANDLE)
    number = request.POST.get("to", "")
    to = get_object_or_404(colleagues, pk=number if number.isdecimal() else 0)
    services.assign(in_hand(request, pk), to=to, by=request.user, at=now())
    return redirect("filing:review", pk)


def seen(request: UserRequest, pk: int) -> Filing:
    """A filing this office may read; the institution's own page is another."""
    rows = Filing.objects.visible_to(request.user, permissions.REVIEW)
    related = ("unit__region", "applicant__region", "institution__unit", "region", "officer")
    return get_object_or_404(rows.select_related(*related), pk=pk)


def in_hand(request: UserRequest, pk: int) -> Filing:
    """A filing this officer may handle."""
    rows = Filing.objects.visible_to(request.user, permissions.HANDLE)
    return get_object_or_404(rows.select_related("unit__region", "applicant"), pk=pk)

"""Drafts and what they would do to the city."""

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tuoyu.assessment import jobs, permissions, services
from tuoyu.assessment.forms import DraftForm, RehearseForm
from tuoyu.assessment.models import Rehearsal
from tuoyu.assessment.queries.drafts import draft_named
from tuoyu.assessment.queries.drafts import drafts as all_drafts
from tuoyu.assessment.queries.falls import falls, needs_of
from tuoyu.assessment.queries.reach import called
from tuoyu.assessment.views.asked import spreadsheet_rows
from tuoyu.core.clock import now, today
from tuoyu.core.errors import Refused
from tuoyu.core.guard import needs
from tuoyu.core.sheets.export import Column
from tuoyu.org.models import UserRequest

ROWS_A_PAGE = 30
MOST_EXPORTED = 50_000
STUCK = timedelta(minutes=10)  # no county was finished for so long: the worker is gone
STEPS = 5


@needs(permissions.REHEARSE)
def drafts(request: UserRequest) -> HttpResponse:
    """The drafts that ship, those uploaded, and past rehearsals; upload another."""
    posted = request.method == "POST"
    form = DraftForm(request.POST, request.FILES) if posted else _begun(request)
    if form.is_valid():
        draft = services.upload_draft(
            form.cleaned_data["text"],
            name=form.cleaned_data["name"],
            by=request.user,
            at=now(),
        )
        return redirect(f"{request.path}?new={draft.pk}#draft-{draft.pk}")
    context = {
        "drafts": all_drafts(),
        "new": f"draft:{request.GET.get('new', '')}",
        "form": form,
        "faults": form.lines_at_fault() if form.is_bound else [],
        "rehearsals": Rehearsal.objects.select_related("asked_by")[:20],
    }
    status = 422 if form.is_bound else 200
    return render(request, "assessment/drafts.html", context, status=status)


def _begun(request: UserRequest) -> DraftForm:
    """A new draft, from another one where the reader asks for that."""
    model = draft_named(request.GET.get("from", ""))
    return DraftForm(initial={"text": model.text, "name": model.name} if model else None)


@require_POST
@needs(permissions.REHEARSE)
def rehearse(request: UserRequest) -> HttpResponse:
    """Ask for a rehearsal; the worker runs it, the page can be left."""
    form = RehearseForm(request.POST)
    if not form.is_valid():
        raise Refused("请选一份草案和一个日期。", status=422)
    draft = draft_named(form.cleaned_data["draft"])
    if draft is None:
        raise Refused("没有这份草案，请刷新后再选。", status=422)
    asked = services.ask_rehearsal(
        draft.text,
        name=draft.name,
        title=draft.title,
        on=form.cleaned_data["on"],
        by=request.user,
        at=now(),
    )
    return _queued(asked)


@require_POST
@needs(permissions.REHEARSE)
def again(request: UserRequest, pk: int) -> HttpResponse:
    """The same draft on today's register."""
    past = get_object_or_404(Rehearsal, pk=pk)
    asked = services.ask_rehearsal(
        past.text, name=past.name, title=past.title, on=today(), by=request.user, at=now()
    )
    return _queued(asked)


def _queued(asked: Rehearsal) -> HttpResponse:
    jobs.run_rehearsal.defer(rehearsal_id=asked.pk)
    return redirect("assessment:rehearsal", asked.pk)


@needs(permissions.REHEARSE)
def result(request: UserRequest, pk: int) -> HttpResponse:
    """How far it has come; then who would fall, places lost, and what each would need."""
    rehearsal = get_object_or_404(Rehearsal.objects.select_related("asked_by"), pk=pk)
    context: dict[str, Any] = {"rehearsal": rehearsal, "judging_day": rehearsal.on}
    if rehearsal.status != Rehearsal.Status.DONE:
        context["stuck"] = _stuck(rehearsal)
        return render(request, "assessment/rehearsing.html", context)
    county, rule = _filters(request, rehearsal)
    rows = falls(rehearsal, county=county, rule=rule)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context |= {
        "result": rehearsal.result,
        "page": page,
        "needs": needs_of(rehearsal, page.object_list),
        "selects": _selects(rehearsal, county, rule),
        "legend": _steps(rehearsal)[1],
    }
    return render(request, "assessment/rehearsal.html", context)


@needs(permissions.REHEARSE)
def progress(request: UserRequest, pk: int) -> HttpResponse:
    """The counted progress alone, asked again every two seconds; over, it opens the result."""
    rehearsal = get_object_or_404(Rehearsal, pk=pk)
    if rehearsal.is_over:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    context = {"rehearsal": rehearsal, "stuck": _stuck(rehearsal)}
    return render(request, "assessment/rehearsing.html#progress", context)


@needs(permissions.REHEARSE)
def rehearsal_map(request: UserRequest, pk: int) -> JsonResponse:
    """Places at stake by county, as the map part reads it."""
    rehearsal = get_object_or_404(Rehearsal, pk=pk, status=Rehearsal.Status.DONE)
    steps, _ = _steps(rehearsal)
    values = {
        county["code"]: {
            "value": f"{county['places']:,}",
            "label": f"{county['name']} {county['places']:,} 个托位",
            "step": steps[county["code"]],
            "url": f"{reverse('assessment:rehearsal', args=[pk])}?county={county['code']}",
        }
        for county in rehearsal.result["counties"]
    }
    return JsonResponse({"values": values})


@needs(permissions.REHEARSE)
def export(request: UserRequest, pk: int) -> HttpResponse:
    """What each fallen row would need, as a spreadsheet."""
    rehearsal = get_object_or_404(Rehearsal, pk=pk, status=Rehearsal.Status.DONE)
    county, rule = _filters(request, rehearsal)
    rows = falls(rehearsal, county=county, rule=rule)[:MOST_EXPORTED]
    heads = ("县（市、区）", "机构编号", "机构", "对象", "草案条款", "差距", "要补什么")
    table = [
        [
            called(need.fall.institution.county),
            need.fall.institution.code,
            str(need.fall.institution),
            need.fall.subject_label,
            need.finding.rule.says,
            need.finding.shortfall,
            need.change,
        ]
        for need in needs_of(rehearsal, rows)
    ]
    title = f"{rehearsal.title}（草案，未生效）"
    return spreadsheet_rows([*map(Column, heads)], table, title, f"推演 {rehearsal.on}")


def _stuck(rehearsal: Rehearsal) -> bool:
    moved = rehearsal.moved_at or rehearsal.asked_at
    return now() - moved > STUCK


def _filters(request: UserRequest, rehearsal: Rehearsal) -> tuple[str, str]:
    """County and rule asked for; nonsense is no filter."""
    counties = {county["code"] for county in rehearsal.result["counties"]}
    rules = {rule["id"] for rule in rehearsal.result["rules"]}
    county, rule = request.GET.get("county", ""), request.GET.get("rule", "")
    return county if county in counties else "", rule if rule in rules else ""


def _selects(rehearsal: Rehearsal, county: str, rule: str) -> list[dict[str, Any]]:
    found = rehearsal.result
    counties = [(one["code"], one["name"]) for one in found["counties"]]
    rules = [(one["id"], one["says"]) for one in found["rules"] if one["newly_broken"]]
    return [
        {
            "name": "county",
            "label": "县（市、区）",
            "value": county,
            "options": [("", "全部县（市、区）"), *counties],
        },
        {
            "name": "rule",
            "label": "草案条款",
            "value": rule,
            "options": [("", "全部条款"), *rules],
        },
    ]


def _steps(rehearsal: Rehearsal) -> tuple[dict[str, int], list[dict[str, Any]]]:
    """Each county's step from 1 to 5 by places at stake (0 for none), and the legend."""
    places = {one["code"]: one["places"] for one in rehearsal.result["counties"]}
    most = max(places.values(), default=0)
    width = max(-(-most // STEPS), 1)
    steps = {code: -(-count // width) for code, count in places.items()}
    legend = [
        {"step": n + 1, "label": f"{n * width + 1}–{(n + 1) * width}"} for n in range(STEPS)
    ]
    return steps, legend if most else []

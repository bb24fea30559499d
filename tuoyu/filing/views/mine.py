"""The institution's side: a filing with what became of it, handing it in, taking it back."""

from collections import Counter
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tuoyu.assessment.queries import Finding
from tuoyu.core.clock import now, today
from tuoyu.core.errors import Refused
from tuoyu.core.guard import needs
from tuoyu.filing import permissions, services
from tuoyu.filing.forms.mending import PARTS, step_of_point, step_to_mend
from tuoyu.filing.forms.steps import next_step, steps_of
from tuoyu.filing.models import Filing
from tuoyu.filing.queries import papers
from tuoyu.filing.queries.history import timeline
from tuoyu.filing.queries.preview import preview_of
from tuoyu.filing.queries.promise import promises_of
from tuoyu.filing.queries.reading import Part, parts
from tuoyu.filing.queries.requirements import Gap, gaps
from tuoyu.org.models import Unit, UserRequest


@require_POST
@needs(permissions.APPLY)
def start(request: UserRequest) -> HttpResponse:
    """Begin a filing of the kind chosen, or go on with the draft there is."""
    units = {str(g.unit_id): g.unit_id for g in request.user.grants_for(permissions.APPLY)}
    unit = get_object_or_404(Unit, pk=units.get(request.POST.get("unit", ""), 0))
    kind = request.POST.get("kind", "")
    if kind not in Filing.Kind.values:
        raise Refused("没有这种备案。", status=422)
    filing = services.start_draft(unit, kind=kind, by=request.user, at=now())
    return redirect("filing:step", filing.pk, steps_of(filing)[0][0])


@needs(permissions.APPLY)
def mine(request: UserRequest, pk: int) -> HttpResponse:
    """One filing with its state, the points to put right and the papers issued."""
    filing = own(request, pk)
    context = {
        "filing": filing,
        "shown": preview_of(filing, on=today()),
        "request_open": filing.requests.filter(answered_at=None).last(),
        "points": points_open(filing),
        "documents": filing.documents.all(),
        "history": timeline(filing, for_applicant=True),
        "first_step": steps_of(filing)[0][0],
        "parts": parts(filing),
        "may_withdraw": filing.status in ("draft", "submitted", "correcting"),
    }
    return render(request, "filing/mine.html", context)


@needs(permissions.APPLY)
def check(request: UserRequest, pk: int) -> HttpResponse:
    """What the officer will see: everything filled in, and the report."""
    filing = own(request, pk)
    missing = missing_in(filing)
    report = services.judge(filing, on=today(), by=request.user, at=now())
    context = {
        "filing": filing,
        "steps": marked_steps(filing, "check", missing),
        "gaps": missing,
        "fault": _fault(filing, request),
        "parts": [(part, _asked_at(part, filing)) for part in parts(filing, report)],
        "report": report,
        "broken": [(one, _mended_at(one, filing)) for one in report.broken] if report else [],
        "next": next_step(filing, "check"),
    }
    return render(request, "filing/check.html", context)


@needs(permissions.APPLY)
def report(request: UserRequest, pk: int) -> HttpResponse:
    """The report alone, for the page that is being filled."""
    filing = own(request, pk)
    judged = filing.is_of_content  # a pause or an end is not held against the standards
    found = services.judge(filing, on=today(), by=request.user, at=now()) if judged else None
    missing, step = missing_in(filing), request.GET.get("at", "")
    steps = marked_steps(filing, step, missing) if step in dict(steps_of(filing)) else []
    context = {"filing": filing, "report": found, "gaps": missing, "steps": steps}
    return render(request, "filing/report.html", context)


@needs(permissions.APPLY)
def submit(request: UserRequest, pk: int) -> HttpResponse:
    """The promise, then the filing is handed in."""
    filing, error = own(request, pk), ""
    if request.method == "POST":
        promised = "promised" in request.POST
        deed = services.submit if filing.status == Filing.Status.DRAFT else services.resubmit
        try:
            filing = deed(filing, promised=promised, by=request.user, at=now())
        except Refused as reason:
            if reason.status != 422:
                raise
            error = reason.message
        else:
            messages.success(request, f"已提交，办件编号 {filing.number}。")
            return redirect("filing:mine", filing.pk)
    missing = missing_in(filing)
    context = {
        "filing": filing,
        "steps": marked_steps(filing, "submit", missing),
        "promises": promises_of(filing.kind),
        "gaps": missing,
        "error": error,
    }
    return render(request, "filing/submit.html", context, status=422 if error else 200)


@needs(permissions.APPLY)
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Take it back, after saying what that means."""
    filing = own(request, pk)
    if request.method == "POST":
        reason = request.POST.get("reason", "")[:200]
        services.withdraw(filing, reason=reason, by=request.user, at=now())
        messages.success(request, "已撤回。填过的内容还能在办件里看到。")
        return redirect("filing:mine", pk)
    return render(request, "filing/withdraw.html", {"filing": filing})


def own(request: UserRequest, pk: int) -> Filing:
    """A filing of an institution this person files for."""
    rows = Filing.objects.visible_to(request.user, permissions.APPLY)
    related = ("unit__region", "applicant__region", "institution__unit", "region", "officer")
    return get_object_or_404(rows.select_related(*related), pk=pk)


def points_open(filing: Filing) -> list[tuple[dict[str, str], str]]:
    """What the office asks to put right, each with where on the form that is done."""
    asked = filing.requests.filter(answered_at=None).last()
    found = []
    for point in asked.points if asked else []:
        step = step_of_point(point.get("about", ""), filing, on=today())
        found.append((point, address(filing, step) if step else ""))
    return found


def missing_in(filing: Filing) -> list[Gap]:
    """What it cannot be handed in without."""
    return gaps(filing, papers.materials_of(filing), on=today())


def marked_steps(filing: Filing, at: str, missing: Sequence[Gap]) -> list[dict[str, object]]:
    """The steps with where one stands and what each still lacks; every one can be gone to."""
    lacks = Counter(gap.step for gap in missing)
    return [
        {
            "label": label,
            "state": "now" if name == at else "todo" if name in LAST or lacks[name] else "done",
            "note": f"缺 {lacks[name]} 处" if lacks[name] else "",
            "url": address(filing, name),
        }
        for name, label in steps_of(filing)
    ]


LAST = ("check", "submit")  # done only when the filing is handed in


def _asked_at(part: Part, filing: Filing) -> str:
    step = PARTS.get(part.title, "")
    return address(filing, step) if step in dict(steps_of(filing)) else ""


def _mended_at(finding: Finding, filing: Filing) -> str:
    step = step_to_mend(finding.rule, filing)
    return address(filing, step) if step else ""


def address(filing: Filing, step: str) -> str:
    if step in ("check", "submit"):
        return reverse(f"filing:{step}", args=[filing.pk])
    return reverse("filing:step", args=[filing.pk, step])


def _fault(filing: Filing, request: UserRequest) -> str:
    """What the register could not take, if anything."""
    try:
        services.lays_out(filing, on=today(), by=request.user, at=now())
    except Refused as reason:
        return reason.message
    return ""

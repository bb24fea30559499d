"""Drafts and what they would do to the city."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tuoyu.assessment import jobs, permissions, services
from tuoyu.assessment.forms import DraftForm, RehearseForm
from tuoyu.assessment.models import Rehearsal
from tuoyu.assessment.queries.drafts import draft_named
from tuoyu.assessment.queries.drafts import drafts as all_drafts
from tuoyu.core.clock import now, today
from tuoyu.core.downloads import spreadsheet
from tuoyu.core.errors import Refused
from tuoyu.core.guard import needs
from tuoyu.core.sheets.export import Column, write_table
from tuoyu.org.models import UserRequest


@needs(permissions.REHEARSE)
def drafts(request: UserRequest) -> HttpResponse:
    """The drafts that ship, those uploaded, and past rehearsals; upload another."""
    form = DraftForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            name = request.FILES["file"].name or "draft.yaml"
            try:
                services.upload_draft(
                    form.cleaned_data["file"], name=name, by=request.user, at=now()
                )
                return redirect("assessment:drafts")
            except Refused as error:
                form.add_error("file", error.message)
    context = {
        "drafts": all_drafts(),
        "form": form,
        "rehearsals": Rehearsal.objects.select_related("asked_by")[:20],
        "today": today(),
    }
    return render(request, "assessment/drafts.html", context, status=status)


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
    jobs.run_rehearsal.defer(rehearsal_id=asked.pk)
    return redirect("assessment:rehearsal", asked.pk)


@needs(permissions.REHEARSE)
def result(request: UserRequest, pk: int) -> HttpResponse:
    """Who would fall, places lost by county, and what each would need."""
    rehearsal = get_object_or_404(Rehearsal, pk=pk)
    return render(request, "assessment/rehearsal.html", {"rehearsal": rehearsal})


@needs(permissions.REHEARSE)
def export(request: UserRequest, pk: int) -> HttpResponse:
    """What each fallen row would need, as a spreadsheet."""
    rehearsal = get_object_or_404(Rehearsal, pk=pk, status=Rehearsal.Status.DONE)
    columns = [Column(word) for word in ("机构", "对象", "条款", "差距", "要补什么")]
    table = [
        [need["institution"], need["subject"], need["rule"], need["gap"], need["need"]]
        for need in rehearsal.result["needs"]
    ]
    title = f"{rehearsal.title}（草案，未生效）"
    return spreadsheet(write_table(columns, table, title=title), f"推演 {rehearsal.on}")

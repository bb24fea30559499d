"""The guided filing: one step a page, saved as it is typed, never overwritten unseen."""

import json
import secrets
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tuoyu.core.clock import now, today
from tuoyu.core.errors import Refused
from tuoyu.core.guard import needs
from tuoyu.filing import permissions, services
from tuoyu.filing.forms.steps import ask_step, next_step, steps_of, typed_step
from tuoyu.filing.models import SLOTS, Filing, Material
from tuoyu.filing.queries.differences import differences, resolved
from tuoyu.filing.services import Conflict, Page
from tuoyu.filing.services.drafting import version_of
from tuoyu.filing.views.mine import address, marked_steps, missing_in, own, points_open
from tuoyu.org.models import UserRequest

TYPED_STEPS = ("institution", "site", "rooms", "services", "staff", "materials", "closing")


@needs(permissions.APPLY)
def step(request: UserRequest, pk: int, step: str) -> HttpResponseBase:
    """Ask, keep, go on. What cannot be read is said, and stays as typed."""
    filing = own(request, pk)
    if step not in TYPED_STEPS or step not in dict(steps_of(filing)):
        return redirect(address(filing, steps_of(filing)[0][0]))
    if not filing.is_open_to_applicant:
        return redirect("filing:mine", pk)
    if request.method != "POST":
        return _page(request, filing, step)
    try:
        filing = _save(request, filing, step)
    except Conflict as conflict:
        return _choose(request, filing, step, conflict)
    return _go(request, filing, step)


@require_POST
@needs(permissions.APPLY)
def save(request: UserRequest, pk: int, step: str) -> HttpResponse:
    """What `<draft-form>` sends while one types."""
    filing = own(request, pk)
    if step not in TYPED_STEPS:
        raise Refused("没有这一步。", status=422)
    try:
        filing = _save(request, filing, step)
    except Conflict as conflict:
        return JsonResponse({"message": conflict.message}, status=409)
    asked = ask_step(filing, step, on=today()).asked
    return HttpResponse(status=204, headers={"X-Asked": asked})


@require_POST
@needs(permissions.APPLY)
def upload(request: UserRequest, pk: int, slot: str) -> HttpResponse:
    """One paper into its slot, as soon as it is chosen."""
    filing, file = own(request, pk), request.FILES.get("file")
    if file is None or isinstance(file, list):
        raise Refused("没有收到文件，请再选一次。", status=422)
    name = file.name or "未命名"
    made = services.add_material(filing, slot, file=file, name=name, by=request.user, at=now())
    return JsonResponse({"id": made.pk, "name": made.attachment.name}, status=201)


@require_POST
@needs(permissions.APPLY)
def remove(request: UserRequest, pk: int) -> HttpResponse:
    """Take a paper out of its slot."""
    mine = Filing.objects.visible_to(request.user, permissions.APPLY)
    material = get_object_or_404(
        Material.objects.select_related("filing"), pk=pk, filing__in=mine
    )
    services.remove_material(material, by=request.user, at=now())
    return redirect("filing:step", material.filing_id, "materials")


def _page(request: UserRequest, filing: Filing, step: str, status: int = 200) -> HttpResponse:
    context = {
        "filing": filing,
        "step": step,
        "title": dict(steps_of(filing))[step],
        "steps": marked_steps(filing, step, missing_in(filing)),
        "page": ask_step(filing, step, on=today()),
        "version": version_of(filing, step),
        "mark": secrets.token_hex(8),
        "points": points_open(filing),
        "accept": ".pdf,.jpg,.jpeg,.png,.docx",
        "refused": status != 200,
    }
    return render(request, "filing/step.html", context, status=status)


def _save(request: UserRequest, filing: Filing, step: str) -> Filing:
    given = _given(request, filing, step)
    version = request.POST.get("version", "0")
    page = Page(int(version) if version.isdecimal() else 0, request.POST.get("mark", "")[:32])
    filing = services.save_draft(
        filing, step, given=given, page=page, by=request.user, at=now()
    )
    if step == "materials":
        _take_files(request, filing)
    return filing


def _given(request: UserRequest, filing: Filing, step: str) -> Mapping[str, Any]:
    if "mine" in request.POST:
        return resolved(filing.content, request.POST)
    return typed_step(filing, step, request.POST)


def _take_files(request: UserRequest, filing: Filing) -> None:
    """Files that came with the form, where no script sent them at once."""
    for slot in SLOTS:
        for file in request.FILES.getlist(f"file-{slot.code}"):
            services.add_material(
                filing, slot.code, file=file, name=file.name or "未命名",
                by=request.user, at=now(),
            )  # fmt: skip


def _go(request: UserRequest, filing: Filing, step: str) -> HttpResponseBase:
    go = request.POST.get("go", "next")
    verb, _, rest = go.partition(":")
    if verb in ("add", "remove"):
        return redirect(f"{address(filing, step)}#{rest.partition(':')[0]}")
    if verb == "stay":
        messages.success(request, "已存草稿。")
        return redirect(address(filing, step))
    if ask_step(filing, step, on=today()).faults:
        return _page(request, filing, step, status=422)
    return redirect(address(filing, next_step(filing, step)))


def _choose(
    request: UserRequest, filing: Filing, step: str, conflict: Conflict
) -> HttpResponse:
    """Both values side by side; a person chooses, nothing is lost."""
    filing.refresh_from_db()
    context = {
        "filing": filing,
        "step": step,
        "message": conflict.message,
        "differences": differences(conflict.stored, conflict.given, conflict.by),
        "mine": json.dumps(dict(conflict.given), ensure_ascii=False),
        "version": version_of(filing, step),
        "mark": secrets.token_hex(8),
    }
    return render(request, "filing/conflict.html", context, status=409)

"""The office decides: a page says what will happen, then the deed is done."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tuoyu.core.clock import now, today
from tuoyu.core.errors import Refused
from tuoyu.core.guard import needs
from tuoyu.core.refusing import attempt, status_of
from tuoyu.filing import permissions, services
from tuoyu.filing.forms.deciding import AnswerForm, OpinionForm, points_in
from tuoyu.filing.models import Document, Filing
from tuoyu.filing.queries.effects import CORRECTION, MISMATCH, REVOKING, Deed, receipt_deed
from tuoyu.filing.views.review import in_hand
from tuoyu.org.models import UserRequest

Points = Sequence[dict[str, str]]


@needs(permissions.HANDLE)
def correct(request: UserRequest, pk: int) -> HttpResponse:
    """One request with all points; shown once more before it goes out."""
    filing = in_hand(request, pk)
    if request.method != "POST":  # reloaded, or come back to after signing in
        return redirect("filing:review", pk)

    def deed(points: Points, _: str) -> Any:
        return services.request_correction(filing, points=points, by=request.user, at=now())

    return _with_points(request, filing, CORRECTION, deed)


@needs(permissions.HANDLE)
def mismatch(request: UserRequest, pk: int) -> HttpResponse:
    """Clauses and reasons; public as soon as it is issued."""
    filing = in_hand(request, pk)
    if request.method != "POST":
        return redirect("filing:review", pk)

    def deed(points: Points, opinion: str) -> Any:
        return services.notify_mismatch(
            filing, points=points, opinion=opinion, by=request.user, at=now()
        )

    return _with_points(request, filing, MISMATCH, deed)


@needs(permissions.HANDLE)
def receipt(request: UserRequest, pk: int) -> HttpResponse:
    """What the receipt will do, then the receipt."""
    filing = in_hand(request, pk)
    form = OpinionForm(request.POST or None)
    if form.is_valid():
        opinion = form.cleaned_data["opinion"]
        deed = lambda: services.issue_receipt(  # noqa: E731
            filing, opinion=opinion, by=request.user, at=now()
        )
        done = attempt(form, deed)
        if done:
            messages.success(request, _said(done))
            return redirect("filing:review", pk)
    report = services.judge(filing, on=today(), by=request.user, at=now())
    context = {"filing": filing, "deed": receipt_deed(filing, report), "form": form}
    return render(request, "filing/decide.html", context, status=status_of(form))


@require_POST
@needs(permissions.APPROVE)
def approve(request: UserRequest, pk: int) -> HttpResponse:
    """Let the proposed paper go out."""
    answer = request.POST.get("answer", "")[:300]
    done = services.approve(
        _for_approval(request, pk), answer=answer, by=request.user, at=now()
    )
    messages.success(request, _said(done))
    return redirect("filing:review", pk)


@require_POST
@needs(permissions.APPROVE)
def send_back(request: UserRequest, pk: int) -> HttpResponse:
    """Back to the officer, with a reason."""
    answer = request.POST.get("answer", "")[:300]
    filing = _for_approval(request, pk)
    try:
        services.send_back(filing, answer=answer, by=request.user, at=now())
    except Refused as reason:
        if reason.status != 422:
            raise
        messages.error(request, f"还没有退回：{reason.message}")
    else:
        messages.success(request, "已退回经办人。")
    return redirect("filing:review", pk)


@require_POST
@needs(permissions.HANDLE)
def publish(request: UserRequest, pk: int) -> HttpResponse:
    """Let the public see the result."""
    services.publish(in_hand(request, pk), by=request.user, at=now())
    messages.success(request, "结果已公开。")
    return redirect("filing:review", pk)


@needs(permissions.REVOKE)
def revoke(request: UserRequest, pk: int) -> HttpResponse:
    """A paper issued by mistake loses its force."""
    reach = Filing.objects.visible_to(request.user, permissions.REVOKE)
    document = get_object_or_404(Document.objects.filter(filing__in=reach), pk=pk)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["answer"]
        done = attempt(
            form, lambda: services.revoke(document, reason=reason, by=request.user, at=now())
        )
        if done:
            messages.success(request, f"{document.number} 已失效。")
            return redirect("filing:review", document.filing_id)
    context = {"document": document, "form": form, "effects": REVOKING}
    return render(request, "filing/revoke.html", context, status=status_of(form))


def _with_points(
    request: UserRequest, filing: Filing, deed: Deed, act: Callable[[Points, str], Any]
) -> HttpResponse:
    """First the points are shown to be read once more, then they go out."""
    points, opinion = points_in(request.POST), request.POST.get("opinion", "")[:300]
    error = "" if points else deed.nothing
    if points and "confirmed" in request.POST:
        try:
            act(points, opinion)
        except Refused as reason:
            if reason.status != 422:
                raise
            error = reason.message
        else:
            messages.success(request, deed.done)
            return redirect("filing:review", filing.pk)
    marked = services.marked(filing, points, by=request.user, at=now())
    context = {
        "filing": filing,
        "deed": deed,
        "points": marked,
        "repeated": len([point for point in marked if point.get("repeats")]),
        "error": error,
        "opinion": opinion,
    }
    return render(request, "filing/decide_points.html", context, status=422 if error else 200)


def _for_approval(request: UserRequest, pk: int) -> Filing:
    rows = Filing.objects.visible_to(request.user, permissions.APPROVE)
    return get_object_or_404(rows.select_related("unit__region", "applicant"), pk=pk)


def _said(filing: Filing) -> str:
    if filing.status == Filing.Status.APPROVING:
        return "已提请审批，计时不停。"
    documents = filing.documents.filter(revoked_at=None).values_list("number", flat=True)
    return f"已出具：{'、'.join(documents)}。"

"""The visit on a phone: fourteen items, photos, a conclusion."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tuoyu.core.clock import now, today
from tuoyu.core.errors import Refused
from tuoyu.core.guard import needs
from tuoyu.filing import permissions, services
from tuoyu.filing.forms.visiting import answers_in, sheet
from tuoyu.filing.models import Filing, FilingQuerySet, SiteCheck
from tuoyu.org.models import UserRequest


@needs(permissions.CHECK_SITE)
def begin(request: UserRequest, pk: int) -> HttpResponse:
    """Say when one is there, then the sheet opens."""
    filing = get_object_or_404(_reach(request), pk=pk)
    if request.method != "POST":
        present = filing.site_checks.filter(concluded_at=None).first()
        if present is not None:
            return redirect("filing:visit", present.pk)
        return render(request, "filing/begin_visit.html", {"filing": filing})
    check = services.begin_site_check(filing, visited_on=today(), by=request.user, at=now())
    return redirect("filing:visit", check.pk)


@needs(permissions.CHECK_SITE)
def visit(request: UserRequest, pk: int) -> HttpResponse:
    """The sheet; once concluded it can only be read."""
    check = _check(request, pk)
    return _sheet(request, check)


@require_POST
@needs(permissions.CHECK_SITE)
def save(request: UserRequest, pk: int) -> HttpResponse:
    """Kept as it is ticked."""
    check = _keep(request, _check(request, pk))
    if request.headers.get("X-Draft"):
        return HttpResponse(status=204)
    return redirect("filing:visit", check.pk)


@require_POST
@needs(permissions.CHECK_SITE)
def conclude(request: UserRequest, pk: int) -> HttpResponse:
    """Every item answered: the visit is over."""
    check = _keep(request, _check(request, pk))
    try:
        filing = services.record_site_check(
            check, opinion=check.opinion, by=request.user, at=now()
        )
    except Refused as reason:
        if reason.status != 422:
            raise
        return _sheet(request, check, error=reason.message)
    messages.success(request, "现场核实已完成。")
    return redirect("filing:review", filing.pk)


@require_POST
@needs(permissions.CHECK_SITE)
def photo(request: UserRequest, pk: int) -> HttpResponse:
    """A picture for one item, named in the address."""
    check, file = _check(request, pk), request.FILES.get("file")
    if file is None or isinstance(file, list):
        raise Refused("没有收到照片，请再拍一次。", status=422)
    made = services.add_site_photo(
        check, request.GET.get("item", "")[:120], file=file,
        name=file.name or "照片", by=request.user, at=now(),
    )  # fmt: skip
    return JsonResponse({"id": made.pk, "name": made.attachment.name}, status=201)


def _sheet(request: UserRequest, check: SiteCheck, error: str = "") -> HttpResponse:
    lines = sheet(check)
    context = {
        "check": check,
        "filing": check.filing,
        "lines": lines,
        "left": [line for line in lines if not line.answer],
        "error": error,
    }
    return render(request, "filing/visit.html", context, status=422 if error else 200)


def _keep(request: UserRequest, check: SiteCheck) -> SiteCheck:
    return services.save_site_check(
        check,
        answers=answers_in(check, request.POST),
        opinion=request.POST.get("opinion", check.opinion),
        companion=request.POST.get("companion", check.companion),
        by=request.user,
        at=now(),
    )


def _reach(request: UserRequest) -> FilingQuerySet:
    return Filing.objects.visible_to(request.user, permissions.CHECK_SITE)


def _check(request: UserRequest, pk: int) -> SiteCheck:
    rows = SiteCheck.objects.filter(filing__in=_reach(request))
    return get_object_or_404(
        rows.select_related("filing__unit__region", "filing__applicant"), pk=pk
    )

"""One institution: what is true of it on a day, and what the office may do about it."""

from datetime import date
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from tuoyu.core import clock
from tuoyu.core.dates import judging_day
from tuoyu.core.guard import ACTIONS, Action, needs
from tuoyu.core.refusing import attempt, status_of
from tuoyu.institutions import permissions, services
from tuoyu.institutions.forms.keeping import (
    CorrectForm,
    DemonstrationForm,
    EndDemonstrationForm,
    SettleForm,
    StandForm,
    correct_initial,
)
from tuoyu.institutions.models import Demonstration, Institution, Point
from tuoyu.institutions.queries import page, shown
from tuoyu.institutions.views.lists import CHIPS
from tuoyu.org.models import UserRequest


def seen(request: UserRequest, code: str, action: Action) -> Institution:
    """The institution, when it lies within reach for that action."""
    mine = Institution.objects.visible_to(request.user, action)
    rows = mine.select_related("unit__region", "county", "region")
    return get_object_or_404(rows, code=code)


@needs(permissions.READ)
def institution(request: UserRequest, code: str) -> HttpResponse:
    """Everything registered, as of any day."""
    one, on = seen(request, code, permissions.READ), judging_day(request)
    found = page.page_of(one, on)
    mine = Institution.objects.visible_to(request.user, permissions.READ)
    standing = found["standing"]
    context = found | {
        "one": one,
        "judging_day": on,
        "is_today": on == clock.today(),
        "about": shown.about(found["profile"]),
        "place": shown.place(found["site"], on),
        "chip": CHIPS.get(standing.status, "unknown") if standing else "unknown",
        "timeline": _timeline(found["standings"], on),
        "points": one.points.open(),
        "settled": one.points.exclude(settled_at=None).order_by("-settled_at")[:20],
        "related": page.related(one, found["profile"], mine),
        "history": page.history(one),
        "told_by": page.told_by(one) if request.user.may(permissions.IMPORT) else [],
        "may_keep": request.user.may(permissions.KEEP),
        "may_settle": request.user.may(permissions.SETTLE),
        "may_name": request.user.may(permissions.NAME_DEMONSTRATION),
        "may_see_staff": request.user.may(ACTIONS["workforce.read"]),  # a room above this one
    }
    return render(request, "institutions/institution.html", context)


def _timeline(standings: list[Any], on: date) -> list[dict[str, Any]]:
    states = {"filed": "kept", "suspended": "soon", "cancelled": "broken"}
    return [
        {
            "title": row.get_status_display(),
            "at": f"自 {row.starts_on}" + (f" 至 {row.ends_on}" if row.ends_on else ""),
            "text": " ".join(filter(None, (row.reason, row.reference))),
            "state": states.get(row.status, "") if row.starts_on <= on else "todo",
        }
        for row in standings
    ]


@needs(permissions.SETTLE)
def settle(request: UserRequest, code: str, pk: int) -> HttpResponse:
    """Write what was found out about one point."""
    one = seen(request, code, permissions.SETTLE)
    point = get_object_or_404(Point.objects.filter(institution=one), pk=pk)
    form = SettleForm(request.POST or None)
    if form.is_valid():
        outcome = form.cleaned_data["outcome"]
        deed = partial(services.settle, point, outcome=outcome, by=request.user, at=clock.now())
        if attempt(form, deed):
            return redirect(_back(request) or _home(one))
    context = {"one": one, "point": point, "form": form}
    return render(request, "institutions/settle.html", context, status=status_of(form))


@needs(permissions.NAME_DEMONSTRATION)
def name_demonstration(request: UserRequest, code: str) -> HttpResponse:
    """Recognise it, with the naming paper."""
    one = seen(request, code, permissions.NAME_DEMONSTRATION)
    form = DemonstrationForm(request.POST or None, initial={"on": clock.today()})
    if form.is_valid():
        deed = partial(
            services.name_demonstration,
            one,
            **form.cleaned_data,
            by=request.user,
            at=clock.now(),
        )
        if attempt(form, deed):
            return redirect(_home(one))
    return _ask(request, one, form, "认定示范机构", "认定", ["这家机构计入示范机构数。"])


@needs(permissions.NAME_DEMONSTRATION)
def end_demonstration(request: UserRequest, code: str, pk: int) -> HttpResponse:
    """Take the recognition away."""
    one = seen(request, code, permissions.NAME_DEMONSTRATION)
    demonstration = get_object_or_404(Demonstration.objects.filter(institution=one), pk=pk)
    form = EndDemonstrationForm(request.POST or None, initial={"on": clock.today()})
    if form.is_valid():
        deed = partial(
            services.end_demonstration,
            demonstration,
            **form.cleaned_data,
            by=request.user,
            at=clock.now(),
        )
        attempt(form, deed)
        if not form.errors:
            return redirect(_home(one))
    effects = ["从那天起不再计入示范机构数，以前的统计不变。"]
    return _ask(request, one, form, "撤销示范机构", "撤销", effects, danger=True)


@needs(permissions.KEEP)
def stand(request: UserRequest, code: str) -> HttpResponse:
    """Move it to another state of its life."""
    one = seen(request, code, permissions.KEEP)
    form = StandForm(request.POST or None, initial={"on": clock.today()})
    if form.is_valid():
        typed = dict(form.cleaned_data)
        deed = partial(
            services.stand, one, typed.pop("status"), **typed, by=request.user, at=clock.now()
        )
        if attempt(form, deed):
            return redirect(_home(one))
    effects = [
        "从那天起按新的状态判断和统计，以前的不变。",
        "备案回执、注销证明要另走备案办理。",
    ]
    return _ask(request, one, form, "变更状态", "变更", effects, danger=True)


@needs(permissions.KEEP)
def correct(request: UserRequest, code: str) -> HttpResponse:
    """Put right what is registered, from a day on."""
    one = seen(request, code, permissions.KEEP)
    today = page.page_of(one, clock.today())
    initial = correct_initial(today["profile"], today["site"])
    form = CorrectForm(request.POST or None, initial=initial)
    if form.is_valid():
        deed = partial(
            services.lay_out,
            form.content(),
            institution=one,
            region=one.region,
            on=form.cleaned_data["on"],
            reference=form.cleaned_data["why"],
            by=request.user,
            at=clock.now(),
        )
        if attempt(form, deed):
            return redirect(_home(one))
    effects = ["只改动过的项写入，从那天起生效，改动前的仍可按日期查看。"]
    return _ask(request, one, form, "更正登记", "更正", effects)


def _ask(
    request: UserRequest,
    one: Institution,
    form: Any,
    title: str,
    action: str,
    effects: list[str],
    *,
    danger: bool = False,
) -> HttpResponse:
    context = {
        "one": one,
        "form": form,
        "title": title,
        "action": action,
        "effects": effects,
        "danger": danger,
        "home": _home(one),
    }
    return render(request, "institutions/ask.html", context, status=status_of(form))


def _back(request: UserRequest) -> str:
    """Where the reader came from, when that is a page of ours."""
    back = request.GET.get("back", "")
    ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return back if ours else ""


def _home(one: Institution) -> str:
    return reverse("institutions:institution", args=[one.code])

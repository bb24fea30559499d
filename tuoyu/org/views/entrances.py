"""Accounts of institutions: the office lets an institution in, so that it can file."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables

from tuoyu.core import clock
from tuoyu.core.downloads import spreadsheet
from tuoyu.core.guard import needs
from tuoyu.core.refusing import attempt, status_of
from tuoyu.core.sheets.export import Column, write_table
from tuoyu.org import permissions
from tuoyu.org.forms.entrances import AdmissionForm, HeadForm
from tuoyu.org.forms.people import ReasonForm
from tuoyu.org.models import Grant, Unit, User, UserRequest
from tuoyu.org.queries.entrances import (
    entrances_page,
    heads_for,
    institutions_for,
    sites_for,
)
from tuoyu.org.queries.places import counties_within
from tuoyu.org.services import entrances as services
from tuoyu.org.views.handing import hand_over

OPEN = permissions.OPEN_ENTRANCE
PAGE = 30
STATES = [("", "全部"), ("open", "已开通"), ("none", "还没有账号")]


@needs(OPEN)
def entrances(request: UserRequest) -> HttpResponse:
    """Every institution within reach, with who signs in for it."""
    given = request.GET
    rows = entrances_page(
        request.user,
        on=clock.today(),
        text=given.get("q", "").strip(),
        county=given.get("county", ""),
        state=given.get("state", ""),
    )
    if given.get("as") == "xlsx":
        return spreadsheet(_sheet(rows), "机构账号")
    page = Paginator(rows, PAGE).get_page(given.get("page"))
    asked = given.copy()
    asked["as"] = "xlsx"
    context = {
        "page": page,
        "selects": _selects(request),
        "q": given.get("q", ""),
        "export_url": f"?{asked.urlencode()}",
    }
    return render(request, "org/entrances.html", context)


def _sheet(units: Iterable[Any]) -> bytes:
    """One line a head; an institution nobody signs in for has its line, too."""
    heads = ("机构", "属地", "负责人", "电话", "账号", "最近登录")
    lines = (
        (unit.name, unit.region.name, *_account(grant))
        for unit in units
        for grant in (unit.heads or [None])
    )
    return write_table([Column(head) for head in heads], lines, title="机构账号")


def _account(grant: Grant | None) -> tuple[str | date | None, ...]:
    if grant is None:
        return "", "", "还没有账号", None
    last = grant.user.last_login
    signed_in = last.astimezone(clock.CITY_ZONE).date() if last else None
    return grant.user.name, grant.user.phone, grant.user.username, signed_in


def _selects(request: UserRequest) -> list[dict[str, Any]]:
    given = request.GET
    places = [(place.code, place.name) for place in counties_within(request.user, OPEN)]
    state = {"name": "state", "label": "账号", "value": given.get("state", "")}
    county = {"name": "county", "label": "县（市、区）", "value": given.get("county", "")}
    by_county = [county | {"options": [("", "全部县（市、区）"), *places]}]
    return [*(by_county if len(places) > 1 else []), state | {"options": STATES}]


@needs(OPEN)
@sensitive_variables("made")
def admit(request: UserRequest) -> HttpResponse:
    """A new institution and its head's account, in one step."""
    form = AdmissionForm(request.POST or None, regions=sites_for(request.user))
    if form.is_valid():
        made = attempt(form, lambda: _admitted(request, dict(form.cleaned_data)))
        if made:
            return _handed_over(request, *made)
    return _ask(request, form, title="登记要办托的机构", action="登记并开通账号")


@transaction.atomic
def _admitted(request: UserRequest, given: dict[str, Any]) -> tuple[User, str]:
    """Both or neither: no institution is left behind that nobody can sign in for."""
    by, at = request.user, clock.now()
    name, region = given.pop("institution"), given.pop("region")
    unit = services.admit(name, region=region, by=by, at=at)
    return services.invite(unit, **given, by=by, at=at)


@needs(OPEN)
@sensitive_variables("made")
def invite(request: UserRequest, pk: int) -> HttpResponse:
    """An account for the head of an institution that is known already."""
    unit = get_object_or_404(institutions_for(request.user), pk=pk)
    form = HeadForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        made = attempt(
            form, lambda: services.invite(unit, **given, by=request.user, at=clock.now())
        )
        if made:
            return _handed_over(request, *made)
    return _ask(request, form, title=f"给{unit.name}开通账号", action="开通", unit=unit)


@needs(OPEN)
@sensitive_variables("password")
def renew_password(request: UserRequest, pk: int) -> HttpResponse:
    """For a head who forgot it."""
    grant = _head(request, pk)
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        password = attempt(
            form, lambda: services.renew_password(grant, by=request.user, at=clock.now())
        )
        if password:
            return _handed_over(request, grant.user, password)
    effects = ["原密码作废", "立即退出他正在用的所有设备", "给出一次性密码，登录后须改掉"]
    return _confirm(request, f"重置{grant.user.name}的密码", "重置", effects, form)


@needs(OPEN)
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Somebody heads the institution no more."""
    grant = _head(request, pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and _done(form, lambda given: _withdrawn(request, grant, given)):
        messages.success(request, f"{grant.user.name}不再是{grant.unit}的负责人。")
        return redirect("org:entrances")
    effects = ["今天起不能再为这家机构办事", "填过的备案和留痕都保留"]
    title = f"收回{grant.user.name}在{grant.unit}的账号"
    return _confirm(request, title, "收回", effects, form)


def _withdrawn(request: UserRequest, grant: Grant, given: dict[str, Any]) -> None:
    services.withdraw(grant, **given, by=request.user, at=clock.now())


def _done(form: Form, deed: Callable[[dict[str, Any]], None]) -> bool:
    attempt(form, lambda: deed(form.cleaned_data))
    return not form.errors


def _head(request: UserRequest, pk: int) -> Grant:
    return get_object_or_404(heads_for(request.user, on=clock.today()), pk=pk)


def _handed_over(request: UserRequest, who: User, password: str) -> HttpResponse:
    """The password; none for one who has an account."""
    home = reverse("org:entrances")
    if not password:
        messages.success(request, f"{who.name}用原来的账号和密码登录，就能看到这家机构。")
        return redirect(home)
    return hand_over(request, who, password, done_url=home, crumbs=_crumbs("一次性密码"))


def _ask(
    request: UserRequest, form: Form, *, title: str, action: str, unit: Unit | None = None
) -> HttpResponse:
    note = "开通后当面或打电话把账号和一次性密码告诉负责人，由他登录填报备案。"
    context = {
        "form": form,
        "title": title,
        "action": action,
        "note": note,
        "crumbs": _crumbs(unit.name if unit else title),
        "back_url": reverse("org:entrances"),
    }
    return render(request, "org/form.html", context, status=status_of(form))


def _confirm(
    request: UserRequest, title: str, action: str, effects: list[str], form: Form
) -> HttpResponse:
    context = {
        "title": title,
        "action": action,
        "effects": effects,
        "form": form,
        "danger": True,
        "crumbs": _crumbs(title),
        "back_url": reverse("org:entrances"),
    }
    return render(request, "org/confirm.html", context, status=status_of(form))


def _crumbs(label: str) -> list[dict[str, str]]:
    return [
        {"label": "机构账号", "url": reverse("org:entrances")},
        {"label": label, "url": ""},
    ]

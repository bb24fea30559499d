"""Posts: what the security administrator gives and takes back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from tuoyu.core import clock
from tuoyu.core.guard import needs
from tuoyu.core.refusing import attempt, status_of
from tuoyu.org import permissions
from tuoyu.org.forms.people import EndGrantForm, GrantForm
from tuoyu.org.models import Grant, Unit, User, UserRequest
from tuoyu.org.queries.people import grants_within, people_for, units_page, units_within
from tuoyu.org.queries.places import counties_within
from tuoyu.org.services import grants

PAGE = 20


@needs(permissions.GRANT)
def give(request: UserRequest, pk: int) -> HttpResponse:
    """Give a person a post: first the unit is looked for, then the post in it."""
    person = get_object_or_404(people_for(request.user, permissions.GRANT), pk=pk)
    unit = _chosen(request)
    if unit is None:
        return _choose(request, person)
    form = GrantForm(request.POST or None, unit=unit)
    if request.method == "POST" and form.is_valid():
        given = {"unit": unit, "by": request.user, "at": clock.now(), **form.cleaned_data}
        if attempt(form, lambda: grants.give(person, **given)):
            messages.success(request, f"已授予{person.name}：{unit}。")
            return redirect("org:person", pk)
    context = {"form": form, "person": person, "unit": unit, "crumbs": _crumbs(person)}
    return render(request, "org/give.html", context, status=status_of(form))


def _chosen(request: UserRequest) -> Unit | None:
    number = request.POST.get("unit") or request.GET.get("unit", "")
    units = units_within(request.user, permissions.GRANT)
    return units.filter(pk=number).first() if number.isdecimal() else None


def _choose(request: UserRequest, person: User) -> HttpResponse:
    """A city has hundreds of units: they are searched, narrowed and paged, not listed."""
    given = request.GET
    words, kind, county = (given.get(n, "").strip() for n in ("q", "kind", "county"))
    rows = units_page(request.user, permissions.GRANT, text=words, kind=kind, county=county)
    context = {
        "person": person,
        "page": Paginator(rows, PAGE).get_page(given.get("page")),
        "selects": _selects(request, kind, county),
        "q": words,
        "crumbs": _crumbs(person),
    }
    refused = 422 if request.method == "POST" else 200
    return render(request, "org/choose_unit.html", context, status=refused)


def _selects(request: UserRequest, kind: str, county: str) -> list[dict[str, Any]]:
    places = [(p.code, p.name) for p in counties_within(request.user, permissions.GRANT)]
    kinds = {"name": "kind", "label": "类别", "value": kind}
    by_county = {"name": "county", "label": "县（市、区）", "value": county}
    return [
        kinds | {"options": [("", "全部类别"), *Unit.Kind.choices]},
        by_county | {"options": [("", "全部县（市、区）"), *places]},
    ]


@needs(permissions.GRANT)
def end(request: UserRequest, pk: int) -> HttpResponse:
    """Take a post back from a day on."""
    grant = get_object_or_404(grants_within(request.user, permissions.GRANT), pk=pk)
    form = EndGrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _ended(request, grant, form):
        messages.success(request, f"已收回：{grant}。")
        return redirect("org:person", grant.user_id)
    context = {
        "form": form,
        "title": f"收回{grant}",
        "action": "收回",
        "effects": ["从那天起不再有这个岗位的权限", "做过的事和留痕都保留"],
        "danger": True,
        "crumbs": _crumbs(grant.user),
        "back_url": reverse("org:person", args=[grant.user_id]),
    }
    return render(request, "org/confirm.html", context, status=status_of(form))


def _ended(request: UserRequest, grant: Grant, form: EndGrantForm) -> bool:
    given = form.cleaned_data
    attempt(form, lambda: grants.end(grant, **given, by=request.user, at=clock.now()))
    return not form.errors


def _crumbs(person: User) -> list[dict[str, str]]:
    return [
        {"label": "人员与岗位", "url": reverse("org:people")},
        {"label": person.name, "url": reverse("org:person", args=[person.pk])},
    ]

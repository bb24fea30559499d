"""Posts: what the security administrator gives and takes back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from tuoyu.core import clock
from tuoyu.core.guard import needs
from tuoyu.core.refusing import attempt, status_of
from tuoyu.org import permissions
from tuoyu.org.forms.people import EndGrantForm, GrantForm
from tuoyu.org.models import Grant, User, UserRequest
from tuoyu.org.queries.people import grants_within, people_for, units_within
from tuoyu.org.services import grants


@needs(permissions.GRANT)
def give(request: UserRequest, pk: int) -> HttpResponse:
    """Give a person a post in a unit within reach."""
    person = get_object_or_404(people_for(request.user, permissions.GRANT), pk=pk)
    units = units_within(request.user, permissions.GRANT)
    form = GrantForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if attempt(form, lambda: grants.give(person, **given, by=request.user, at=clock.now())):
            messages.success(request, f"已授予{person.name}：{given['unit']}。")
            return redirect("org:person", pk)
    context = {
        "form": form,
        "title": f"授予{person.name}岗位",
        "action": "授予",
        "note": "系统、安全、审计管理员不能由同一人担任；也不能给自己授予。",
        "crumbs": _crumbs(person),
        "back_url": reverse("org:person", args=[pk]),
    }
    return render(request, "org/form.html", context, status=status_of(form))


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

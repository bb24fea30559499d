"""People: the list, one person, and what the system administrator does with accounts."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.paginator import Paginator
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
from tuoyu.org.forms.people import AccountForm, NewAccountForm, ReasonForm
from tuoyu.org.models import User, UserRequest
from tuoyu.org.permissions import Role
from tuoyu.org.queries.people import grants_of, is_locked, people_for, people_page
from tuoyu.org.queries.places import counties
from tuoyu.org.services import accounts
from tuoyu.org.views.handing import hand_over

PAGE = 30
STATES = (("", "全部状态"), ("active", "可登录"), ("stopped", "已停用"))


@needs(permissions.READ_PEOPLE)
def people(request: UserRequest) -> HttpResponse:
    """Everyone with an account, narrowed by name, post, county and state."""
    rows = _asked(request)
    if request.GET.get("as") == "xlsx":
        return spreadsheet(_sheet(rows), "人员与岗位")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "selects": _selects(request),
        "q": request.GET.get("q", ""),
        "may_keep": request.user.may(permissions.KEEP_PEOPLE),
        "export_url": f"?{_query(request)}",
    }
    return render(request, "org/people.html", context)


def _query(request: UserRequest) -> str:
    asked = request.GET.copy()
    asked["as"] = "xlsx"
    return asked.urlencode()


def _asked(request: UserRequest) -> Any:
    given = request.GET
    return people_page(
        request.user,
        permissions.READ_PEOPLE,
        on=clock.today(),
        text=given.get("q", "").strip(),
        role=given.get("role", ""),
        county=given.get("county", ""),
        state=given.get("state", ""),
    )


def _selects(request: UserRequest) -> list[dict[str, Any]]:
    places = [(place.code, place.name) for place in counties()]
    given = request.GET
    return [
        _select("role", "岗位", given, [("", "全部岗位"), *Role.choices]),
        _select("county", "县（市、区）", given, [("", "全部县（市、区）"), *places]),
        _select("state", "状态", given, list(STATES)),
    ]


def _select(name: str, label: str, given: Any, options: Any) -> dict[str, Any]:
    return {"name": name, "label": label, "value": given.get(name, ""), "options": options}


def _sheet(rows: Any) -> bytes:
    heads = ("姓名", "账号", "岗位", "可登录", "二次验证", "最近登录")
    return write_table(
        [Column(head) for head in heads],
        (
            (
                person.name,
                person.username,
                "；".join(f"{g.unit} {g.get_role_display()}" for g in person.posts),
                person.is_active,
                person.has_second_factor,
                person.last_login.astimezone(clock.CITY_ZONE).date()
                if person.last_login
                else None,
            )
            for person in rows
        ),
        title="人员与岗位",
    )


@needs(permissions.READ_PEOPLE)
def person(request: UserRequest, pk: int) -> HttpResponse:
    """One person: account, posts now and before, second factor."""
    shown = _person(request, pk, permissions.READ_PEOPLE)
    user = request.user
    context = {
        "person": shown,
        "grants": grants_of(shown),
        "factors": Authenticator.objects.filter(user=shown).exclude(type="recovery_codes"),
        "sign_ins": shown.sign_ins.count(),
        "is_locked": is_locked(shown, at=clock.now()),
        "is_self": shown.pk == user.pk,
        "may_keep": user.may(permissions.KEEP_PEOPLE),
        "may_grant": user.may(permissions.GRANT) and shown.pk != user.pk,
        "crumbs": _crumbs(shown.name),
    }
    return render(request, "org/person.html", context)


def _person(request: UserRequest, pk: int, action: Any) -> User:
    return get_object_or_404(people_for(request.user, action), pk=pk)


def _crumbs(*labels: str) -> list[dict[str, str]]:
    return [
        {"label": "人员与岗位", "url": reverse("org:people")},
        *({"label": label, "url": ""} for label in labels),
    ]


@needs(permissions.KEEP_PEOPLE)
@sensitive_variables("made")
def new_person(request: UserRequest) -> HttpResponse:
    """Open an account; its first password is shown on this answer and nowhere else."""
    form = NewAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = attempt(
            form, lambda: accounts.open_account(**given, by=request.user, at=clock.now())
        )
        if made:
            return _handed_over(request, *made)
    context = {
        "form": form,
        "title": "建立账号",
        "action": "建立",
        "crumbs": _crumbs("建立账号"),
    }
    return render(request, "org/form.html", context, status=status_of(form))


@needs(permissions.KEEP_PEOPLE)
def change_person(request: UserRequest, pk: int) -> HttpResponse:
    """Correct a name or an address."""
    shown = _person(request, pk, permissions.KEEP_PEOPLE)
    initial = {"name": shown.name, "email": shown.email, "phone": shown.phone}
    form = AccountForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        accounts.change_account(shown, **form.cleaned_data, by=request.user, at=clock.now())
        messages.success(request, "已保存。")
        return redirect("org:person", pk)
    context = {
        "form": form,
        "title": f"修改{shown.name}的信息",
        "action": "保存",
        "crumbs": _crumbs(shown.name),
        "back_url": reverse("org:person", args=[pk]),
    }
    return render(request, "org/form.html", context, status=status_of(form))


@needs(permissions.KEEP_PEOPLE)
def suspend(request: UserRequest, pk: int) -> HttpResponse:
    """Shut an account, saying first what that does."""
    shown = _person(request, pk, permissions.KEEP_PEOPLE)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        accounts.suspend(shown, **form.cleaned_data, by=request.user, at=clock.now())
        messages.success(request, f"{shown.name}的账号已停用。")
        return redirect("org:person", pk)
    effects = ["立即退出他正在用的所有设备", "以后不能登录，直到恢复", "岗位和留痕都保留"]
    return _confirm(
        request, shown, f"停用{shown.name}的账号", "停用", effects, form, danger=True
    )


@needs(permissions.KEEP_PEOPLE)
def restore(request: UserRequest, pk: int) -> HttpResponse:
    """Open a shut account again."""
    shown = _person(request, pk, permissions.KEEP_PEOPLE)
    if request.method == "POST":
        accounts.restore(shown, by=request.user, at=clock.now())
        messages.success(request, f"{shown.name}的账号已恢复。")
        return redirect("org:person", pk)
    effects = ["可以用原来的密码和二次验证登录", "原有岗位照旧有效"]
    return _confirm(request, shown, f"恢复{shown.name}的账号", "恢复", effects)


@needs(permissions.KEEP_PEOPLE)
@sensitive_variables("password")
def reset_password(request: UserRequest, pk: int) -> HttpResponse:
    """A one-time password, shown on this answer and nowhere else."""
    shown = _person(request, pk, permissions.KEEP_PEOPLE)
    if request.method == "POST":
        password = accounts.reset_password(shown, by=request.user, at=clock.now())
        return _handed_over(request, shown, password)
    effects = ["原密码作废", "立即退出他正在用的所有设备", "给出一次性密码，登录后须改掉"]
    if is_locked(shown, at=clock.now()):
        effects.append("解开密码连错的锁定")
    return _confirm(request, shown, f"重置{shown.name}的密码", "重置", effects, danger=True)


@needs(permissions.KEEP_PEOPLE)
def drop_second_factor(request: UserRequest, pk: int) -> HttpResponse:
    """For a lost phone."""
    shown = _person(request, pk, permissions.KEEP_PEOPLE)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        accounts.drop_second_factor(shown, **form.cleaned_data, by=request.user, at=clock.now())
        messages.success(request, f"{shown.name}下次登录时重新设置二次验证。")
        return redirect("org:person", pk)
    effects = ["验证器、通行密钥、恢复码全部作废", "立即退出他正在用的所有设备"]
    title = f"解除{shown.name}的二次验证"
    return _confirm(request, shown, title, "解除", effects, form, danger=True)


def _handed_over(request: UserRequest, shown: User, password: str) -> HttpResponse:
    home = reverse("org:person", args=[shown.pk])
    return hand_over(request, shown, password, done_url=home, crumbs=_crumbs(shown.name))


def _confirm(
    request: UserRequest,
    shown: User,
    title: str,
    action: str,
    effects: list[str],
    form: ReasonForm | None = None,
    danger: bool = False,
) -> HttpResponse:
    context = {
        "title": title,
        "action": action,
        "effects": effects,
        "form": form,
        "danger": danger,
        "back_url": reverse("org:person", args=[shown.pk]),
        "crumbs": _crumbs(shown.name),
    }
    status = status_of(form) if form else 200
    return render(request, "org/confirm.html", context, status=status)

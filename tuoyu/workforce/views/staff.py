"""Who works where: the list, one person, and an institution's summary."""

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.dateparse import parse_date

from tuoyu.core import clock
from tuoyu.core.guard import needs
from tuoyu.core.refusing import attempt, status_of
from tuoyu.core.sealing import mask_id
from tuoyu.institutions.models import Institution
from tuoyu.institutions.queries.choices import counties_of
from tuoyu.org.models import UserRequest
from tuoyu.workforce import permissions, queries, services
from tuoyu.workforce.forms import RevealForm
from tuoyu.workforce.models import Employment, Person

PAGE = 30


@needs(permissions.READ)
def staff(request: UserRequest) -> HttpResponse:
    """People at work within one's reach; numbers masked."""
    wanted, on = queries.Wanted.of(request.GET.dict()), clock.today()
    mine = Employment.objects.visible_to(request.user, permissions.READ)
    page = Paginator(queries.staff(mine, wanted, on), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(one) for one in page],
        "wanted": wanted,
        "selects": _selects(request, wanted),
        "keep": [("institution", wanted.institution)] if wanted.institution else [],
        "institution": Institution.objects.visible_to(request.user, permissions.READ)
        .filter(code=wanted.institution)
        .first(),
    }
    return render(request, "workforce/staff.html", context)


def _row(one: Any) -> dict[str, Any]:
    chip, words = queries.health_state(one, clock.today())
    number = mask_id(one.person.id_tail)
    return {"one": one, "chip": chip, "words": words, "number": number}


def _selects(request: UserRequest, wanted: queries.Wanted) -> list[dict[str, Any]]:
    counties = counties_of(request.user, permissions.READ)
    more = [
        ("lapsed", "健康证缺失或过期"),
        ("lapsing", "健康证 30 天内到期"),
        ("elsewhere", "同时在别处任职"),
    ]
    found = (
        ("county", "县（市、区）", wanted.county, counties),
        ("post", "岗位", wanted.post, list(Employment.Post.choices)),
        ("more", "需要留意", wanted.more, more),
    )
    return [
        {
            "name": name,
            "label": label,
            "value": value,
            "options": [("", f"{label}：全部"), *choices],
        }
        for name, label, value, choices in found
        if choices
    ]


def seen(request: UserRequest, pk: int) -> Person:
    """A person who works, or worked, within reach."""
    mine = Employment.objects.visible_to(request.user, permissions.READ)
    return get_object_or_404(Person, pk__in=mine.filter(person_id=pk).values("person_id"))


@needs(permissions.READ)
def person(request: UserRequest, pk: int) -> HttpResponse:
    """One record; opening it is noted."""
    one = seen(request, pk)
    services.look_at(one, by=request.user, at=clock.now())
    return _page(request, one, RevealForm(), "")


@needs(permissions.REVEAL)
def reveal(request: UserRequest, pk: int) -> HttpResponse:
    """The whole number, once, with the reason noted."""
    one, form = seen(request, pk), RevealForm(request.POST or None)
    number = ""
    if form.is_valid():
        deed = partial(
            services.reveal, one, **form.cleaned_data, by=request.user, at=clock.now()
        )
        number = attempt(form, deed) or ""
    answer = _page(request, one, form, number)
    answer["Cache-Control"] = "no-store"
    return answer


def _page(request: UserRequest, one: Person, form: RevealForm, number: str) -> HttpResponse:
    on = clock.today()
    mine = Employment.objects.visible_to(request.user, permissions.READ)
    rows = mine.filter(person=one).select_related("institution__unit", "nursery_class")
    context = {
        "person": one,
        "masked": mask_id(one.id_tail),
        "number": number,
        "form": form,
        "employments": rows.order_by("-starts_on"),
        "hidden": one.employments.count() - rows.count(),
        "elsewhere": queries.elsewhere([one.pk], on).exists(),
        "credentials": one.credentials.order_by("kind", "-starts_on"),
        "checks": one.background_checks.all(),
        "on": on,
        "may_reveal": request.user.may(permissions.REVEAL),
    }
    return render(request, "workforce/person.html", context, status=status_of(form))


@needs(permissions.READ)
def panel(request: UserRequest, code: str) -> HttpResponse:
    """How many hold each post, for the institution's page."""
    mine = Institution.objects.visible_to(request.user, permissions.READ)
    one = get_object_or_404(mine, code=code)
    on = _day(request.GET.get("on", ""))
    rows = queries.staff(Employment.objects.filter(institution=one), queries.Wanted(), on)
    states = [queries.health_state(row, on)[0] for row in rows]
    context = {
        "posts": queries.posts_of(one, on),
        "lapsed": sum(state in ("broken", "overdue") for state in states),
        "lapsing": states.count("soon"),
        "elsewhere": sum(bool(row.works_elsewhere) for row in rows),  # type: ignore[attr-defined]
    }
    return render(request, "workforce/panel.html", context)


def _day(text: str) -> Any:
    try:
        return parse_date(text) or clock.today()
    except ValueError:
        return clock.today()

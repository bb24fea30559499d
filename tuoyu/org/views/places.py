"""Regions and units, kept by the system administrator."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from tuoyu.core import clock
from tuoyu.core.guard import needs
from tuoyu.core.refusing import attempt, status_of
from tuoyu.org import permissions
from tuoyu.org.forms.people import ReasonForm
from tuoyu.org.forms.places import (
    CountingForm,
    NewUnitForm,
    PopulationForm,
    RenameForm,
    UnitForm,
)
from tuoyu.org.models import Region, Unit, UserRequest
from tuoyu.org.queries.people import units_within
from tuoyu.org.queries.places import bodies_of, counties_page, regions_for
from tuoyu.org.services import places as services

KEEP = permissions.KEEP_REGIONS


@needs(KEEP)
def places(request: UserRequest) -> HttpResponse:
    """The counties and zones with their switches."""
    rows = counties_page(request.user, KEEP)
    return render(request, "org/places.html", {"counties": rows})


@needs(KEEP)
def place(request: UserRequest, pk: int) -> HttpResponse:
    """One region: what it is called and was called, its parts, its bodies."""
    region = _region(request, pk)
    context = {
        "region": region,
        "former": region.former_names.order_by("-ends_on"),
        "parts": region.children.order_by("code"),
        "bodies": bodies_of(region),
        "crumbs": _crumbs(region, last=True),
    }
    return render(request, "org/place.html", context)


@needs(KEEP)
def rename(request: UserRequest, pk: int) -> HttpResponse:
    """A new name or code from a day on."""
    region = _region(request, pk)
    initial = {"code": region.code, "name": region.name, "short_name": region.short_name}
    form = RenameForm(request.POST or None, initial=initial)
    return _filled_in(
        request,
        region,
        form,
        lambda given: services.rename_region(region, **given, by=request.user, at=clock.now()),
        title=f"{region.name}更名或换码",
    )


@needs(KEEP)
def set_population(request: UserRequest, pk: int) -> HttpResponse:
    """A newer figure with its source."""
    region = _region(request, pk)
    initial = {"population": region.population, "source": region.population_source}
    form = PopulationForm(request.POST or None, initial=initial)
    return _filled_in(
        request,
        region,
        form,
        lambda given: services.set_population(region, **given, by=request.user, at=clock.now()),
        title=f"更新{region.name}常住人口",
    )


@needs(KEEP)
def new_unit(request: UserRequest, pk: int) -> HttpResponse:
    """A body that the list does not have yet."""
    region = _region(request, pk)
    form = NewUnitForm(request.POST or None)
    return _filled_in(
        request,
        region,
        form,
        lambda given: services.open_unit(
            **given, region=region, by=request.user, at=clock.now()
        ),
        title=f"在{region.name}新增单位",
    )


@needs(KEEP)
def count_in_city(request: UserRequest, pk: int) -> HttpResponse:
    """Turn the switch, saying first what it changes."""
    region = _region(request, pk)
    counts = not region.counts_in_city
    form = CountingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        attempt(
            form,
            lambda: services.count_in_city(
                region, counts=counts, **form.cleaned_data, by=request.user, at=clock.now()
            ),
        )
        if not form.errors:
            messages.success(
                request, f"{region.name}已{'计入' if counts else '不计入'}全市目标。"
            )
            return redirect("org:place", pk)
    verb = "计入" if counts else "不再计入"
    effects = [
        f"{region.name}的托位、机构和人口{verb}全市目标",
        "规划页和统计页从现在起按新的口径算，以前的快照不变",
    ]
    return _confirm(request, region, form, f"{region.name}{verb}全市目标", verb, effects)


@needs(KEEP)
def unit(request: UserRequest, pk: int) -> HttpResponse:
    """Names and switches of practice of one body."""
    body = _body(request, pk)
    form = UnitForm(request.POST or None, initial=vars(body))
    return _filled_in(
        request,
        body.region,
        form,
        lambda given: services.change_unit(body, **given, by=request.user, at=clock.now()),
        title=body.name,
        close_url=reverse("org:close_unit", args=[pk]),
    )


@needs(KEEP)
def close_unit(request: UserRequest, pk: int) -> HttpResponse:
    """The body is no more."""
    body = _body(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        attempt(
            form,
            lambda: services.close_unit(
                body, **form.cleaned_data, by=request.user, at=clock.now()
            ),
        )
        if not form.errors:
            messages.success(request, f"{body}已撤销。")
            return redirect("org:place", body.region_id)
    effects = ["不能再在这里任岗", "办过的事和留痕都保留"]
    return _confirm(request, body.region, form, f"撤销{body}", "撤销", effects, danger=True)


def _region(request: UserRequest, pk: int) -> Region:
    return get_object_or_404(regions_for(request.user, KEEP).select_related("parent"), pk=pk)


def _body(request: UserRequest, pk: int) -> Unit:
    bodies = units_within(request.user, KEEP).exclude(kind=Unit.Kind.INSTITUTION)
    return get_object_or_404(bodies, pk=pk)


def _crumbs(region: Region, *, last: bool = False) -> list[dict[str, str]]:
    here = "" if last else reverse("org:place", args=[region.pk])
    return [
        {"label": "区划与单位", "url": reverse("org:places")},
        {"label": region.name, "url": here},
    ]


def _filled_in(
    request: UserRequest,
    region: Region,
    form: Form,
    deed: Callable[[dict[str, Any]], object],
    **words: str,
) -> HttpResponse:
    """Show the form, or do the deed and go back to the region."""
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda: deed(form.cleaned_data))
        if not form.errors:
            messages.success(request, "已保存。")
            return redirect("org:place", region.pk)
    context = {
        "form": form,
        "action": "保存",
        "crumbs": _crumbs(region),
        "back_url": reverse("org:place", args=[region.pk]),
        **words,
    }
    return render(request, "org/form.html", context, status=status_of(form))


def _confirm(
    request: UserRequest,
    region: Region,
    form: Form,
    title: str,
    action: str,
    effects: list[str],
    danger: bool = False,
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "action": action,
        "effects": effects,
        "danger": danger,
        "crumbs": _crumbs(region),
        "back_url": reverse("org:place", args=[region.pk]),
    }
    return render(request, "org/confirm.html", context, status=status_of(form))

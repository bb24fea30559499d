"""The trail, for the audit administrator alone."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from tuoyu.core import clock
from tuoyu.core.deeds import detail_of, told, words_of
from tuoyu.core.downloads import spreadsheet
from tuoyu.core.guard import needs
from tuoyu.core.sheets.export import Column, write_table
from tuoyu.org import permissions
from tuoyu.org.forms.trail import TrailForm
from tuoyu.org.models import UserRequest
from tuoyu.org.queries.places import counties
from tuoyu.org.queries.trail import entries_for, entry_page, seal_of
from tuoyu.org.services.trail import note_export, note_reading
from tuoyu.records.models import Entry, Seal
from tuoyu.records.queries import deeds_seen
from tuoyu.records.queries.seals import check_stretches

PAGE = 50
MOST_EXPORTED = 100_000  # more does not open well in Excel; export-trail takes any number
CHECKED = 30  # seals checked on the page; `tuoyu verify` checks all


@needs(permissions.READ_TRAIL)
def trail(request: UserRequest) -> HttpResponse:
    """Who did what to which and when; reading it leaves an entry of its own."""
    form = TrailForm(request.GET)
    asked = form.asked()
    rows = entries_for(request.user, asked)
    if request.GET.get("as") == "xlsx":
        return _exported(request, rows)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    note_reading(request.user, asked, at=clock.now())
    context = {"page": page, "asked": asked, "selects": _selects(asked)}
    return render(request, "org/trail.html", context | {"export_url": _export_url(request)})


def _selects(asked: Any) -> list[dict[str, Any]]:
    deeds = [("", "全部事项"), *((deed, words_of(deed)) for deed in deeds_seen())]
    places = [("", "全部属地"), *((place.path, place.name) for place in counties())]
    return [
        {"name": "deed", "label": "事项", "value": asked.deed, "options": deeds},
        {"name": "region", "label": "属地", "value": asked.region, "options": places},
    ]


def _export_url(request: UserRequest) -> str:
    asked = request.GET.copy()
    asked["as"] = "xlsx"
    return f"?{asked.urlencode()}"


def _exported(request: UserRequest, rows: Any) -> HttpResponse:
    heads = ("号", "时间", "经手人", "代谁操作", "事项", "对象", "属地", "详情")
    content = write_table(
        [Column(head) for head in heads],
        (_cells(entry) for entry in rows[:MOST_EXPORTED].iterator()),
        title="留痕",
    )
    note_export(request.user, at=clock.now())
    return spreadsheet(content, "留痕")


def _cells(entry: Entry) -> tuple[Any, ...]:
    return (
        entry.pk,
        f"{entry.at.astimezone(clock.CITY_ZONE):%Y-%m-%d %H:%M:%S}",
        entry.actor_name,
        entry.acting_for,
        words_of(entry.deed),
        entry.subject_label,
        entry.region_path,
        "；".join(f"{detail_of(key)}：{told(value)}" for key, value in entry.detail.items()),
    )


@needs(permissions.READ_TRAIL)
def entry(request: UserRequest, pk: int) -> HttpResponse:
    """One entry whole, with the seal that covers it and what else happened to its subject."""
    found = get_object_or_404(entries_for(request.user), pk=pk)
    context = {
        "entry": found,
        "seal": seal_of(found),
        "detail": [
            {"label": detail_of(key), "value": told(value)}
            for key, value in found.detail.items()
        ],
        "history": entry_page(request.user, found),
        "crumbs": [{"label": "留痕", "url": reverse("org:trail")}, {"label": f"第 {pk} 条"}],
    }
    return render(request, "org/entry.html", context)


@needs(permissions.READ_TRAIL)
def seals(request: UserRequest) -> HttpResponse:
    """Does the chain hold? The latest seals are checked against the trail as it stands."""
    newest = Seal.objects.order_by("-number")
    page = Paginator(newest, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "findings": check_stretches(newest[:CHECKED]),
        "waiting": _waiting(),
        "crumbs": [{"label": "留痕", "url": reverse("org:trail")}, {"label": "封存"}],
    }
    return render(request, "org/seals.html", context)


def _waiting() -> int:
    last = Seal.objects.last()
    return Entry.objects.filter(xid__gte=last.until_xid if last else 0).count()

"""One page of the inbox with everything around it, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.core.paginator import Page
from django.http import QueryDict
from django.urls import reverse

from tuoyu.desk.queries.inbox import (
    GROUPS,
    Wish,
    due,
    group_counts,
    in_reach,
    kind_counts,
    lines,
    narrowed,
    ordered,
    places,
    tallies,
)
from tuoyu.desk.queries.neighbours import came_from
from tuoyu.desk.queries.strip import strip
from tuoyu.filing import permissions
from tuoyu.filing.models import Filing, FilingQuerySet
from tuoyu.filing.queries.officers import officers_within
from tuoyu.org.models import User

Status = Filing.Status
COUNTY_CODE = 6


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows asked for, and the counts that the tabs and the strip show."""

    wish: Wish
    rows: FilingQuerySet
    tallies: list[tuple[date | None, bool, int]]
    kinds: dict[str, int]


def listing(user: User, wish: Wish, *, on: date) -> Listing:
    reach = in_reach(user, done=bool(wish.done))
    anything = Wish(**{name: getattr(wish, name) for name in Wish.__slots__} | {"kind": ""})
    kinds = kind_counts(narrowed(reach, anything, user))
    rows = narrowed(reach, wish, user)
    return Listing(wish, ordered(due(rows, wish, on=on), wish), tallies(rows), kinds)


def context(
    whole: Listing, page: "Page[Filing]", query: QueryDict, user: User, *, on: date
) -> dict[str, Any]:
    counts = group_counts(whole.tallies, on)
    may_handle = user.may(permissions.HANDLE) and not whole.wish.done
    cells = strip(whole.tallies, on)
    for cell in cells:
        cell["on"] = bool(cell["key"]) and cell["key"] == whole.wish.due
        cell["url"] = _with(query, due="" if cell["on"] else cell["key"]) if cell["key"] else ""
    return {
        "wish": whole.wish,
        "page": page,
        "groups": _groups(page, counts, on, done=bool(whole.wish.done)),
        "strip": cells,
        "counts": counts,
        "total": sum(counts.values()),
        "tabs": _tabs(whole, query),
        "pills": _pills(whole.wish, query, user),
        "selects": _selects(whole.wish, user),
        "keep": [(n, v) for n, v in query.items() if n not in ("q", "place", "sort", "page")],
        "export_url": f"{reverse('desk:sheet')}?{query.urlencode()}",
        "colleagues": officers_within(user, permissions.HANDLE),
        "narrowed": whole.wish.narrows,
        "may_handle": may_handle,
        "reads_only": not may_handle,
        "came_from": came_from(query.urlencode()),
    }


def _groups(
    page: "Page[Filing]", counts: dict[str, int], on: date, *, done: bool
) -> list[dict[str, Any]]:
    """By how long is left; those at an end have nothing left to be grouped by."""
    if done and page.object_list:
        total, rows = sum(counts.values()), lines(page.object_list, on=on)
        return [{"key": "done", "label": "已办结", "count": total, "lines": rows}]
    labels = dict(GROUPS)
    return [
        {
            "key": key,
            "label": labels[key],
            "count": counts.get(key, 0),
            "lines": list(members),
        }
        for key, members in groupby(lines(page.object_list, on=on), key=lambda one: one.group)
    ]


def _tabs(whole: Listing, query: QueryDict) -> list[dict[str, Any]]:
    every = {"label": "全部", "count": sum(whole.kinds.values()), "on": not whole.wish.kind}
    tabs = [every | {"url": _with(query, kind="")}]
    for kind, label in Filing.Kind.choices:
        if whole.kinds.get(kind) or whole.wish.kind == kind:
            one = {"label": label, "count": whole.kinds.get(kind, 0)}
            tabs.append(one | {"url": _with(query, kind=kind), "on": whole.wish.kind == kind})
    return tabs


def _pills(wish: Wish, query: QueryDict, user: User) -> list[dict[str, Any]]:
    pills = []
    if user.may(permissions.HANDLE):
        pills += [
            _pill(query, "whose", "both", "我的和待认领的", wish.whose, "user"),
            _pill(query, "whose", "free", "待认领", wish.whose, "inbox"),
        ]
    if user.may(permissions.APPROVE):
        pills.append(
            _pill(query, "status", Status.APPROVING, "待审批", wish.status, "signature")
        )
    pills.append(_pill(query, "status", Status.RECEIPTED, "待现场核实", wish.status, "map-pin"))
    pills.append(_pill(query, "done", "1", "已办结", wish.done, "circle-check"))
    return pills


def _pill(
    query: QueryDict, name: str, value: str, label: str, now: str, icon: str
) -> dict[str, Any]:
    on = now == value
    return {
        "label": label,
        "icon": icon,
        "on": on,
        "url": _with(query, **{name: "" if on else value}),
    }


def _selects(wish: Wish, user: User) -> list[dict[str, Any]]:
    sorts = (
        ("due", "期限最近"),
        ("-due", "期限最远"),
        ("submitted", "提交最早"),
        ("-submitted", "提交最晚"),
    )
    found = places(user)
    every = [("", _everywhere(found)), *found]
    return [
        {"name": "place", "label": "地方", "value": wish.place, "options": every},
        {"name": "sort", "label": "排序", "value": wish.sort, "options": sorts},
    ]


def _everywhere(found: list[tuple[str, str]]) -> str:
    """A code of six digits is a county's, a longer one a township's."""
    return "全部县区" if any(len(code) == COUNTY_CODE for code, _ in found) else "全部乡镇街道"


def _with(query: QueryDict, **changes: str) -> str:
    changed = query.copy()
    changed.pop("page", None)
    for name, value in changes.items():
        changed.pop(name, None)
        if value:
            changed[name] = value
    return f"?{changed.urlencode()}" if changed else "?"

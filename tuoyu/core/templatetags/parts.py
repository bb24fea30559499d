"""The small arithmetic behind parts, so that templates only compare and loop."""

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

from django import template
from django.http import QueryDict
from django.middleware.csrf import get_token
from django.template import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

SOON = 3  # working days: from here on a deadline is said in amber
CELLS = 30  # longer terms are told in words


class Clock(TypedDict):
    cells: list[str]
    tone: str
    label: str
    long: bool


class Due(TypedDict):
    state: str
    label: str


@register.simple_tag
def clock(total: int, day: int, stopped: bool = False, met: bool = False) -> Clock:
    """Cells of a term of `total` working days on whose `day`-th we stand."""
    tone = _tone(total, day, stopped, met)
    long = total > 12
    if stopped:
        return Clock(
            cells=[""] * total,
            tone=tone,
            long=long,
            label=f"已中止，{total} 个工作日里用了 {day} 个",
        )
    if day > total:
        return Clock(
            cells=["past"] * day,
            tone=tone,
            long=day > 12,
            label=f"期限 {total} 个工作日，已用 {day} 个",
        )
    past = ["past"] * (day if met else max(day - 1, 0))
    here = past + ([] if met or day == 0 else ["now"])
    label = f"{total} 个工作日，用了 {day} 个" if met else f"{total} 个工作日的第 {day} 个"
    return Clock(cells=(here + [""] * total)[:total], tone=tone, long=long, label=label)


def _tone(total: int, day: int, stopped: bool, met: bool) -> str:
    if stopped:
        return "stopped"
    if met:
        return "met"
    if day > total:
        return "overdue"
    return "soon" if total - day <= SOON else "running"


@register.filter
def drawable(total: int) -> bool:
    """Can a term of so many days still be counted by eye?"""
    return 0 < total <= CELLS


@register.simple_tag
def due(left: int | None, unit: str = "个工作日", provisional: bool = False) -> Due:
    """The chip of a deadline from what is left: negative is past, 0 is today."""
    tail = "（暂定）" if provisional else ""
    if left is None:
        return Due(state="far", label="未定期限")
    if left < 0:
        return Due(state="overdue", label=f"已超 {-left} {unit}{tail}")
    if left == 0:
        return Due(state="soon", label=f"今天到期{tail}")
    return Due(state="soon" if left <= SOON else "far", label=f"还剩 {left} {unit}{tail}")


class Segment(TypedDict):
    kind: str
    x: float
    width: float


@register.simple_tag
def segments(parts: Iterable[Mapping[str, Any]], total: float | None = None) -> list[Segment]:
    """Widths in hundredths of a bar; each part is {kind, value}."""
    parts = list(parts)
    whole = float(total or sum(float(part["value"]) for part in parts)) or 1.0
    made, x = [], 0.0
    for part in parts:
        width = round(min(float(part["value"]) / whole * 100, 100 - x), 2)
        made.append(Segment(kind=str(part["kind"]), x=round(x, 2), width=width))
        x += width
    return made


@register.simple_tag
def sort_link(query: QueryDict, key: str, current: str) -> str:
    """The address of the same list sorted by `key`, turned round when it already is."""
    changed = query.copy()
    changed["sort"] = f"-{key}" if current == key else key
    changed.pop("page", None)
    return f"?{changed.urlencode()}"


@register.simple_tag
def page_link(query: QueryDict, page: int) -> str:
    """The address of another page of the same list."""
    changed = query.copy()
    changed["page"] = str(page)
    return f"?{changed.urlencode()}"


@register.simple_tag
def with_query(query: QueryDict, **changes: Any) -> str:
    """The same address with some words changed; an empty value takes the word away."""
    changed = query.copy()
    changed.pop("page", None)
    for name, value in changes.items():
        changed.pop(name, None)
        if value not in (None, ""):
            changed[name] = str(value)
    return f"?{changed.urlencode()}" if changed else "."


@register.simple_tag(takes_context=True)
def csrf(context: RequestContext) -> SafeString:
    """The hidden token, also inside `{% include … only %}`, where csrf_token is lost."""
    request = getattr(context, "request", None)
    token = get_token(request) if request is not None else ""
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)


@register.filter
def own_words(field: Any) -> dict[str, str]:
    """The clause and the unit a form field carries itself, when it does."""
    return {name: getattr(field.field, name, "") for name in ("clause", "unit")}


@register.filter
def widget_kind(field: Any) -> str:
    """How a bound field should be laid out: tick, choices, file or line."""
    kind = getattr(field.field.widget, "input_type", "")
    if kind == "checkbox" and not field.use_fieldset:
        return "tick"
    if field.use_fieldset:
        return "choices"
    return "file" if kind == "file" else "line"

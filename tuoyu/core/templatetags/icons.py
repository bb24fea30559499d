"""`{% icon … %}`: outline icons drawn inline, so that no request and no font is needed."""

import json
from functools import cache
from pathlib import Path

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

PACK = Path(__file__).resolve().parent.parent / "icons.json"
UNKNOWN = "point"

OF_STATE = {
    "kept": "check",
    "broken": "x",
    "unknown": "question-mark",
    "soon": "clock",
    "overdue": "alert-triangle",
    "draft": "pencil",
    "doing": "progress",
    "stopped": "player-pause",
    "warm": "bell-ringing",
    "info": "info-circle",
}


@cache
def pack() -> dict[str, str]:
    """Every icon we carry: name and drawing."""
    drawings: dict[str, str] = json.loads(PACK.read_text("utf-8"))
    return drawings


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One icon; with a label it speaks, without one it is decoration."""
    drawing = mark_safe(pack().get(name) or pack()[UNKNOWN])
    voice = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" {}>{}</svg>',
        mark_safe(voice),
        drawing,
    )


@register.filter
def state_icon(state: str) -> str:
    """The icon that always goes with a state; empty where a word is enough."""
    return OF_STATE.get(str(state), "")

"""What happened to a filing, read from the trail, in words for both sides."""

from typing import Any

from tuoyu.core.deeds import words_of
from tuoyu.filing.models import CorrectionRequest, Filing
from tuoyu.filing.queries.repeats import LABELS
from tuoyu.records.models import Entry

SHOWN = (
    "filing.started",
    "filing.submitted",
    "filing.resubmitted",
    "filing.withdrawn",
    "filing.claimed",
    "filing.assigned",
    "filing.correction_requested",
    "filing.proposed",
    "filing.sent_back",
    "filing.receipted",
    "filing.mismatched",
    "filing.site_check_begun",
    "filing.site_checked",
    "filing.published",
    "filing.document_revoked",
    "filing.late_forecast",
    "filing.overdue",
)
STATES = {
    "filing.receipted": "kept",
    "filing.published": "kept",
    "filing.mismatched": "broken",
    "filing.overdue": "broken",
    "filing.correction_requested": "soon",
    "filing.late_forecast": "soon",
}
# Only the office sees its own inner steps.
INNER = frozenset(
    (
        "filing.claimed",
        "filing.assigned",
        "filing.proposed",
        "filing.sent_back",
        "filing.late_forecast",
    )
)


def timeline(filing: Filing, *, for_applicant: bool = False) -> list[dict[str, Any]]:
    """Newest first, as `ui/timeline.html` reads it."""
    entries = Entry.objects.filter(
        subject_kind="filing.filing", subject_id=filing.pk, deed__in=SHOWN
    )
    if for_applicant:
        entries = entries.exclude(deed__in=INNER)
    requests = {row.asked_at: row for row in filing.requests.all()}
    return [_item(entry, requests.get(entry.at)) for entry in entries.order_by("-at", "-pk")]


def _item(entry: Entry, request: CorrectionRequest | None) -> dict[str, Any]:
    return {
        "at": entry.at,
        "title": words_of(entry.deed),
        "by": entry.actor_name,
        "text": _text(entry, request),
        "state": STATES.get(entry.deed, ""),
    }


def _text(entry: Entry, request: CorrectionRequest | None) -> str:
    detail = entry.detail
    if request is not None and entry.deed == "filing.correction_requested":
        return "；".join(point_in_words(point) for point in request.points)
    if entry.deed in ("filing.receipted", "filing.mismatched"):
        return "、".join(detail.get("documents", [])) or str(detail.get("document", ""))
    return str(detail.get("opinion") or detail.get("answer") or detail.get("reason") or "")


def point_in_words(point: dict[str, str]) -> str:
    mark = LABELS.get(point.get("repeats", ""), "")
    return f"{point['text']}（{mark}）" if mark else str(point["text"])


def changed_since(filing: Filing) -> list[str]:
    """Paths of what the institution changed since the last request; empty before the first."""
    last = filing.requests.last()
    if last is None:
        return []
    before, now = last.seen.get("content", {}), filing.content
    return [
        path
        for name in sorted({*before, *now})
        for path in _differing(name, before.get(name), now.get(name))
    ]


def _differing(name: str, before: Any, now: Any) -> list[str]:
    if isinstance(before, dict) or isinstance(now, dict):
        before, now = before or {}, now or {}
        keys = sorted({*before, *now})
        return [f"{name}.{key}" for key in keys if before.get(key) != now.get(key)]
    return [name] if (before or []) != (now or []) else []

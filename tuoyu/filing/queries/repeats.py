"""Whether a point of a correction request says what an earlier one said, or could have said."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict

from tuoyu.filing.models import CorrectionRequest


class Seen(TypedDict):
    """What lay before the officer at a request."""

    content: Mapping[str, Any]
    materials: Mapping[str, list[int]]
    open: list[str]


ASKED, ASKABLE = "asked", "askable"
LABELS = {ASKED: "上次已提出", ASKABLE: "上次就能提出"}


def repeats_of(
    points: Iterable[Mapping[str, str]], now: Seen, earlier: Sequence[CorrectionRequest]
) -> list[dict[str, str]]:
    """The points, each with its mark: "asked", "askable" or ""."""
    return [dict(point) | {"repeats": _mark(point, now, earlier)} for point in points]


def _mark(point: Mapping[str, str], now: Seen, earlier: Sequence[CorrectionRequest]) -> str:
    about = point["about"]
    for request in earlier:
        if any(_same(point, said) for said in request.points):
            return ASKED
    return ASKABLE if any(_askable(about, now, request.seen) for request in earlier) else ""


def _same(point: Mapping[str, str], said: Mapping[str, str]) -> bool:
    if point["about"] == "other":
        return point["text"] == said.get("text")
    return point["about"] == said.get("about")


def _askable(about: str, now: Seen, then: Mapping[str, Any]) -> bool:
    """Did what the point is about lie there then as it lies there now?"""
    kind, _, name = about.partition(":")
    if kind == "other":  # in free words: askable while nothing at all has changed
        same = now["content"] == then.get("content")
        return same and now["materials"] == then.get("materials")
    if kind == "rule":
        return bool(about in then.get("open", []))
    if kind == "slot":
        return bool(now["materials"].get(name, []) == then.get("materials", {}).get(name, []))
    if kind == "field":
        return bool(_at(now["content"], name) == _at(then.get("content", {}), name))
    return False


def _at(content: Mapping[str, Any], path: str) -> Any:
    section, _, name = path.partition(".")
    part = content.get(section)
    return part.get(name) if name and isinstance(part, Mapping) else part

"""Two versions of one step side by side, and putting together what a person chose."""

import json
from collections.abc import Mapping
from typing import Any

from tuoyu.core.errors import Refused
from tuoyu.core.sealing import mask_id
from tuoyu.filing.queries.dossier import SEALED, TAIL
from tuoyu.filing.queries.reading import shown
from tuoyu.institutions.models.dossier import SECTIONS

OTHERS = {"staff": "人员", "closing": "申报内容"}
LONGEST = 1_000_000


def differences(
    stored: Mapping[str, Any], given: Mapping[str, Any], by: str
) -> list[dict[str, Any]]:
    """As `ui/conflict.html` reads them; the page's own text is chosen at first."""
    return [
        {
            "title": label_of(path),
            "name": f"choose-{path}",
            "choices": [
                {
                    "value": "mine",
                    "shown": _words(path, given[path]),
                    "by": "这一页",
                    "on": True,
                },
                {
                    "value": "theirs",
                    "shown": _words(path, stored.get(path)),
                    "by": by or "已存",
                },
            ],
        }
        for path in given
    ]


def resolved(content: Mapping[str, Any], post: Mapping[str, str]) -> dict[str, Any]:
    """What is to be kept: one's own text, but for the paths where the stored one was chosen."""
    text = post.get("mine", "")
    try:
        mine = json.loads(text) if len(text) <= LONGEST else None
    except ValueError:
        mine = None
    if not isinstance(mine, dict):
        raise Refused("没有读到要保存的内容，请回到这一步重填。", status=422)
    given: dict[str, Any] = {}
    for path, value in mine.items():
        if post.get(f"choose-{path}") == "theirs":
            continue
        section, _, name = path.partition(".")
        if section not in content and section not in SECTIONS and section not in OTHERS:
            continue
        if name:
            given.setdefault(section, {})[name] = value
        else:
            given[section] = value
    return given


def label_of(path: str) -> str:
    section, _, name = path.partition(".")
    spec = SECTIONS.get(section)
    if spec is None or not name:
        return spec.label if spec else OTHERS.get(section, section)
    column = spec.fields.get(name)
    return str(column.verbose_name) if column else "所在乡镇街道"


def _words(path: str, value: Any) -> str:
    section, _, name = path.partition(".")
    spec = SECTIONS.get(section)
    if isinstance(value, list):
        return "；".join(_row(row) for row in value) or "没有"
    column = spec.fields.get(name) if spec else None
    if column is not None:
        return shown(column, value)
    return str(value) if value not in (None, "") else "—"


def _row(row: Mapping[str, Any]) -> str:
    name = row.get("name") or row.get("kind") or row.get("to") or "一行"
    tail = mask_id(str(row.get(TAIL) or "")) if SEALED in row else ""
    rest = [str(row[key]) for key in ("children", "count", "area_m2", "places") if row.get(key)]
    return " ".join([str(name), *rest, *([tail] if tail else [])])

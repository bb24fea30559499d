"""Which column holds which of our fields: found by heading, backed by content, correctable."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from tuoyu.core.ledger.fields import FIELDS
from tuoyu.core.sheets.codes import is_sound
from tuoyu.core.sheets.columns import position
from tuoyu.core.sheets.layout import Column, Table
from tuoyu.core.sheets.phones import phone
from tuoyu.core.sheets.text import fold

_UNIT = re.compile(r"[(\[].*?[)\]]")
_MARKS = re.compile(r"[\s*:/、,·\-—_]|必填|选填")
_SAMPLE = 30


@dataclass(frozen=True, slots=True)
class Match:
    """`confidence` 1.0 is a known heading or a person's choice; `why` says how it was found."""

    field: str
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Column positions (from 0) to fields; each field at most once."""

    columns: tuple[Column, ...]
    matches: dict[int, Match]

    def position_of(self, field: str) -> int | None:
        return next((at for at, match in self.matches.items() if match.field == field), None)

    def unmapped(self) -> list[Column]:
        return [c for c in self.columns if c.name and c.position not in self.matches]

    def corrected(self, choices: Mapping[str, str | None]) -> "ColumnMapping":
        """`choices`: column letter to field key, or None to leave the column out."""
        matches = dict(self.matches)
        for letters, field in choices.items():
            at = position(letters)
            matches = {place: match for place, match in matches.items() if match.field != field}
            matches.pop(at, None)
            if field is not None and field in FIELDS:
                matches[at] = Match(field, 1.0, "人工指定")
        return replace(self, matches=dict(sorted(matches.items())))


def knows(heading: str) -> bool:
    """Whether a cell is one of the headings we know, for finding header rows."""
    return _exact(heading) is not None


def map_columns(table: Table) -> ColumnMapping:
    """The best column for every field: of two that claim one, the surer, then the first."""
    found = [(column, _match(column, table)) for column in table.columns if column.name]
    ranked = sorted(
        ((column, match) for column, match in found if match),
        key=lambda pair: (-pair[1].confidence, pair[0].position),
    )
    return ColumnMapping(table.columns, dict(sorted(_first_of_each(ranked))))


def _first_of_each(ranked: Iterable[tuple[Column, Match]]) -> Iterable[tuple[int, Match]]:
    taken: set[str] = set()
    for column, match in ranked:
        if match.field not in taken:
            taken.add(match.field)
            yield column.position, match


def _match(column: Column, table: Table) -> Match | None:
    *groups, last = column.name.split("/")
    whole = column.name.replace("/", "")
    if field := _exact(column.name) or _exact(whole) or _with_group(groups, last):
        return Match(field, 1.0, f"表头“{column.name}”")
    if field := _exact(last):
        return Match(field, 0.95, f"表头“{last}”")
    return _by_part(fold(last)) or _by_content(column, table)


def _with_group(groups: list[str], last: str) -> str | None:
    """ "班数/乳儿班" and "乳儿班/托位数" both say more together than apart."""
    joined = "".join(groups)
    places = any(word in joined + last for word in ("托位", "规模", "人数"))
    kind = next(
        (
            _exact(part)
            for part in (last, *groups)
            if _exact(part) in ("infant", "junior", "senior", "mixed")
        ),
        None,
    )
    if kind is None:
        return None
    return f"{kind}_places" if places else kind


def _by_part(text: str) -> Match | None:
    plain = _plain(text)
    inside = [
        (len(word), field)
        for word, field in _words().items()
        if len(word) >= 3 and word in plain
    ]
    return Match(max(inside)[1], 0.7, "表头里含有已知词") if inside else None


def _by_content(column: Column, table: Table) -> Match | None:
    """Credit codes and telephone numbers give themselves away whatever the heading says."""
    cells = [line.cells[column.position] for line in table.data[:_SAMPLE]]
    texts = [cell for cell in cells if cell != ""]
    if not texts:
        return None
    if sum(is_sound(fold(cell).upper()) for cell in texts) * 2 > len(texts):
        return Match("code", 0.6, "内容是统一社会信用代码")
    dialled = [phone(cell) for cell in texts]
    if all(r.value and not r.doubt and len(r.value) >= 11 for r in dialled):
        return Match("phone", 0.6, "内容是电话号码")
    return None


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    return {
        _plain(word): field.key
        for field in reversed(FIELDS.values())
        for word in field.headings
    }


@lru_cache(maxsize=4_096)
def _exact(heading: str) -> str | None:
    text = fold(heading)
    words = _words()
    return words.get(_plain(text)) or words.get(_plain(_UNIT.sub("", text)))


def _plain(text: str) -> str:
    return _MARKS.sub("", fold(text))

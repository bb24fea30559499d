"""A judgement kept until it is imported, so that a file is judged once.

Kept is what writing needs, part by part and packed; numbers of people are not among it.
"""

import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from operator import attrgetter
from typing import Any, Final

from tuoyu.core.ledger.entry import Entry
from tuoyu.core.ledger.judging import RowJudgement
from tuoyu.core.ledger.points import Outcome, Place, Point, Weight
from tuoyu.core.ledger.regions import Region
from tuoyu.core.sheets.prices import Price
from tuoyu.institutions.models import LedgerImport, LedgerPart
from tuoyu.institutions.services.ledger.judging import (
    Chosen,
    Judged,
    Judgement,
    Part,
    choose_all,
)
from tuoyu.institutions.services.ledger.pointing import masked

_FAST: Final = 1  # zlib's quickest: a tenth of the size already
# The number of a person and what only judging looks at.
_LEFT_OUT: Final = frozenset(("identity", "key", "extra"))
_NAMES: Final = tuple(one.name for one in fields(Entry) if one.name not in _LEFT_OUT)
_VALUES: Final = attrgetter(*_NAMES)
_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "region": lambda told: Region(*told),
    "legal_forms": frozenset,
    "filed_on": date.fromisoformat,
    "registered_on": date.fromisoformat,
    "services": tuple,
    "prices": lambda told: tuple(Price(*one) for one in told),
}


def keep_parts(ledger: LedgerImport, judgement: Judgement) -> None:
    """In place of those of an earlier judgement."""
    forget_parts(ledger)
    LedgerPart.objects.bulk_create(
        LedgerPart(ledger=ledger, table=part.table, day=part.on, rows=_pack(part))
        for part in judgement.parts
    )


def forget_parts(ledger: LedgerImport) -> None:
    LedgerPart.objects.filter(ledger=ledger).delete()


def recall(
    ledger: LedgerImport, judged: Judged, choices: Mapping[int, Chosen]
) -> Iterator[Part]:
    """As they were judged, with what the officer chose since."""
    parts = list(LedgerPart.objects.filter(ledger=ledger).order_by("pk"))
    for kept in parts:
        rows = [_row(told) for told in json.loads(zlib.decompress(kept.rows))]
        numbered = list(enumerate(rows, start=len(judged.rows) + 1))
        judged.rows += rows
        yield choose_all(Part(kept.table, kept.day, numbered), choices)


def _pack(part: Part) -> bytes:
    rows = [
        [
            *row.place,
            row.outcome.value,
            _VALUES(row.entry),
            [masked(point) for point in row.points if point.weight is Weight.SETTLE],
            row.matched,
            row.same_as,
            row.why,
        ]
        for _, row in part.rows
    ]
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return zlib.compress(text.encode(), _FAST)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Region):
        return value.code, value.name
    if isinstance(value, Price):
        return value.fen, value.per, value.form, value.word, value.to_fen
    return sorted(value)


def _row(told: list[Any]) -> RowJudgement:
    sheet, row, outcome, entry, points, matched, same_as, why = told
    return RowJudgement(
        Place(sheet, row),
        Outcome(outcome),
        _entry(entry),
        [Point._make([*point[:-1], Weight.SETTLE]) for point in points],
        (),
        matched,
        Place(*same_as) if same_as else None,
        why,
    )


def _entry(told: list[Any]) -> Entry:
    values = dict(zip(_NAMES, told, strict=True))
    for name, read in _READERS.items():
        if values[name] is not None:
            values[name] = read(values[name])
    return Entry(**values)

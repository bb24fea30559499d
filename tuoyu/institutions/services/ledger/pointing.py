"""Points to settle that a ledger leaves behind, each tied to its cell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tuoyu.core.ledger.fields import label_of
from tuoyu.core.ledger.judging import RowJudgement
from tuoyu.core.ledger.points import Outcome, Weight
from tuoyu.institutions.models import Point
from tuoyu.institutions.services.ledger.copying import Sheaf
from tuoyu.institutions.services.ledger.telling import Doubt

Key = tuple[int, str, str, str]


@dataclass(slots=True)
class Asked:
    """One row of the ledger, the institution it became part of, and what is open about it."""

    institution: int
    row: RowJudgement
    doubts: Sequence[Doubt]


def bind(asked: Iterable[Asked], before: set[Key], *, file: str, at: datetime) -> Sheaf:
    """Those of every row; what was found before is not found again."""
    sheaf = Sheaf(
        Point, "institution_id", "field", "value", "reason", "suggestion", "source", "found_at"
    )
    seen = set(before)
    for one in asked:
        for key, suggestion, source in _points(one.institution, one.row, one.doubts, file):
            if key not in seen:
                seen.add(key)
                sheaf.add(*key, suggestion, source, at)
    return sheaf


def found_before(asked: Iterable[Asked]) -> set[Key]:
    """What is on record already about institutions that the register knew."""
    known = {one.institution for one in asked if one.row.outcome is not Outcome.NEW}
    rows = Point.objects.filter(institution_id__in=known) if known else Point.objects.none()
    return set(rows.values_list("institution_id", "field", "value", "reason"))


def _points(
    institution: int, row: RowJudgement, doubts: Sequence[Doubt], file: str
) -> Iterable[tuple[Key, str, str]]:
    place = row.place
    for found in row.points:
        if found.weight is Weight.SETTLE:
            source = f"{file} {found.sheet}!{found.column}{found.row}"
            yield (
                _key(institution, found.field, found.value, found.reason),
                found.suggestion[:300],
                source[:200],
            )
    for doubt in doubts:
        source = f"{file} {place.sheet} 第 {place.row} 行"
        yield (
            _key(institution, doubt.field, doubt.value, doubt.reason),
            doubt.suggestion,
            source[:200],
        )


def _key(institution: int, field: str, value: str, reason: str) -> Key:
    return institution, label_of(field)[:40], value[:300], reason[:300]

"""Points to settle that a ledger leaves behind, each tied to its cell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tuoyu.core.ledger.fields import label_of
from tuoyu.core.ledger.judging import RowJudgement
from tuoyu.core.ledger.points import Point as Found
from tuoyu.core.ledger.points import Weight
from tuoyu.core.sealing import mask_id
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


class Points:
    """Those of one file; what was found once is not found again."""

    def __init__(self, file: str, at: datetime) -> None:
        self.file, self.at = file[:80], at
        self.seen: set[Key] = set()

    def bind(self, asked: Iterable[Asked]) -> Sheaf:
        sheaf = Sheaf(
            Point,
            *("institution_id", "field", "value", "reason", "suggestion", "source", "found_at"),
        )
        for one in asked:
            for key, suggestion, source in _points(one, self.file):
                if key not in self.seen:
                    self.seen.add(key)
                    sheaf.add(*key, suggestion, source, self.at)
        return sheaf

    def bind_known(self, asked: Sequence[Asked]) -> Sheaf:
        """Of institutions that the register knew, about which something may be on record."""
        rows = Point.objects.filter(institution_id__in={one.institution for one in asked})
        self.seen |= set(rows.values_list("institution_id", "field", "value", "reason"))
        return self.bind(asked)


def masked(found: Found) -> Found:
    """Numbers of people are kept nowhere but in the file itself."""
    return found._replace(value=mask_id(found.value)) if found.field == "identity" else found


def _points(asked: Asked, file: str) -> Iterable[tuple[Key, str, str]]:
    institution, place = asked.institution, asked.row.place
    for found in map(masked, asked.row.points):
        if found.weight is Weight.SETTLE:
            source = f"{file} {found.sheet}!{found.column}{found.row}"
            yield (
                _key(institution, found.field, found.value, found.reason),
                found.suggestion[:300],
                source[:200],
            )
    for doubt in asked.doubts:
        source = f"{file} {place.sheet} 第 {place.row} 行"
        yield (
            _key(institution, doubt.field, doubt.value, doubt.reason),
            doubt.suggestion,
            source[:200],
        )


def _key(institution: int, field: str, value: str, reason: str) -> Key:
    return institution, label_of(field)[:40], value[:300], reason[:300]

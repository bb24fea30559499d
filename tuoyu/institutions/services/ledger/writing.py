"""A judged ledger written into the register: all of it, or nothing.

New institutions are written part by part, so that they can be on their way while later rows
are still judged. What concerns institutions the register knew waits until every row is seen.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tuoyu.core.ledger.judging import RowJudgement
from tuoyu.core.ledger.points import Outcome, Place
from tuoyu.institutions.models import Institution, LedgerImport, LedgerRow
from tuoyu.institutions.services.ledger import entering, keeping, pointing, updating
from tuoyu.institutions.services.ledger.entering import Gate, Newcomer
from tuoyu.institutions.services.ledger.judging import Chosen, Judged, Part
from tuoyu.institutions.services.ledger.numbering import marks
from tuoyu.institutions.services.ledger.pointing import Asked
from tuoyu.institutions.services.ledger.scribe import Scribe
from tuoyu.institutions.services.ledger.telling import Doubt, tell
from tuoyu.institutions.services.ledger.updating import Known
from tuoyu.institutions.services.ledger.working import TOLD
from tuoyu.org.models import Region

Doubts = Mapping[int, Sequence[Doubt]]  # by the number of the row
Placed = tuple[Part, int, RowJudgement]


@dataclass(slots=True)
class Result:
    """Which institution each row became part of, and everything needed to take it back."""

    institutions: dict[int, int] = field(default_factory=dict)  # row number → institution
    added: dict[str, Any] = field(default_factory=dict)  # blocks of numbers
    entered: dict[str, list[int]] = field(default_factory=dict)  # told of new ones: marks
    closed: dict[str, Any] = field(default_factory=dict)
    corrected: dict[str, Any] = field(default_factory=dict)
    new: int = 0
    updated: int = 0

    def written(self) -> dict[str, Any]:
        names = ("added", "entered", "closed", "corrected")
        return {name: getattr(self, name) for name in names}


def write(
    ledger: LedgerImport,
    judged: Judged,
    parts: Iterable[Part],
    choices: Mapping[int, Chosen],
    *,
    rows_kept: bool,
    at: datetime,
) -> Result:
    """Inside the caller's transaction; rows that were refused or left out write nothing."""
    writing = _Writing(ledger, judged, choices, rows_kept=rows_kept, at=at)
    writing.enter(parts)
    if writing.waiting:
        writing.bring_up_to_date()
    return writing.result


class _Writing:
    def __init__(
        self,
        ledger: LedgerImport,
        judged: Judged,
        choices: Mapping[int, Chosen],
        *,
        rows_kept: bool,
        at: datetime,
    ) -> None:
        self.ledger, self.judged, self.rows_kept, self.at = ledger, judged, rows_kept, at
        self.skip = {n for n, one in choices.items() if one.choice == LedgerRow.Choice.SKIP}
        self.result = Result()
        self.numbers: dict[Place, int] = {}
        self.waiting: list[Placed] = []
        self.points = pointing.Points(ledger.attachment.name, at)
        self.townships = _townships()
        counties = [one for one in judged.counties.values() if judged.covers(one)]
        self.gate = Gate(counties, most=ledger.total)

    def enter(self, parts: Iterable[Part]) -> None:
        """Whatever is new. While it lasts the connection belongs to the scribe."""
        first = marks(TOLD)
        with Scribe() as scribe:
            for part in parts:
                self._enter(part, scribe)
        last, result = marks(TOLD), self.result
        result.entered = {label: [first[label], last[label]] for label in first}
        result.added, result.new = self.gate.admitted(), len(self.gate.units)

    def _enter(self, part: Part, scribe: Scribe) -> None:
        newcomers = list(self._newcomers(part))
        self.gate.admit(newcomers)
        for sheaf in entering.bind(newcomers, self.at):
            scribe.write(sheaf)
        self.result.institutions |= {one.row: one.institution for one in newcomers}
        clear = self._clear(part)
        doubts = {one.row: one.told.doubts for one in newcomers}
        scribe.write(self.points.bind(self._asked(clear, doubts)))
        self._keep(clear, scribe)

    def bring_up_to_date(self) -> None:
        """What the register knew, and the rows that had to wait for it."""
        knowns = list(self._knowns())
        changed, result = updating.bring_up_to_date(knowns), self.result
        result.closed, result.corrected = changed.closed, changed.corrected
        result.updated = len(knowns)
        result.institutions |= {known.row: known.number for known in knowns}
        for _, number, row in self.waiting:
            self._same_as_before(number, row)
        doubts = {known.row: [*known.told.doubts, *known.doubts] for known in knowns}
        asked = self._asked(self.waiting, doubts)
        points = self.points.bind_known(asked)
        result.added |= changed.added | {points.label: points.number()}
        with Scribe() as scribe:
            scribe.write(points)
            self._keep(self.waiting, scribe)

    def _taken(self, part: Part) -> Iterator[tuple[int, RowJudgement]]:
        return ((number, row) for number, row in part.rows if number not in self.skip)

    def _newcomers(self, part: Part) -> Iterator[Newcomer]:
        for number, row in self._taken(part):
            county = self.judged.county_of(row)
            if row.outcome is Outcome.NEW and county is not None:
                told = tell(row.entry, part.on)
                region = _township(row, county, self.townships, told.doubts)
                name, places = row.entry.name or "", (county.pk, region.pk)
                yield Newcomer(number, name, *places, part.on, told)

    def _clear(self, part: Part) -> list[Placed]:
        """Rows of which is known what became of them; those with which the register has
        something to do wait."""
        clear: list[Placed] = []
        for number, row in self._taken(part):
            self.numbers[row.place] = number
            if row.same_as is not None:
                self._same_as_before(number, row)
            known = number in self.result.institutions or row.outcome is Outcome.REFUSED
            (clear if known else self.waiting).append((part, number, row))
        return clear

    def _same_as_before(self, number: int, row: RowJudgement) -> None:
        """A repeated row belongs to the institution of the row, or the register, it repeats."""
        institutions = self.result.institutions
        if row.outcome is not Outcome.DUPLICATE or number in institutions:
            return
        if row.same_as is not None:
            first = institutions.get(self.numbers.get(row.same_as, 0))
        else:
            first = int(row.matched) if row.matched else None
        if first is not None:
            institutions[number] = first

    def _asked(self, rows: Iterable[Placed], doubts: Doubts) -> list[Asked]:
        institutions = self.result.institutions
        return [
            Asked(institutions[number], row, doubts.get(number, ()))
            for _, number, row in rows
            if number in institutions
        ]

    def _keep(self, rows: Iterable[Placed], scribe: Scribe) -> None:
        if not self.rows_kept:
            placed = ((part.table, number, row) for part, number, row in rows)
            institutions = self.result.institutions
            scribe.write(keeping.bind(self.ledger, placed, self.numbers, institutions))

    def _knowns(self) -> Iterator[Known]:
        updates = [one for one in self.waiting if one[2].outcome is Outcome.UPDATE]
        held = _held(int(row.matched or 0) for _, _, row in updates)
        for part, number, row in updates:
            # Taken out, so that the first row which tells of it is the only one.
            known = int(row.matched or 0)
            if region := held.pop(known, None):
                yield Known(number, known, region, part.on, tell(row.entry, part.on))


def _held(ids: Iterable[int]) -> dict[int, int]:
    """Taken for this transaction, in order; with the place of each, read once they are ours."""
    rows = Institution.objects.filter(pk__in=list(ids))
    list(rows.select_for_update().order_by("pk").values_list("pk"))
    return dict(rows.values_list("pk", "region_id"))


def _townships() -> dict[tuple[int | None, str], Region]:
    rows = Region.objects.current().filter(level=Region.Level.TOWNSHIP)
    return {(row.parent_id, word): row for row in rows for word in (row.short_name, row.name)}


def _township(
    row: RowJudgement,
    county: Region,
    townships: dict[tuple[int | None, str], Region],
    doubts: list[Doubt],
) -> Region:
    word = row.entry.township
    if not word:
        return county
    found = townships.get((county.pk, word.strip()))
    if found is None:
        words = f"乡镇（街道）“{word}”在{county.name}里认不出来，先登记到县级"
        doubts.append(Doubt("township", word, words, "请核实乡镇（街道）"))
    return found or county

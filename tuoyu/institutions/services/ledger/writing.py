"""A judged ledger written into the register: all of it, or nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model

from tuoyu.core.ledger.judging import RowJudgement
from tuoyu.core.ledger.points import Outcome, Weight
from tuoyu.institutions.models import Institution, LedgerImport, LedgerRow, Point
from tuoyu.institutions.services.ledger import entering, keeping, pointing, updating
from tuoyu.institutions.services.ledger.entering import Newcomer
from tuoyu.institutions.services.ledger.judging import Chosen, Judgement
from tuoyu.institutions.services.ledger.numbering import Blocks, Numbers
from tuoyu.institutions.services.ledger.pointing import Asked
from tuoyu.institutions.services.ledger.scribe import Scribe
from tuoyu.institutions.services.ledger.telling import Doubt, tell
from tuoyu.institutions.services.ledger.updating import Known
from tuoyu.org.models import Region

Numbered = list[tuple[int, RowJudgement]]


@dataclass(slots=True)
class Result:
    """Which institution each row became part of, and everything needed to take it back."""

    institutions: dict[int, int] = field(default_factory=dict)  # row number → institution
    added: dict[str, Any] = field(default_factory=dict)
    closed: dict[str, Any] = field(default_factory=dict)
    corrected: dict[str, Any] = field(default_factory=dict)
    new: int = 0
    updated: int = 0

    def add(self, added: Mapping[str, Blocks]) -> None:
        for label, blocks in added.items():
            self.added[label] = [*self.added.get(label, []), *blocks]

    def written(self) -> dict[str, Any]:
        return {"added": self.added, "closed": self.closed, "corrected": self.corrected}


def write(
    ledger: LedgerImport,
    judgement: Judgement,
    choices: Mapping[int, Chosen],
    *,
    rows_kept: bool,
    at: datetime,
) -> Result:
    """Inside the caller's transaction; rows that were refused or left out write nothing."""
    taken = _taken(judgement, choices)
    newcomers, knowns = _newcomers(judgement, taken), _knowns(judgement, taken)
    result = _brought_up_to_date(knowns)
    numbers = Numbers(_wanted(judgement, newcomers, knowns, rows_kept=rows_kept))
    entering.number(newcomers, numbers)
    result.new = len(newcomers)
    result.institutions |= {one.row: one.institution for one in newcomers}
    _same_as_before(judgement, taken, result)
    asked = _asked(taken, newcomers, knowns, result)
    before = pointing.found_before(asked)
    with Scribe(numbers) as scribe:
        result.add(entering.enter(newcomers, scribe, at))
        if not rows_kept:
            scribe.write(keeping.bind(ledger, judgement, result.institutions))
        points = pointing.bind(asked, before, file=ledger.attachment.name[:80], at=at)
        result.add({Point._meta.label_lower: scribe.write(points)})
    return result


def _taken(judgement: Judgement, choices: Mapping[int, Chosen]) -> Numbered:
    skip = {n for n, chosen in choices.items() if chosen.choice == LedgerRow.Choice.SKIP}
    return [(n, row) for n, row in enumerate(judgement.rows, start=1) if n not in skip]


def _brought_up_to_date(knowns: Sequence[Known]) -> Result:
    changed = updating.bring_up_to_date(knowns)
    institutions = {known.row: known.institution.pk for known in knowns}
    return Result(
        institutions, changed.added, changed.closed, changed.corrected, updated=len(knowns)
    )


def _wanted(
    judgement: Judgement,
    newcomers: Sequence[Newcomer],
    knowns: Sequence[Known],
    *,
    rows_kept: bool,
) -> Counter[type[Model]]:
    """As many row numbers as there may be rows; of points some may be on record already."""
    wanted = entering.count(newcomers)
    doubts = sum(len(one.told.doubts) for one in newcomers)
    doubts += sum(len(known.told.doubts) + len(known.doubts) for known in knowns)
    points = (point for row in judgement.rows for point in row.points)
    wanted[Point] = doubts + sum(point.weight is Weight.SETTLE for point in points)
    wanted[LedgerRow] = 0 if rows_kept else len(judgement.rows)
    return wanted


def _asked(
    taken: Numbered, newcomers: Sequence[Newcomer], knowns: Sequence[Known], result: Result
) -> list[Asked]:
    doubts: dict[int, Sequence[Doubt]] = {one.row: one.told.doubts for one in newcomers}
    doubts |= {known.row: [*known.told.doubts, *known.doubts] for known in knowns}
    return [
        Asked(result.institutions[number], row, doubts.get(number, ()))
        for number, row in taken
        if number in result.institutions
    ]


def _newcomers(judgement: Judgement, taken: Numbered) -> list[Newcomer]:
    townships = _townships()
    found = []
    for number, row in taken:
        county = judgement.county_of(row)
        if row.outcome is not Outcome.NEW or county is None:
            continue
        on = judgement.day_of(row)
        told = tell(row.entry, on)
        region = _township(row, county, townships, told.doubts)
        found.append(Newcomer(number, row.entry.name or "", county, region, on, told))
    return found


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


def _knowns(judgement: Judgement, taken: Numbered) -> list[Known]:
    updates = [(n, row) for n, row in taken if row.outcome is Outcome.UPDATE and row.matched]
    ids = [int(row.matched or 0) for _, row in updates]
    rows = Institution.objects.filter(pk__in=ids)
    # Locked alone, in order, then read: joined to its place, one that moved while we waited
    # would be left out.
    list(rows.select_for_update().order_by("pk").values_list("pk"))
    held = {one.pk: one for one in rows.select_related("region")}
    seen: set[int] = set()
    found = []
    for number, row in updates:
        institution = held.get(int(row.matched or 0))
        if institution is not None and institution.pk not in seen:
            seen.add(institution.pk)
            on = judgement.day_of(row)
            found.append(Known(number, institution, on, tell(row.entry, on)))
    return found


def _same_as_before(judgement: Judgement, taken: Numbered, result: Result) -> None:
    """A repeated row belongs to the institution of the row, or the register, it repeats."""
    numbers = {row.place: number for number, row in enumerate(judgement.rows, start=1)}
    for number, row in taken:
        if row.outcome is not Outcome.DUPLICATE or number in result.institutions:
            continue
        if row.same_as is not None:
            first = result.institutions.get(numbers[row.same_as])
        else:
            first = int(row.matched) if row.matched else None
        if first is not None:
            result.institutions[number] = first

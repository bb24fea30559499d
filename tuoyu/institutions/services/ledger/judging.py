"""Judging a ledger file against the register as it stands: nothing is written here."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter, gt
from typing import Final

from django.db.models import CharField, DecimalField, IntegerField

from tuoyu.core.ledger.fields import label_of
from tuoyu.core.ledger.judging import Bench, RowJudgement, make_bench
from tuoyu.core.ledger.ledger import (
    Choices,
    JudgedSheet,
    Ledger,
    judge_in_parts,
)
from tuoyu.core.ledger.pausing import collector_paused
from tuoyu.core.ledger.points import Outcome, Point, Weight
from tuoyu.core.sheets.workbook import Workbook
from tuoyu.institutions.models import LedgerRow, Profile, Site
from tuoyu.institutions.queries import known_institutions, ledger_counties, ledger_regions
from tuoyu.institutions.queries.known import PROFILE, SITE
from tuoyu.institutions.queries.limits import ledger_limits
from tuoyu.institutions.services.ledger.stamping import Ground, stamp_of
from tuoyu.org.models import Region

Choice = LedgerRow.Choice
Tell = Callable[[int, int], None]  # rows judged so far, and how many there will be
_LARGEST_COUNT: Final = 2_147_483_647
_LARGEST_AREA: Final = 10_000_000  # nine digits, two of them behind the point


_COLUMNS: Final = {
    name: model._meta.get_field(own)
    for model, names in ((Profile, PROFILE | {"name": "name"}), (Site, SITE))
    for name, own in names.items()
}
# The longest text and the largest number a field of the register can keep.
_LONGEST: Final = {
    name: column.max_length
    for name, column in _COLUMNS.items()
    if isinstance(column, CharField) and column.max_length
}
_MOST: Final = {
    name: _LARGEST_AREA if isinstance(column, DecimalField) else _LARGEST_COUNT
    for name, column in _COLUMNS.items()
    if isinstance(column, DecimalField | IntegerField)
}
_texts_of, _numbers_of = attrgetter(*_LONGEST), attrgetter(*_MOST)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What an officer decided for one row, by its number."""

    choice: str
    into: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows with their numbers in the file, the table they stand in, and the day on
    which what they tell held."""

    table: int
    on: date
    rows: list[tuple[int, RowJudgement]]


@dataclass(slots=True)
class Judged:
    """The rows in order, as far as they are judged, and where their officer may write."""

    counties: dict[str, Region]
    within: Sequence[str]
    rows: list[RowJudgement] = field(default_factory=list)

    def county_of(self, row: RowJudgement) -> Region | None:
        return self.counties.get(row.entry.region.code) if row.entry.region else None

    def covers(self, county: Region) -> bool:
        return any(county.path.startswith(path) for path in self.within)


@dataclass(slots=True)
class Judgement(Judged):
    """With the file, the parts in which it was judged, and the stamp of all it was held
    against."""

    ledger: Ledger = field(kw_only=True)
    stamp: str = field(kw_only=True)
    parts: list[Part] = field(default_factory=list)

    @property
    def expected(self) -> int:
        """How many rows there will be: exact for sheets laid out, all lines of the others."""
        laid, sheets = self.ledger.sheets, self.ledger.workbook.sheets
        tables = (table for sheet in laid for table in sheet.layout.tables)
        rest = sum(len(sheet.rows) for sheet in sheets[len(laid) :])
        return sum(len(table.data) for table in tables) + rest


def begin_judging(
    workbook: Workbook,
    *,
    within: Sequence[str],
    on: date,
    corrections: Mapping[str, Choices] | None = None,
    tell: Tell | None = None,
) -> tuple[Judgement, Iterator[Part]]:
    """For an officer whose reach is `within` (region paths), on that day: a judgement that
    grows with every part taken, and is whole at the end. The parts touch no table."""
    known = known_institutions(on, tuple(within))
    ground = Ground(ledger_regions(), ledger_limits(on), ledger_counties())
    bench = make_bench(ground.regions, known.institutions, ground.limits)
    judgement = Judgement(
        ground.counties,
        within,
        ledger=Ledger(workbook, []),
        stamp=stamp_of(known.digest, ground, on=on, within=within, corrections=corrections),
    )
    if tell:
        bench.tell = lambda done: tell(done, judgement.expected)
    return judgement, _parts(judgement, bench, on, corrections)


def _parts(
    judgement: Judgement, bench: Bench, on: date, corrections: Mapping[str, Choices] | None
) -> Iterator[Part]:
    ledger = judgement.ledger
    for found in judge_in_parts(ledger, bench, corrections=corrections):
        for row in found.rows:
            _vet(row, judgement)
            _same_standing(row)
        rows = list(enumerate(found.rows, start=len(judgement.rows) + 1))
        table = sum(len(sheet.tables) for sheet in ledger.sheets) - 1
        judgement.rows += found.rows
        judgement.parts.append(Part(table, _day(found.sheet, on), rows))
        yield judgement.parts[-1]
    for sheet in ledger.sheets:
        sheet.points += _told_once(sheet)


def judge(
    workbook: Workbook,
    *,
    within: Sequence[str],
    on: date,
    corrections: Mapping[str, Choices] | None = None,
    tell: Tell | None = None,
) -> Judgement:
    """Every row judged, before anything is written."""
    judgement, parts = begin_judging(
        workbook, within=within, on=on, corrections=corrections, tell=tell
    )
    with collector_paused():
        for _ in parts:
            pass
    return judgement


def choose_all(part: Part, choices: Mapping[int, Chosen]) -> Part:
    """Apply what the officer decided; a row that was refused stays refused."""
    for number, row in part.rows:
        if number in choices and row.outcome is not Outcome.REFUSED:
            _choose(row, choices[number])
    return part


def _told_once(sheet: JudgedSheet) -> list[Point]:
    """What holds for many rows of a sheet alike, said once instead of on every row."""
    rows = [row for table in sheet.tables for row in table.rows]
    formless = sum(row.outcome is Outcome.NEW and row.entry.form is None for row in rows)
    numbered = sum(row.entry.identity is not None for row in rows)
    told = []
    if formless:
        words = f"{formless} 家的名称看不出办托形式，按独立托育机构登记"
        told.append(("form", words, "不是的，导入后在机构页更正"))
    if numbered:
        words = f"{numbered} 行有身份证号，不写入机构登记"
        told.append(("identity", words, "负责人在从业人员里登记"))
    return [
        Point(sheet.name, 0, "", field, "", words, advice, Weight.INFO)
        for field, words, advice in told
    ]


def _day(sheet: JudgedSheet, on: date) -> date:
    """What a ledger says held on the day it was closed, if it names one that has come."""
    return min(sheet.as_of or on, on)


def _vet(row: RowJudgement, judgement: Judgement) -> None:
    """What the register could not keep, or this officer may not write, goes back."""
    county = judgement.county_of(row)
    if county and not judgement.covers(county):
        _refuse(row, "region", f"“{county.name}”不在您的辖区", "请由所在县（市、区）导入")
    texts, numbers = _texts_of(row.entry), _numbers_of(row.entry)
    if any(map(gt, [len(text or "") for text in texts], _LONGEST.values())):
        _vet_texts(row, texts)
    if any(map(gt, [abs(number or 0) for number in numbers], _MOST.values())):
        _vet_numbers(row, numbers)


def _vet_texts(row: RowJudgement, texts: Iterable[str | None]) -> None:
    for (name, most), text in zip(_LONGEST.items(), texts, strict=True):
        if text and len(text) > most:
            words = f"{label_of(name)}有 {len(text)} 个字，最多 {most} 个"
            _refuse(row, name, words, "请改短后再导入")


def _vet_numbers(row: RowJudgement, numbers: Iterable[float | None]) -> None:
    for (name, most), number in zip(_MOST.items(), numbers, strict=True):
        if number and abs(number) > most:
            _refuse(row, name, f"{label_of(name)}大得不合常理", "请核对后再导入")


def _refuse(row: RowJudgement, name: str, reason: str, advice: str) -> None:
    place = row.place
    row.points.append(
        Point(place.sheet, place.row, "", name, "", reason, advice, Weight.REFUSE)
    )
    row.outcome = Outcome.REFUSED


def _same_standing(row: RowJudgement) -> None:
    """An institution under rectification is a filed one: that alone is no change."""
    if row.outcome is not Outcome.UPDATE or not row.changes:
        return
    if row.changes.get("status") == ("filed", "rectifying"):
        del row.changes["status"]
    if not row.changes:
        row.outcome, row.why = Outcome.DUPLICATE, f"{row.why}，与登记册一致"


def _choose(row: RowJudgement, chosen: Chosen) -> None:
    if chosen.choice == Choice.MERGE and chosen.into:
        row.outcome, row.matched, row.why = Outcome.UPDATE, str(chosen.into), "人工指定"
        row.same_as = None
    elif chosen.choice == Choice.APART:
        row.outcome, row.matched, row.why = Outcome.NEW, None, "人工指定另作一家"
        row.same_as = None

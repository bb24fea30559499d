"""A whole workbook judged: every sheet, every row accounted for, and the report of it."""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from tuoyu.core.ledger.claims import check_claims, counts_of
from tuoyu.core.ledger.fields import label_of
from tuoyu.core.ledger.judging import Bench, RowJudgement, judge_rows
from tuoyu.core.ledger.mapping import ColumnMapping, knows, map_columns
from tuoyu.core.ledger.pausing import collector_paused
from tuoyu.core.ledger.points import Outcome, Point, Weight
from tuoyu.core.sheets.layout import Kind, Layout, Table
from tuoyu.core.sheets.tables import lay_out
from tuoyu.core.sheets.text import fold
from tuoyu.core.sheets.workbook import Sheet, Workbook

_AS_OF = re.compile(r"截[至止](?:日期|时间)?:?(\d{4})年(\d{1,2})月(?:(\d{1,2})日|底|末)?")

Choices = Mapping[str, str | None]


@dataclass(slots=True)
class JudgedTable:
    table: Table
    mapping: ColumnMapping
    rows: list[RowJudgement]


@dataclass(slots=True)
class JudgedSheet:
    layout: Layout
    as_of: date | None
    tables: list[JudgedTable] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.layout.sheet.title


@dataclass(slots=True)
class Ledger:
    """The judgement of one file; nothing has been written."""

    workbook: Workbook
    sheets: list[JudgedSheet]

    @property
    def rows(self) -> list[RowJudgement]:
        return [row for sheet in self.sheets for table in sheet.tables for row in table.rows]

    @property
    def points(self) -> list[Point]:
        """All points, sheet by sheet, those of the sheet before those of its rows."""
        found: list[Point] = []
        for sheet in self.sheets:
            found += sheet.points
            found += (
                point for table in sheet.tables for row in table.rows for point in row.points
            )
        return found

    def count(self, outcome: Outcome) -> int:
        return counts_of(self.rows)[outcome]


@dataclass(frozen=True, slots=True)
class JudgedPart:
    """Some rows of the sheet's last table, just judged."""

    sheet: JudgedSheet
    rows: list[RowJudgement]


def judge_ledger(
    workbook: Workbook, bench: Bench, *, corrections: Mapping[str, Choices] | None = None
) -> Ledger:
    """`corrections`: sheet name to (column letter → field key, or None to leave it out)."""
    ledger = Ledger(workbook, [])
    with collector_paused():
        for _ in judge_in_parts(ledger, bench, corrections=corrections):
            pass
    return ledger


def judge_in_parts(
    ledger: Ledger, bench: Bench, *, corrections: Mapping[str, Choices] | None = None
) -> Iterator[JudgedPart]:
    """The same a part at a time, for who can use the first rows while the last are judged.

    What is said about sheets and columns is there when the last part is.
    """
    chosen = corrections or {}
    for sheet in ledger.workbook.sheets:
        layout = lay_out(sheet, knows)
        judged = JudgedSheet(layout, _as_of(layout))
        ledger.sheets.append(judged)
        for table in layout.tables:
            yield from _table(judged, table, bench, chosen.get(sheet.title, {}))
        judged.points += _unread(layout)


def _table(
    judged: JudgedSheet, table: Table, bench: Bench, choices: Choices
) -> Iterator[JudgedPart]:
    mapping = map_columns(table).corrected(choices)
    if mapping.position_of("name") is None:
        _leave_out(judged, table)
        return
    rows: list[RowJudgement] = []
    judged.tables.append(JudgedTable(table, mapping, rows))
    for part in judge_rows(table, mapping, bench, layout=judged.layout, as_of=judged.as_of):
        rows += part
        yield JudgedPart(judged, part)
    judged.points += _about_columns(table, mapping)
    judged.points += check_claims(table, mapping, rows, bench.regions)


def _leave_out(judged: JudgedSheet, table: Table) -> None:
    """Without a column of names its rows cannot be institutions: counted as unread."""
    for line in table.data:
        line.kind = Kind.UNREAD


def _unread(layout: Layout) -> Iterable[Point]:
    lines = [line for line in layout.lines if line.kind is Kind.UNREAD]
    if lines:
        words = f"没有找到“机构名称”一列，{len(lines)} 行没有读入"
        yield _about(
            layout.sheet,
            lines[0].row,
            "",
            "name",
            words,
            "请指定机构名称在哪一列",
            Weight.SETTLE,
        )


def _about_columns(table: Table, mapping: ColumnMapping) -> Iterable[Point]:
    top = table.lines[0].row - 1 if table.lines else 0
    for column in mapping.unmapped():
        words = f"列“{column.name}”没有对应的字段，内容原样保留在附加信息里"
        yield _about(
            table.sheet, top, column.letter, "", words, "需要时可指定字段", Weight.INFO
        )
    for column in table.columns:
        if column.hidden and column.name:
            words = f"列“{column.name}”是隐藏列，已照常读入"
            yield _about(
                table.sheet,
                top,
                column.letter,
                _field(mapping, column.position),
                words,
                "",
                Weight.INFO,
            )
    for missing in ("region", "code", "places", "status"):
        if mapping.position_of(missing) is None:
            words = f"没有“{label_of(missing)}”一列"
            yield _about(table.sheet, top, "", missing, words, "有这一列的请指定", Weight.INFO)
    yield from _hidden_rows(table)


def _hidden_rows(table: Table) -> Iterable[Point]:
    hidden = table.sheet.trimmings.hidden_rows
    for line in table.data if hidden else ():
        if line.row in hidden:
            yield _about(
                table.sheet,
                line.row,
                "",
                "",
                "这一行是隐藏行，已照常读入",
                "请确认这一行有效",
                Weight.SETTLE,
            )


def _field(mapping: ColumnMapping, position: int) -> str:
    match = mapping.matches.get(position)
    return match.field if match else ""


def _about(
    sheet: Sheet, row: int, column: str, field: str, reason: str, advice: str, weight: Weight
) -> Point:
    return Point(sheet.title, row, column, field, "", reason, advice, weight)


def _as_of(layout: Layout) -> date | None:
    """The day up to which the ledger is kept; the last of the month when only that is said."""
    for line in layout.lines:
        if line.kind in (Kind.TITLE, Kind.NOTE):
            for cell in line.cells:
                if isinstance(cell, str) and (found := _AS_OF.search(fold(cell))):
                    return _last_day(int(found[1]), int(found[2]), found[3])
    return None


def _last_day(year: int, month: int, day: str | None) -> date | None:
    try:
        return date(year, month, int(day) if day else monthrange(year, month)[1])
    except ValueError:
        return None

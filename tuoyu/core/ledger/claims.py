"""What subtotal and total rows claim, held against the rows they stand for."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tuoyu.core.ledger.fields import label_of
from tuoyu.core.ledger.judging import RowJudgement
from tuoyu.core.ledger.mapping import ColumnMapping
from tuoyu.core.ledger.points import Outcome, Point, Weight
from tuoyu.core.ledger.regions import Regions
from tuoyu.core.sheets.columns import letter, split_reference
from tuoyu.core.sheets.layout import Kind, Line, Table
from tuoyu.core.sheets.numbers import count
from tuoyu.core.sheets.text import fold, shown
from tuoyu.core.sheets.values import Cell, is_blank

_COUNT = re.compile(
    r"(.{0,40}?)(?:总共|共计|共有|合计|小计|共|计|:)?(\d{1,6})(?:家|所|个|户)(?:托育)?(?:机构)?"
)
_SUM = re.compile(r"=?sum\((\$?[a-z]+\$?\d+):(\$?[a-z]+\$?\d+)\)", re.IGNORECASE)
_SUMMED = (
    "places",
    "children",
    "infant",
    "junior",
    "senior",
    "mixed",
    "carers",
    "health_workers",
    "staff",
)


@dataclass(frozen=True, slots=True)
class _Scope:
    """The rows a claim is about, and how a person would call them."""

    rows: Sequence[RowJudgement]
    words: str


def check_claims(
    table: Table, mapping: ColumnMapping, judged: Sequence[RowJudgement], regions: Regions
) -> list[Point]:
    """A point for every claim that does not hold; nothing for those that do."""
    return list(_Claims(table, mapping, judged, regions).points())


class _Claims:
    def __init__(
        self,
        table: Table,
        mapping: ColumnMapping,
        judged: Sequence[RowJudgement],
        regions: Regions,
    ) -> None:
        self.table, self.regions = table, regions
        self.judged = {row.place.row: row for row in judged}
        fields = {position: match.field for position, match in mapping.matches.items()}
        self.summed = {at: field for at, field in fields.items() if field in _SUMMED}
        self.formulas = table.sheet.trimmings.formulas

    def points(self) -> Iterable[Point]:
        since_subtotal: list[RowJudgement] = []
        since_total: list[RowJudgement] = []
        for line in self.table.lines:
            if row := self.judged.get(line.row):
                since_subtotal.append(row)
                since_total.append(row)
            elif line.kind is Kind.SUBTOTAL:
                yield from self._line(line, self._subtotal(line, since_subtotal))
                since_subtotal = []
            elif line.kind is Kind.TOTAL:
                yield from self._line(line, _Scope(since_total, "上面"))
                since_subtotal, since_total = [], []

    def _subtotal(self, line: Line, rows: list[RowJudgement]) -> _Scope:
        """A subtotal is about the county it names, or else about the last one above it."""
        texts = [fold(cell) for cell in line.cells if isinstance(cell, str) and cell]
        region = next(filter(None, map(self.regions.within, texts)), None)
        if region is None and rows and rows[-1].entry.region:
            region = rows[-1].entry.region
        mine = [row for row in rows if row.entry.region == region] if region else rows
        return _Scope(mine, region.name if region else "上面")

    def _line(self, line: Line, scope: _Scope) -> Iterable[Point]:
        for at, cell in enumerate(line.cells):
            if (line.row, at) in self.formulas:
                yield from self._formula(line, at, self.formulas[line.row, at])
            elif not is_blank(cell):
                yield from self._cell(line, at, cell, scope)

    def _cell(self, line: Line, at: int, cell: Cell, scope: _Scope) -> Iterable[Point]:
        if at in self.summed:
            yield from self._sum(line, at, cell, scope)
        elif isinstance(cell, str) and (found := _COUNT.fullmatch(fold(cell))):
            yield from self._count(line, at, int(found[2]), scope)

    def _count(self, line: Line, at: int, claimed: int, scope: _Scope) -> Iterable[Point]:
        rows = len(scope.rows)
        once = sum(row.outcome is not Outcome.DUPLICATE for row in scope.rows)
        if claimed == rows == once:
            return
        if claimed == once:
            counted = f"{scope.words}有 {rows} 行，其中 {rows - once} 行重复"
            words = f"写 {claimed} 家；{counted}，去重后相符"
            yield self._point(line, at, "name", words, "", Weight.INFO)
        else:
            doubled = f"（其中 {rows - once} 行重复）" if once != rows else ""
            words = f"写 {claimed} 家，{scope.words}实有 {rows} 行{doubled}"
            yield self._point(line, at, "name", words, "请核对是否漏行或多行", Weight.SETTLE)

    def _sum(self, line: Line, at: int, cell: Cell, scope: _Scope) -> Iterable[Point]:
        claimed = count(cell).value
        field = self.summed[at]
        real = sum(_number(row, field) for row in scope.rows)
        if claimed is not None and claimed != real:
            words = f"{label_of(field)}写 {claimed}，{scope.words}各行相加是 {real}"
            yield self._point(line, at, field, words, "请核对各行或合计", Weight.SETTLE)

    def _formula(self, line: Line, at: int, formula: str) -> Iterable[Point]:
        """Excel adds only cells that are numbers: "45个" counts as nothing in its sum."""
        span, field = _span(formula, at), self.summed.get(at)
        if span is None or field is None:
            return
        cells = [row[at] for row in self.table.sheet.rows[span.start - 1 : span.stop - 1]]
        excel = sum(cell for cell in cells if isinstance(cell, int | float))
        missed = sum(isinstance(cell, str) and bool(count(cell).value) for cell in cells)
        real = sum(_number(self.judged[row], field) for row in span if row in self.judged)
        if excel != real:
            words = f"公式 {formula} 得 {excel:g}，各行{label_of(field)}相加是 {real}"
            words += f"；{missed} 个单元格是文字，公式没有加上" if missed else ""
            advice = "以各行读出的数为准；请把文字改成数字"
            yield self._point(line, at, field, words, advice, Weight.SETTLE)

    def _point(
        self, line: Line, at: int, field: str, reason: str, advice: str, weight: Weight
    ) -> Point:
        value = self.formulas.get((line.row, at)) or shown(line.cells[at]).strip()
        return Point(
            self.table.sheet.title, line.row, letter(at), field, value, reason, advice, weight
        )


def _span(formula: str, at: int) -> range | None:
    """The rows that a plain sum over this same column adds up."""
    found = _SUM.fullmatch(formula.replace(" ", ""))
    if not found:
        return None
    first, last = (split_reference(reference.upper()) for reference in found.groups())
    return range(first[0], last[0] + 1) if first[1] == last[1] == at else None


def _number(row: RowJudgement, field: str) -> int:
    entry = row.entry
    value = (
        entry.classes.get(field)
        if field in ("infant", "junior", "senior", "mixed")
        else getattr(entry, field)
    )
    return value if isinstance(value, int) else 0


def counts_of(judged: Iterable[RowJudgement]) -> Mapping[Outcome, int]:
    found = dict.fromkeys(Outcome, 0)
    for row in judged:
        found[row.outcome] += 1
    return found

"""Find the tables of a sheet and say what every row is; fill down only where it is certain."""

import re
from collections.abc import Iterator
from itertools import islice

from tuoyu.core.sheets import headers
from tuoyu.core.sheets.headers import Header
from tuoyu.core.sheets.layout import Kind, Knows, Layout, Line, Shared, Table
from tuoyu.core.sheets.text import fold
from tuoyu.core.sheets.values import Cell, is_blank
from tuoyu.core.sheets.workbook import Sheet

SERIAL_NAMES = frozenset(("序号", "编号", "no.", "no", "#", "顺序号", "行号"))

_TOTAL = re.compile(
    r"(?:本表|本页|全[市县区省]|总)?(?:合计|总计|共计|累计|总数|汇总|总和)[:数]?"
)
_SUBTOTAL = re.compile(r".{0,14}(?:小计|合计|总计|共计)[:]?")
_COUNTED = re.compile(
    r"(.{0,14}?)(?:总共|共计|共有|合计|共)\d+(?:家|所|个|户)(?:机构|托育机构)?[。]?"
)
_WHOLE = re.compile(r"全[市县区省]|总")
_NOTE = re.compile(
    r"(?:注|备注|说明|填表|填报|制表|审核|复核|单位负责人|负责人|联系人|联系电话|截至|截止|日期|※|★|\*)"
)
_POINT = re.compile(r"(?:\(?\d{1,2}[.、)]|[①-⑳一二三四五六七八九十]+[、.]).{6,}")
_LONGEST_HEADING, _FEW = 20, 3


def lay_out(sheet: Sheet, knows: Knows = lambda _: False) -> Layout:
    """`knows` tells a header name; without it a header is found by its looks alone."""
    header = headers.find_header(sheet, knows)
    if header is None:
        return _without_table(sheet)
    lines = [_line(sheet, row, Kind.TITLE) for row in range(1, header.first)]
    tables: list[Table] = []
    while header is not None:
        table, lines_read, header = _table(sheet, header, knows)
        tables.append(table)
        lines += lines_read
    return Layout(sheet, lines, tables)


def _without_table(sheet: Sheet) -> Layout:
    """Prose is instruction; rows of several cells without a header are unread, and reported."""
    wide = [row for row in sheet.rows if sum(not is_blank(cell) for cell in row) >= 4]
    kind = Kind.UNREAD if len(wide) >= 2 else Kind.INSTRUCTION
    return Layout(sheet, [_line(sheet, row, kind) for row in range(1, len(sheet.rows) + 1)], [])


def _table(
    sheet: Sheet, header: Header, knows: Knows
) -> tuple[Table, list[Line], Header | None]:
    table = Table(sheet, header.columns)
    lines = [_line(sheet, row, Kind.HEADER) for row in range(header.first, header.last + 1)]
    judge = _Judge(table, sheet, header)
    row = header.last + 1
    while row <= len(sheet.rows):
        cells = sheet.rows[row - 1]
        if judge.may_be_header(cells, knows):
            again = headers.header_at(sheet, row - 1)
            if not judge.same_header(again):
                return table, lines, again
            repeated = range(again.first, again.last + 1)
            lines += [_line(sheet, at, Kind.HEADER) for at in repeated]
            table.lines += lines[-len(repeated) :]
            row = again.last + 1
            continue
        line = Line(row, judge.kind(row, cells), cells)
        table.lines.append(line)
        lines.append(line)
        row += 1
    return table, lines, None


def _line(sheet: Sheet, row: int, kind: Kind) -> Line:
    cells = sheet.rows[row - 1]
    return Line(row, Kind.BLANK if all(map(is_blank, cells)) else kind, cells)


class _Judge:
    """Says what one row of a table is."""

    def __init__(self, table: Table, sheet: Sheet, header: Header) -> None:
        self.header = header
        self.width = sum(1 for column in table.columns if column.name)
        self.serials = {c.position for c in table.columns if fold(c.name) in SERIAL_NAMES}
        self.wide = {
            m.top: m for m in sheet.merges if m.right - m.left >= 2 and m.top == m.bottom
        }
        self.starts = {fold(c.name.split("/")[0]) for c in table.columns if c.name}

    def may_be_header(self, cells: list[Cell], knows: Knows) -> bool:
        first = next((cell for cell in cells if cell != ""), "")
        return (
            isinstance(first, str)
            and len(first) <= 12
            and (fold(first) in self.starts or knows(first))
            and headers.names_columns(cells, knows)
        )

    def same_header(self, other: Header) -> bool:
        return [c.name for c in other.columns] == [c.name for c in self.header.columns]

    def kind(self, row: int, cells: list[Cell]) -> Kind:
        many = len(cells) - cells.count("")
        if many > max(_FEW, self.width // 4):
            texts = list(islice((cell for cell in cells if cell != ""), _FEW))
            return self._total(texts, many) or Kind.DATA
        filled = [at for at, cell in enumerate(cells) if cell != ""]
        if many <= _FEW:
            filled = [at for at in filled if not is_blank(cells[at])]
        if not filled:
            return Kind.BLANK
        texts = [cells[at] for at in filled[:_FEW]]
        return self._total(texts, len(filled)) or self._sparse(row, cells, filled)

    def _total(self, texts: list[Cell], filled: int) -> Kind | None:
        for text in texts:
            if (
                isinstance(text, str)
                and len(text) <= 30
                and ("计" in text or "共" in text or "总" in text)
            ):
                plain = fold(text)
                if _TOTAL.fullmatch(plain):
                    return Kind.TOTAL
                if _SUBTOTAL.fullmatch(plain):
                    return Kind.SUBTOTAL
                if filled <= _FEW and _COUNTED.fullmatch(plain):
                    return Kind.TOTAL if _WHOLE.match(plain) else Kind.SUBTOTAL
        return None

    def _sparse(self, row: int, cells: list[Cell], filled: list[int]) -> Kind:
        first = cells[filled[0]]
        if len(filled) == 1 and filled[0] in self.serials and not isinstance(first, str):
            return Kind.NUMBERED
        if len(filled) == 1 and filled[0] in self.serials and fold(first).isdigit():
            return Kind.NUMBERED
        text = fold(first)
        if _NOTE.match(text) or (
            len(filled) == 1 and _POINT.fullmatch(text) and len(text) > _LONGEST_HEADING
        ):
            return Kind.NOTE
        if len(filled) == 1 and isinstance(first, str) and (filled[0] == 0 or row in self.wide):
            return Kind.HEADING if len(text) <= _LONGEST_HEADING else Kind.NOTE
        return Kind.DATA


def fill_down(table: Table, column: int) -> dict[int, Shared]:
    """Values that rows borrow in one column: inside a merge, or from above up to a subtotal."""
    inside = headers.merge_starts(
        [m for m in table.sheet.merges if m.left <= column <= m.right]
    )
    return dict(
        _borrowed(
            table, column, {row: m.top for (row, at), m in inside.items() if at == column}
        )
    )


def _borrowed(table: Table, column: int, tops: dict[int, int]) -> Iterator[tuple[int, Shared]]:
    last: Shared | None = None
    for line in table.lines:
        if line.kind in (Kind.SUBTOTAL, Kind.TOTAL, Kind.HEADING, Kind.HEADER):
            last = None
        elif line.kind is Kind.DATA:
            cell = line.cells[column]
            if not is_blank(cell):
                last = Shared(cell, line.row, merged=False)
            elif line.row in tops and not is_blank(
                table.sheet.rows[tops[line.row] - 1][column]
            ):
                top = tops[line.row]
                yield line.row, Shared(table.sheet.rows[top - 1][column], top, merged=True)
            elif last:
                yield line.row, last

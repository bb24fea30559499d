"""Writing workbooks: one face for every export, and no cell that a spreadsheet would run."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import xlsxwriter

from tuoyu.core.sheets.values import Cell

# Excel, WPS and LibreOffice take these as the start of a formula, the full-width ones too.
_TRIGGERS = frozenset("=+-@\t\r\n＝＋－＠")
_WIDEST, _NARROWEST = 48, 6
_FONT = "微软雅黑"


@dataclass(frozen=True, slots=True)
class Column:
    header: str
    width: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one cell was marked; `column` counts from 0."""

    column: int
    words: str


def safe_cell(text: str) -> str:
    """Text that no spreadsheet program takes for a formula."""
    return f"'{text}" if text.lstrip(" \u3000")[:1] in _TRIGGERS and text.strip() else text


def write_table(
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell | None]],
    *,
    title: str = "",
    sheet: str = "数据",
    reasons: Mapping[int, Sequence[Reason]] | None = None,
    reason_header: str = "原因",
) -> bytes:
    """An xlsx as bytes, streamed; `reasons` by row (from 0) mark cells and fill a column."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(
        target, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
    ) as book:
        page = _Page(book, sheet, columns, title, reason_header if reasons is not None else "")
        for number, row in enumerate(rows):
            page.write(row, (reasons or {}).get(number, ()))
    return target.getvalue()


class _Page:
    """One sheet being written from top to bottom."""

    def __init__(
        self,
        book: xlsxwriter.Workbook,
        name: str,
        columns: Sequence[Column],
        title: str,
        extra: str,
    ) -> None:
        self.sheet = book.add_worksheet(sheet_name(name))
        self.heads = [*columns, *([Column(extra, _WIDEST)] if extra else [])]
        self.extra = bool(extra)
        self.plain = book.add_format({"font_name": _FONT, "valign": "top", "text_wrap": True})
        self.marked = book.add_format(
            {"font_name": _FONT, "valign": "top", "text_wrap": True, "bg_color": "#FFF2CC"}
        )
        self.day = book.add_format(
            {"font_name": _FONT, "valign": "top", "num_format": "yyyy-mm-dd"}
        )
        self.at = self._head(book, title)

    def _head(self, book: xlsxwriter.Workbook, title: str) -> int:
        bold = {
            "font_name": _FONT,
            "bold": True,
            "align": "center",
            "valign": "vcenter",
            "text_wrap": True,
        }
        head = book.add_format({**bold, "bg_color": "#DCE6F1", "border": 1})
        for column, heading in enumerate(self.heads):
            self.sheet.set_column(column, column, heading.width or _fitting(heading.header))
        top = 1 if title else 0
        if title:
            self.sheet.merge_range(
                0,
                0,
                0,
                max(1, len(self.heads) - 1),
                safe_cell(title),
                book.add_format({**bold, "font_size": 14}),
            )
        self.sheet.write_row(
            top, 0, [safe_cell(heading.header) for heading in self.heads], head
        )
        self.sheet.freeze_panes(top + 1, 0)
        return top + 1

    def write(self, row: Sequence[Cell | None], reasons: Sequence[Reason]) -> None:
        words: dict[int, list[str]] = {}
        for reason in reasons:
            words.setdefault(reason.column, []).append(reason.words)
        for column, cell in enumerate(row):
            self._cell(column, cell, self.marked if column in words else self.plain)
        for column, lines in words.items():
            self.sheet.write_comment(self.at, column, "\n".join(lines), {"author": "托育平台"})
        if self.extra:
            self.sheet.write_string(
                self.at,
                len(self.heads) - 1,
                safe_cell("；".join(r.words for r in reasons)),
                self.plain,
            )
        self.at += 1

    def _cell(self, column: int, cell: Cell | None, style: object) -> None:
        if cell is None or cell == "":
            self.sheet.write_blank(self.at, column, None, style)
        elif isinstance(cell, bool):
            self.sheet.write_string(self.at, column, "是" if cell else "否", style)
        elif isinstance(cell, int | float):
            self.sheet.write_number(self.at, column, cell, style)
        elif isinstance(cell, datetime | date):
            self.sheet.write_datetime(self.at, column, cell, self.day)
        else:
            self.sheet.write_string(self.at, column, safe_cell(str(cell)), style)


def sheet_name(text: str) -> str:
    """A name Excel accepts: 31 characters, none of []:*?/\\, no quote at either end."""
    plain = "".join(" " if char in "[]:*?/\\" else char for char in text).strip(" '")
    return plain[:31] or "数据"


def _fitting(text: str) -> int:
    width = sum(2 if ord(char) > 255 else 1 for char in text) + 2
    return max(_NARROWEST, min(_WIDEST, width))

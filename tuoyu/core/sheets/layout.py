"""A sheet laid out: where its tables are and what every row is, so that no row is lost."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from tuoyu.core.sheets.columns import letter
from tuoyu.core.sheets.values import Cell
from tuoyu.core.sheets.workbook import Sheet

Knows: TypeAlias = Callable[[str], bool]


class Kind(StrEnum):
    BLANK = "blank"
    TITLE = "title"
    HEADER = "header"
    DATA = "data"
    HEADING = "heading"
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    NOTE = "note"
    NUMBERED = "numbered"
    INSTRUCTION = "instruction"
    UNREAD = "unread"


@dataclass(slots=True)
class Line:
    """One row; `row` is the number Excel shows."""

    row: int
    kind: Kind
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; `name` joins the header rows: "班级设置/乳儿班"."""

    position: int
    name: str
    hidden: bool = False

    @property
    def letter(self) -> str:
        return letter(self.position)


@dataclass(frozen=True, slots=True)
class Shared:
    """A cell that got its value from another row."""

    value: Cell
    row: int
    merged: bool


@dataclass(slots=True)
class Table:
    sheet: Sheet
    columns: tuple[Column, ...]
    lines: list[Line] = field(default_factory=list)

    @property
    def data(self) -> list[Line]:
        return [line for line in self.lines if line.kind is Kind.DATA]


@dataclass(slots=True)
class Layout:
    """Every row of the sheet once, in order; the tables share these lines."""

    sheet: Sheet
    lines: list[Line]
    tables: list[Table]

    def counts(self) -> dict[str, int]:
        """How many rows of each kind, blank ones left out."""
        found: dict[str, int] = {}
        for line in self.lines:
            if line.kind is not Kind.BLANK:
                found[line.kind.value] = found.get(line.kind.value, 0) + 1
        return found

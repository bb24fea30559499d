"""A workbook as this package hands it on: plain rows, and what Excel knows about the cells."""

from dataclasses import dataclass, field
from typing import NamedTuple

from tuoyu.core.sheets.values import Cell


class Merge(NamedTuple):
    """One merged range; rows from 1, columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Trimmings:
    """What the cells alone do not tell; places are (row from 1, column from 0)."""

    hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    notes: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows[0]` is Excel's row 1; every row is equally long; an empty cell is ""."""

    name: str
    rows: list[list[Cell]]
    merges: tuple[Merge, ...] = ()
    trimmings: Trimmings = field(default_factory=Trimmings)

    @property
    def title(self) -> str:
        return self.name.strip()


@dataclass(frozen=True, slots=True)
class Workbook:
    name: str
    kind: str
    sheets: tuple[Sheet, ...]

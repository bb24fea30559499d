"""The points of one row as they are found, each tied to its cell."""

from collections.abc import Mapping, Sequence

from tuoyu.core.ledger.points import Point, Weight
from tuoyu.core.sheets.columns import letter
from tuoyu.core.sheets.text import shown
from tuoyu.core.sheets.values import Cell


class Findings:
    __slots__ = ("at", "cells", "points", "refused", "row", "sheet")

    def __init__(
        self, sheet: str, row: int, cells: Sequence[Cell], at: Mapping[str, int]
    ) -> None:
        self.sheet, self.row, self.cells, self.at = sheet, row, cells, at
        self.points: list[Point] = []
        self.refused = False

    def refuse(self, field: str, reason: str, suggestion: str = "") -> None:
        self.refused = True
        self._add(field, reason, suggestion, Weight.REFUSE)

    def settle(self, field: str, reason: str, suggestion: str = "") -> None:
        self._add(field, reason, suggestion, Weight.SETTLE)

    def tell(self, field: str, reason: str, suggestion: str = "") -> None:
        self._add(field, reason, suggestion, Weight.INFO)

    def _add(self, field: str, reason: str, suggestion: str, weight: Weight) -> None:
        position = self.at.get(field)
        column = "" if position is None else letter(position)
        value = "" if position is None else shown(self.cells[position]).strip()
        self.points.append(
            Point(self.sheet, self.row, column, field, value, reason, suggestion, weight)
        )

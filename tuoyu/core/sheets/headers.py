"""Finding header rows, one to three of them, and the joined names of their columns."""

from collections.abc import Sequence
from dataclasses import dataclass

from tuoyu.core.sheets.layout import Column, Knows
from tuoyu.core.sheets.text import fold, tidy
from tuoyu.core.sheets.values import Cell, is_blank
from tuoyu.core.sheets.workbook import Merge, Sheet

SEARCHED_ROWS = 40
DEEPEST = 3
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Header:
    """Rows from `first` to `last` (as Excel counts) that name the columns."""

    first: int
    last: int
    columns: tuple[Column, ...]


def find_header(sheet: Sheet, knows: Knows, after: int = 0) -> Header | None:
    """The first row that names known columns, else the first that looks like names at all."""
    window = range(after, min(len(sheet.rows), after + SEARCHED_ROWS))
    found = next((row for row in window if names_columns(sheet.rows[row], knows)), None)
    if found is None:
        found = next((row for row in window if _looks_like_names(sheet, row)), None)
    return None if found is None else header_at(sheet, found)


def names_columns(cells: Sequence[Cell], knows: Knows) -> bool:
    """At least three known names, or two that are most of what the row says."""
    texts = [cell for cell in cells if isinstance(cell, str) and not is_blank(cell)]
    filled = sum(1 for cell in cells if not is_blank(cell))
    known = sum(1 for text in texts if len(text) <= _LONGEST_NAME and knows(text))
    return len(texts) == filled and (known >= 3 or (known == 2 and filled <= 4))


def header_at(sheet: Sheet, row: int) -> Header:
    """The header around this row (from 0): groups above it, parts below it."""
    first = row - 1 if _groups_above(sheet, row) else row
    last = min(row + max(0, _depth(sheet, row) - 1), first + DEEPEST - 1, len(sheet.rows) - 1)
    return Header(first + 1, last + 1, tuple(_columns(sheet, first, last)))


def _looks_like_names(sheet: Sheet, row: int) -> bool:
    cells = [cell for cell in sheet.rows[row] if not is_blank(cell)]
    below = sheet.rows[row + 1] if row + 1 < len(sheet.rows) else []
    names = {fold(cell) for cell in cells if isinstance(cell, str) and len(cell) <= 15}
    return (
        len(cells) >= 3
        and len(names) == len(cells)
        and sum(not is_blank(c) for c in below) >= 2
    )


def _groups_above(sheet: Sheet, row: int) -> bool:
    """The row above holds group names: at least two cells, one of them merged sideways."""
    if row == 0:
        return False
    wide = [m for m in sheet.merges if m.top == m.bottom == row and m.right > m.left]
    filled = sum(not is_blank(cell) for cell in sheet.rows[row - 1])
    return filled >= 2 and any(m.right - m.left + 1 < len(sheet.rows[row - 1]) for m in wide)


def _depth(sheet: Sheet, row: int) -> int:
    tall = [m.bottom - m.top + 1 for m in sheet.merges if m.top == row + 1 and m.bottom > m.top]
    if tall:
        return max(tall)
    return 2 if _parts_below(sheet, row) else 1


def _parts_below(sheet: Sheet, row: int) -> bool:
    """Without merges to tell: the next row only fills the gaps that this one leaves."""
    if row + 1 >= len(sheet.rows):
        return False
    above, below = sheet.rows[row], sheet.rows[row + 1]
    filled = [at for at, cell in enumerate(below) if not is_blank(cell)]
    texts = all(isinstance(below[at], str) for at in filled)
    gaps = sum(1 for at in filled if is_blank(above[at]))
    fits = all(
        is_blank(above[at]) or (at + 1 < len(above) and is_blank(above[at + 1]))
        for at in filled
    )
    return len(filled) >= 2 and texts and fits and gaps >= 1 and 0 not in filled


def _columns(sheet: Sheet, first: int, last: int) -> list[Column]:
    rows = [_spread(sheet, row, last) for row in range(first, last + 1)]
    hidden = sheet.trimmings.hidden_columns
    names = ["/".join(dict.fromkeys(filter(None, parts))) for parts in zip(*rows, strict=True)]
    return [Column(at, name, at in hidden) for at, name in enumerate(names)]


def _spread(sheet: Sheet, row: int, last: int) -> list[str]:
    """The names of one header row, group names repeated over the columns they stand above."""
    names = [_clean(cell) for cell in sheet.rows[row]]
    wide = [m for m in sheet.merges if m.top <= row + 1 <= m.bottom and m.right > m.left]
    for merge in wide:
        names[merge.left : merge.right + 1] = [names[merge.left]] * (
            merge.right - merge.left + 1
        )
    return names if wide or row == last else _over_gaps(sheet, row, names)


def _over_gaps(sheet: Sheet, row: int, names: list[str]) -> list[str]:
    below, group = sheet.rows[row + 1], ""
    for at, name in enumerate(names):
        group = name or ("" if is_blank(below[at]) else group)
        names[at] = group
    return names


def _clean(cell: Cell) -> str:
    return tidy(cell).replace(" ", "").strip("*＊：:")


def merge_starts(merges: Sequence[Merge]) -> dict[tuple[int, int], Merge]:
    """Every cell (row from 1, column) inside a tall merge but its first, with that merge."""
    return {
        (row, column): merge
        for merge in merges
        if merge.bottom > merge.top
        for row in range(merge.top + 1, merge.bottom + 1)
        for column in range(merge.left, merge.right + 1)
    }

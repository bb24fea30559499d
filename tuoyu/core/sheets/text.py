"""Spelling set aside: full-width forms, stray spaces, and the way Excel shows a number."""

import re
import unicodedata
from datetime import date, datetime
from functools import lru_cache

from tuoyu.core.sheets.values import Cell

# Letters, digits and the full-width space; Chinese punctuation stays as the writer put it.
_HALF = {
    code: code - 0xFEE0
    for first, last in ((0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A))
    for code in range(first, last + 1)
}
_INVISIBLE: dict[int, str | None] = dict.fromkeys(
    (0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD)
)
_SPACES = {0x3000: " ", 0x00A0: " ", 0x2002: " ", 0x2003: " ", 0x2009: " "}
_TIDY: dict[int, int | str | None] = {**_HALF, **_SPACES, **_INVISIBLE}
_GAPS = re.compile(r"\s+")
# Most cells have nothing of the kind; one look is much cheaper than two rewrites.
_ODD = re.compile("[\\s０-９Ａ-Ｚａ-ｚ" + "".join(map(chr, (*_SPACES, *_INVISIBLE))) + "]")


def shown(cell: Cell) -> str:
    """The cell as Excel shows it: 45.0 is "45", a date is 2023-11-14."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return (
            cell.date().isoformat()
            if cell.time() == datetime.min.time()
            else cell.isoformat(" ")
        )
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def tidy(cell: Cell) -> str:
    """For keeping: half-width letters and digits, no invisible characters, single spaces."""
    text = shown(cell)
    return _GAPS.sub(" ", text.translate(_TIDY)).strip() if _ODD.search(text) else text


def fold(cell: Cell) -> str:
    """For comparing: compatibility forms resolved, no spaces at all, lower case."""
    return _fold(cell if isinstance(cell, str) else shown(cell))


@lru_cache(maxsize=32_768)
def _fold(text: str) -> str:
    if not text.isascii() and not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    if _ODD.search(text):
        text = _GAPS.sub("", text.translate(_INVISIBLE))
    return text.casefold()

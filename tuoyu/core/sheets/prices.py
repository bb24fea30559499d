"""What a place costs: one price or several, in whatever words the clerk used."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from tuoyu.core.sheets.numbers import DASHES
from tuoyu.core.sheets.services import form_of
from tuoyu.core.sheets.text import fold
from tuoyu.core.sheets.values import Cell, Reading

DEAREST_FEN = 10_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """Fen per period; `form` is a form of service, `word` what stood before the number."""

    fen: int
    per: str = "month"
    form: str | None = None
    word: str = ""
    to_fen: int | None = None


_PERIODS = {
    "月": "month", "天": "day", "日": "day", "小时": "hour", "时": "hour",
    "次": "time", "学期": "term", "期": "term", "年": "year", "周": "week",
}  # fmt: skip
_AMOUNT = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_PRICE = re.compile(
    rf"(?P<word>[^\d,;、。()/:]{{0,12}}?)[:(]?(?P<from>{_AMOUNT})(?:[-~—至到](?P<to>{_AMOUNT}))?"
    r"(?P<ten>万)?(?P<yuan>元|块|rmb)?(?:[/每·]?(?:人|生|位|孩))?[/每]?(?P<per>学期|小时|月|天|日|时|次|期|年|周)?\)?"
)
_BETWEEN = re.compile(r"^[,;、。/+|()和及\s]*$")
_ASK = frozenset(
    ("面议", "电话咨询", "待定", "详询", "另议", "未定", "咨询", "面谈", "不详", "暂无")
)
_FREE = frozenset(("免费", "不收费", "公益免费", "0"))


@lru_cache(maxsize=8_192, typed=True)
def prices(cell: Cell) -> Reading[tuple[Price, ...]]:
    """Prices in yuan of the cell, per month unless it says otherwise."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if not 0 <= cell <= DEAREST_FEN:
            return Reading(None, cell, error=f"“{cell:g}”作为收费不合常理")
        return _sane(cell, (Price(_fen(str(cell))),))
    text = fold(cell)
    if not text or text in DASHES:
        return Reading(None, cell)
    if text in _FREE:
        return Reading((Price(0),), cell, changed="读作免费")
    if text.rstrip("。") in _ASK:
        return Reading(None, cell, doubt=f"收费写的是“{text}”，没有金额")
    return _from_text(cell, text)


def _from_text(cell: Cell, text: str) -> Reading[tuple[Price, ...]]:
    found, at = [], 0
    for match in _PRICE.finditer(text):
        if not _BETWEEN.match(text[at : match.start()]):
            return Reading(None, cell, error=f"“{cell}”读不成收费")
        found.append(_price(match))
        at = match.end()
    if not found:
        return Reading(None, cell, error=f"“{cell}”里没有金额")
    rest = text[at:].strip(",;。、")
    return _sane(cell, tuple(found), f"“{rest}”没有读入" if rest else None)


def _price(match: re.Match[str]) -> Price:
    scale = 10_000 if match["ten"] else 1
    word = match["word"].strip(",;、:(+")
    return Price(
        _fen(match["from"]) * scale,
        _PERIODS.get(match["per"] or "月", "month"),
        form_of(word),
        word,
        _fen(match["to"]) * scale if match["to"] else None,
    )


def _sane(
    cell: Cell, found: tuple[Price, ...], doubt: str | None = None
) -> Reading[tuple[Price, ...]]:
    if any(price.fen > DEAREST_FEN or price.fen < 0 for price in found):
        return Reading(None, cell, error=f"“{cell}”作为收费不合常理")
    if doubt is None and any(price.to_fen for price in found):
        doubt = f"“{cell}”是一个范围"
    return Reading(found, cell, doubt=doubt)


def _fen(text: str) -> int:
    return int((Decimal(text.replace(",", "")) * 100).to_integral_value())

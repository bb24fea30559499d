"""Dates in every style a ledger holds, with how exact each one is."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from tuoyu.core.sheets.numbers import DASHES, chinese_number
from tuoyu.core.sheets.text import fold
from tuoyu.core.sheets.values import Cell, Precision, Reading

FIRST_YEAR, LAST_YEAR = 1950, 2100
# Excel's day 0, with the day it wrongly counts in February 1900 already taken off.
_EPOCH = date(1899, 12, 30)
_SERIALS = range(18_264, 73_051)  # 1950 to 2099

_CLOCK = r"(?:t?\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}秒?(?:\.\d+)?)?)?"
_FULL = re.compile(rf"(\d{{4}})[-/.年\\、,_](\d{{1,2}})[-/.月\\、,_](\d{{1,2}})[日号]?{_CLOCK}")
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?(?:份)?")
_YEAR = re.compile(r"(\d{4})年?")
_SHORT = re.compile(r"(\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_REVERSED = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_RUN = re.compile(r"(\d{4})(\d{2})(\d{2})")
_RUN_MONTH = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])")
_WORDS = re.compile(
    r"([零〇一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月(?:([一二三四五六七八九十]{1,3})[日号])?"
)
_OPEN = frozenset(
    ("办理中", "正在办理", "待定", "待办", "未办理", "未备案", "长期", "暂无", "不详", "待补")
)


@lru_cache(maxsize=32_768, typed=True)
def day(cell: Cell) -> Reading[date]:
    """One day; a month or a year is its first day with that precision said."""
    if isinstance(cell, datetime):
        return _checked(cell, cell.date())
    if isinstance(cell, date):
        return _checked(cell, cell)
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return Reading(None, cell, error="这里应是日期")
    if isinstance(cell, int | float) and _SERIALS.start <= cell < _SERIALS.stop:
        return _serial(cell)
    return _from_text(cell, fold(cell))


def _from_text(cell: Cell, text: str) -> Reading[date]:
    if not text:
        return Reading(None, cell)
    if text in DASHES:
        return Reading(None, cell, changed=f"“{cell}”按未填处理")
    if text in _OPEN:
        return Reading(None, cell, doubt=f"日期处写的是“{text}”")
    return _in_digits(cell, text) or _in_part(cell, text) or _odd(cell, text)


def _in_digits(cell: Cell, text: str) -> Reading[date] | None:
    if found := _FULL.fullmatch(text):
        return _built(cell, found[1], found[2], found[3])
    if found := _RUN.fullmatch(text):
        return _built(cell, found[1], found[2], found[3])
    if found := _WORDS.fullmatch(text):
        numbers = [chinese_number(part) if part else None for part in found.groups()]
        return _built(cell, *(str(n) if n is not None else "" for n in numbers))
    return None


def _in_part(cell: Cell, text: str) -> Reading[date] | None:
    if found := _MONTH.fullmatch(text) or _RUN_MONTH.fullmatch(text):
        return _built(cell, found[1], found[2])
    if found := _YEAR.fullmatch(text):
        return _built(cell, found[1])
    return None


def _odd(cell: Cell, text: str) -> Reading[date]:
    if found := _SHORT.fullmatch(text):
        return _built(
            cell, f"20{found[1]}", found[2], found[3], doubt="年份只写了两位，按 20 年代读入"
        )
    if found := _REVERSED.fullmatch(text):
        return _reversed(cell, found)
    if text.isdigit() and int(text) in _SERIALS:
        return _serial(cell)
    return Reading(None, cell, error=f"“{cell}”读不成日期")


def _reversed(cell: Cell, found: re.Match[str]) -> Reading[date]:
    first, second = int(found[1]), int(found[2])
    if first <= 12 and second <= 12 and first != second:
        return Reading(None, cell, error=f"“{cell}”分不清哪个是月、哪个是日")
    month, number = (first, second) if first <= 12 else (second, first)
    return _built(cell, found[3], str(month), str(number), doubt="年份写在最后，请核对月和日")


def _built(
    cell: Cell, year: str, month: str = "", number: str = "", doubt: str | None = None
) -> Reading[date]:
    precision: Precision = "day" if number else "month" if month else "year"
    try:
        value = date(int(year), int(month or 1), int(number or 1))
    except ValueError:
        return Reading(None, cell, error=f"“{cell}”不是存在的日期")
    return _checked(cell, value, precision, doubt)


def _serial(cell: Cell) -> Reading[date]:
    value = _EPOCH + timedelta(days=int(float(cell)))  # type: ignore[arg-type]
    return _checked(cell, value, changed=f"Excel 日期数 {int(float(cell))} 读作 {value}")  # type: ignore[arg-type]


def _checked(
    cell: Cell,
    value: date,
    precision: Precision = "day",
    doubt: str | None = None,
    changed: str | None = None,
) -> Reading[date]:
    if not FIRST_YEAR <= value.year < LAST_YEAR:
        return Reading(None, cell, error=f"年份 {value.year} 不合常理")
    if precision != "day":
        doubt = "只写到年，没有月和日" if precision == "year" else "只写到月，没有写日"
    return Reading(value, cell, changed, doubt, precision=precision)

"""Counts and measures as people type them: 45, "45个", "１２", "约200㎡", "四十五"."""

import math
import re
from datetime import date, time, timedelta
from functools import lru_cache

from tuoyu.core.sheets.text import fold
from tuoyu.core.sheets.values import Cell, Reading

LARGEST_COUNT = 100_000

# What clerks type to say "nothing here".
DASHES = frozenset(
    ("/", "//", "\\", "-", "--", "—", "——", "无", "没有", "空", "n/a", "none", "*")
)

_NUMBER = r"([+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d+(?:\.\d+)?)"
_UNITS = (
    r"(?:个托位|托位|个班|平方米|平米|平方|m2|㎡|亩|个|人次|人|名|位|张|间"
    r"|班|所|家|户|岁|层|元|天|日)?"
)
_PLAIN = re.compile(rf"{_NUMBER}({_UNITS})")
_ABOUT = re.compile(
    rf"(?:约|大约|近|大概){_NUMBER}{_UNITS}|{_NUMBER}{_UNITS}(?:左右|上下|余|多)"
)
_REMARKED = re.compile(rf"{_NUMBER}{_UNITS}[(\[](.+)[)\]]")
_SPAN = re.compile(rf"{_NUMBER}{_UNITS}[-~—–至到]+{_NUMBER}{_UNITS}")
_CHINESE = re.compile(r"([零〇一二两三四五六七八九十百千]+)(?:个|人|名|位|间|班|张)?")
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}
_SCALES = {"十": 10, "百": 100, "千": 1000}


def chinese_number(text: str) -> int | None:
    """四十五 is 45, 二〇二一 is 2021; None for anything else."""
    if not text or any(char not in _DIGITS and char not in _SCALES for char in text):
        return None
    if not any(char in _SCALES for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total, digit = 0, 0
    for char in text:
        if char in _SCALES:
            total, digit = total + (digit or 1) * _SCALES[char], 0
        else:
            digit = _DIGITS[char]
    return total + digit


@lru_cache(maxsize=8_192, typed=True)
def count(cell: Cell) -> Reading[int]:
    """A whole number of things or people, zero or more."""
    reading = measure(cell)
    if reading.value is None:
        return Reading(None, cell, reading.changed, reading.doubt, reading.error)
    if not reading.value.is_integer():
        return Reading(None, cell, error=f"“{reading.value:g}”不是整数")
    if not 0 <= reading.value <= LARGEST_COUNT:
        return Reading(None, cell, error=f"“{reading.value:g}”不是合理的数目")
    return Reading(int(reading.value), cell, reading.changed, reading.doubt)


@lru_cache(maxsize=8_192, typed=True)
def measure(cell: Cell) -> Reading[float]:
    """A number with or without unit; an unreadable one is an error, never a guess."""
    if isinstance(cell, bool | date | time | timedelta):
        return Reading(None, cell, error="这里应是数字，却是日期、时间或对错值")
    if isinstance(cell, int | float):
        sound = math.isfinite(cell)
        return Reading(float(cell), cell) if sound else Reading(None, cell, error="不是数字")
    return _from_text(cell, fold(cell))


def _from_text(cell: str, text: str) -> Reading[float]:
    if not text:
        return Reading(None, cell)
    if text in DASHES:
        return Reading(None, cell, changed=f"“{cell.strip()}”按未填处理")
    if found := _PLAIN.fullmatch(text):
        return Reading(_float(found[1]), cell, _what_changed(cell, found))
    return _roughly(cell, text) or _in_words(cell, text)


def _roughly(cell: str, text: str) -> Reading[float] | None:
    if found := _ABOUT.fullmatch(text):
        return Reading(_float(found[1] or found[2]), cell, doubt=f"“{cell}”是约数，按数字读入")
    if found := _REMARKED.fullmatch(text):
        return Reading(
            _float(found[1]), cell, doubt=f"只取括号前的数，括号内“{found[2]}”未采用"
        )
    if _SPAN.fullmatch(text):
        return Reading(None, cell, error=f"“{cell}”是一个范围，不能确定是多少")
    return None


def _in_words(cell: str, text: str) -> Reading[float]:
    found = _CHINESE.fullmatch(text)
    value = chinese_number(found[1]) if found else None
    if value is None:
        return Reading(None, cell, error=f"“{cell.strip()}”读不成数字")
    return Reading(float(value), cell, changed=f"“{cell.strip()}”读作 {value}")


def _what_changed(cell: str, found: re.Match[str]) -> str | None:
    if found[2]:
        return f"去掉单位“{found[2]}”"
    return None if cell.strip() == found[1] and cell.isascii() else "改为半角数字"


def _float(text: str) -> float:
    return float(text.replace(",", ""))

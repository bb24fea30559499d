"""Floors that an address or a floor cell names: 负一层, 3楼, 1-2层."""

import re
from functools import lru_cache

from tuoyu.core.sheets.numbers import chinese_number
from tuoyu.core.sheets.text import fold

_NUMERAL = r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
_BELOW = re.compile(
    rf"(?:负|地下|(?<!\d)-|b){_NUMERAL}?(?:层|楼|f)|地下室|半地下|负一(?![二三四五六七八九])"
)
_SPAN = re.compile(rf"{_NUMERAL}(?:层|楼|f)?[-~—至到、]{_NUMERAL}(?:层|楼(?!盘|宇|栋)|f\b)")
_ONE = re.compile(rf"(?<!\d){_NUMERAL}(?:层|楼(?!盘|宇|栋)|f(?![a-z]))")
_HINT = re.compile("[层楼负f下]")
_BARE = re.compile(r"-?\d{1,2}")


@lru_cache(maxsize=32_768)
def floors_of(text: str) -> tuple[int, int] | None:
    """Lowest and highest floor named; None when none is. Below ground counts from -1 down."""
    plain = fold(text)
    if not _HINT.search(plain):
        return None
    floors = [-_number(found[1] or "一") for found in _BELOW.finditer(plain)]
    rest = _BELOW.sub(" ", plain)
    for found in _SPAN.finditer(rest):
        floors += [_number(found[1]), _number(found[2])]
    floors += [_number(found[1]) for found in _ONE.finditer(_SPAN.sub(" ", rest))]
    return (min(floors), max(floors)) if floors else None


def floors_in_cell(text: str) -> tuple[int, int] | None:
    """As floors_of, but a floor cell may hold the bare number."""
    plain = fold(text)
    return (int(plain), int(plain)) if _BARE.fullmatch(plain) else floors_of(text)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else chinese_number(text) or 0

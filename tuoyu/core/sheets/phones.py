"""Telephone numbers: mobile, landline with area code, several in one cell."""

import re
from functools import lru_cache

from tuoyu.core.sheets.numbers import DASHES
from tuoyu.core.sheets.text import fold, shown
from tuoyu.core.sheets.values import Cell, Reading

_APART = re.compile(r"[、;；,，/|\n]+|(?<=\d{8})\s{2,}(?=\d)|和|或")
_MARKS = re.compile(r"[-–—()（）+.\s]")
_PLAIN = re.compile(r"1[3-9][0-9]{9}")
_MOBILE = re.compile(r"(?:86)?(1[3-9]\d{9})")
_LANDLINE = re.compile(r"(?:86)?(010|02\d|0[3-9]\d{2})(\d{7,8})(?:转?(\d{1,5}))?")
_LOCAL = re.compile(r"[2-9]\d{6,7}")
_SERVICE = re.compile(r"[48]00\d{7}")


@lru_cache(maxsize=4_096, typed=True)
def phone(cell: Cell) -> Reading[str]:
    """Numbers written one way, joined by "、"; one that cannot be dialled is a doubt."""
    text = shown(cell).strip()
    if _PLAIN.fullmatch(text):
        return Reading(text, cell)
    if not text or fold(text) in DASHES:
        return Reading(None, cell)
    numbers = [_number(part) for part in _APART.split(text) if part.strip()]
    joined = "、".join(number for number, _ in numbers)
    doubt = next((doubt for _, doubt in numbers if doubt), None)
    changed = None if joined == text else f"整理为 {joined}"
    return Reading(joined or None, cell, changed, doubt)


def _number(text: str) -> tuple[str, str | None]:
    plain = _MARKS.sub("", fold(text))
    if found := _MOBILE.fullmatch(plain):
        return found[1], None
    if found := _LANDLINE.fullmatch(plain):
        extension = f"-{found[3]}" if found[3] else ""
        return f"{found[1]}-{found[2]}{extension}", None
    if _SERVICE.fullmatch(plain):
        return plain, None
    if _LOCAL.fullmatch(plain):
        return plain, "座机没有写区号"
    return fold(text), _fault(plain)


def _fault(plain: str) -> str:
    if "*" in plain:
        return "号码打了星号，不完整"
    if not plain.isdigit():
        return "不像电话号码"
    return f"号码有 {len(plain)} 位，不是手机号，也不是带区号的座机"

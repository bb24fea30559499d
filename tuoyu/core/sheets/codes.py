"""Unified social credit codes (GB 32100) and resident identity numbers (GB 11643)."""

import re
from datetime import date
from functools import lru_cache
from operator import mul

from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidComponent, ValidationError

from tuoyu.core.sheets.numbers import DASHES
from tuoyu.core.sheets.text import fold, shown
from tuoyu.core.sheets.values import Cell, Reading

_PENDING = re.compile(
    r".*(?:办理|申请|待办|待领|未领|审批|登记)中?.*|暂无|未办|待定|没有|不详|新办"
)
_CODE = re.compile(r"[0-9]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
# GB 32100 leaves these letters out because they are misread; this is what they usually were.
_MISREAD = str.maketrans({"O": "0", "I": "1", "S": "5", "Z": "2", "V": "U"})
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_PLACES = {char: value for value, char in enumerate(_ALPHABET)}
_WEIGHTS = tuple(3**place % 31 for place in range(17))
_JOINTS = str.maketrans("", "", "-—–_.·:")


def is_sound(code: str) -> bool:
    """Eighteen allowed characters whose check digit agrees."""
    if not _CODE.fullmatch(code):
        return False
    total = sum(map(mul, map(_PLACES.__getitem__, code), _WEIGHTS))
    return code[17] == _ALPHABET[-total % 31]


def credit_code(cell: Cell) -> Reading[str]:
    """The code in capitals; one with a wrong check digit is kept, with the doubt said."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_number(cell)
    text = fold(cell).translate(_JOINTS)
    if not text or text in DASHES:
        return Reading(None, cell, doubt="没有填统一社会信用代码")
    if _PENDING.fullmatch(text):
        return Reading(None, cell, doubt=f"统一社会信用代码写的是“{text}”")
    code = text.upper()
    changed = None if code == cell else f"整理为 {code}"
    return Reading(code, cell, changed) if is_sound(code) else _unsound(cell, code, changed)


def _unsound(cell: Cell, code: str, changed: str | None) -> Reading[str]:
    guess = code.translate(_MISREAD)
    if guess != code and is_sound(guess):
        return Reading(None, cell, changed, doubt=f"代码含有不使用的字母，是否应为 {guess}")
    if _CODE.fullmatch(code):
        right = uscc.calc_check_digit(code)
        words = f"代码校验位不符：末位是 {code[17]}，按前 17 位应为 {right}"
        return Reading(code, cell, changed, doubt=words)
    return Reading(None, cell, changed, doubt=_shape(code))


def _shape(code: str) -> str:
    if len(code) == 15 and code.isdigit():
        return "填的像是旧的 15 位工商注册号，不是 18 位统一社会信用代码"
    if len(code) == 9:
        return "填的像是旧的 9 位组织机构代码，不是 18 位统一社会信用代码"
    if len(code) != 18:
        return f"代码有 {len(code)} 位，应为 18 位"
    return "代码里有不该出现的字符（不使用 I、O、S、V、Z，前 8 位只用数字）"


def _from_number(cell: float) -> Reading[str]:
    text = shown(cell)
    if text.isdigit() and len(text) <= 15:
        return Reading(None, cell, doubt=_shape(text))
    return Reading(None, cell, doubt="代码被存成了数字，15 位以后已丢失，请按证书重填")


@lru_cache(maxsize=1_024, typed=True)
def identity_number(cell: Cell) -> Reading[str]:
    """An 18-digit identity number; an old 15-digit one is completed, and that is said."""
    if isinstance(cell, float):
        return Reading(None, cell, error="身份证号被存成了数字，末几位已丢失，请重填")
    text = fold(cell).upper()
    if not text or text.lower() in DASHES:
        return Reading(None, cell)
    if len(text) == 15 and text.isdigit():
        return _old_identity(cell, text)
    return _identity(cell, text)


def _old_identity(cell: Cell, text: str) -> Reading[str]:
    longer = f"{text[:6]}19{text[6:]}"
    reading = _identity(cell, longer + str(ric.calc_check_digit(longer + "0")))
    if reading.value is None:
        return reading
    return Reading(
        reading.value, cell, "补成 18 位", "15 位旧身份证号，已补成 18 位，请核对证件"
    )


def _identity(cell: Cell, text: str) -> Reading[str]:
    try:
        value = str(ric.validate(text))
    except InvalidComponent:
        return _unknown_part(cell, text)
    except ValidationError:
        return Reading(None, cell, error=_identity_fault(text))
    return Reading(value, cell, None if value == cell else "整理为半角大写")


def _unknown_part(cell: Cell, text: str) -> Reading[str]:
    """The check digit agrees, so either the birthday or the place code is odd."""
    try:
        born = ric.get_birth_date(text)
    except InvalidComponent:
        return Reading(None, cell, error="身份证号里的出生日期不存在")
    if born > date.today():
        return Reading(None, cell, error="身份证号里的出生日期还没有到")
    return Reading(text, cell, doubt="身份证号前 6 位的地区代码查不到，请核对")


def _identity_fault(text: str) -> str:
    if len(text) != 18:
        return f"身份证号有 {len(text)} 位，应为 18 位"
    if not text[:17].isdigit():
        return "身份证号前 17 位应为数字"
    return "身份证号校验位不符，请核对"

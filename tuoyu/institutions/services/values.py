"""Reading one given value as the type its model field has, in words when it fails."""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any, Final, TypeAlias

from django.db import models

from tuoyu.core.sheets.text import fold

Field: TypeAlias = "models.Field[Any, Any]"
_YES = frozenset(("true", "1", "是", "有", "yes", "on"))
_NO = frozenset(("false", "0", "否", "无", "no", "off"))
_SMALL, _LARGE = 32_767, 2_147_483_647
_BELOW_ZERO: Final = frozenset(("meal_balance_percent",))  # the one measure that may be less


class Unreadable(Exception):
    """A value that the field cannot hold; the text says what it should be."""


def read_value(field: Field, value: Any) -> Any:
    """The value as the field keeps it; blank is None, or "" where the field is text."""
    if isinstance(value, str):
        value = value.strip()
    if value is None or value == "":
        return _blank(field)
    read = _in_choices if field.choices else _reader(field)
    return read(field, value)


def _blank(field: Field) -> Any:
    if field.null:
        return None
    if field.blank:
        return ""
    if field.has_default():
        return field.get_default()
    raise Unreadable("没有填写")


def _in_choices(field: Field, value: Any) -> Any:
    known = {str(key): key for key, _ in field.flatchoices}
    if str(value) not in known:
        labels = "、".join(str(label) for _, label in field.flatchoices)
        raise Unreadable(f"应是其中之一：{labels}")
    return known[str(value)]


def _yes_no(field: Field, value: Any) -> bool:
    text = str(value).lower()
    if text not in _YES | _NO:
        raise Unreadable("应是“是”或“否”")
    return text in _YES


def _whole(field: Field, value: Any) -> int:
    try:
        number = int(fold(str(value)))
    except ValueError:
        raise Unreadable("应是整数") from None
    least = 0 if "Positive" in type(field).__name__ else -_SMALL
    most = _SMALL if "Small" in type(field).__name__ else _LARGE
    if isinstance(value, bool) or not least <= number <= most:
        raise Unreadable(f"应是 {least} 到 {most} 的整数")
    return number


def _decimal(field: Field, value: Any) -> Decimal:
    try:
        number = Decimal(fold(str(value)))
    except InvalidOperation:
        raise Unreadable("应是数字") from None
    assert isinstance(field, models.DecimalField)
    places = field.decimal_places or 0
    most = 10 ** ((field.max_digits or 0) - places)
    if not number.is_finite() or abs(number) >= most or abs(round(number, places)) >= most:
        raise Unreadable("数字过大")
    if number < 0 and field.name not in _BELOW_ZERO:
        raise Unreadable("不能小于 0")
    return round(number, places)


def _date(field: Field, value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(fold(str(value)))
    except ValueError:
        raise Unreadable("应是日期，如 2026-05-01") from None


def _time(field: Field, value: Any) -> time:
    if isinstance(value, time):
        return value
    try:
        return time.fromisoformat(fold(str(value)))
    except ValueError:
        raise Unreadable("应是时刻，如 07:30") from None


def _text(field: Field, value: Any) -> str:
    if not isinstance(value, str):
        raise Unreadable("应是文字")
    if field.max_length and len(value) > field.max_length:
        raise Unreadable(f"最多 {field.max_length} 个字，现在有 {len(value)} 个")
    return value.replace("\x00", "")


_READERS: Final[tuple[tuple[type[Any], Callable[[Field, Any], Any]], ...]] = (
    (models.BooleanField, _yes_no),
    (models.DecimalField, _decimal),
    (models.IntegerField, _whole),
    (models.DateField, _date),
    (models.TimeField, _time),
)


def _reader(field: Field) -> Callable[[Field, Any], Any]:
    return next((read for kind, read in _READERS if isinstance(field, kind)), _text)

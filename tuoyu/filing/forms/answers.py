"""One answer of the 备案书: kept as typed, read as its field in the register reads it."""

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias
from unicodedata import normalize

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from tuoyu.core.sheets.codes import credit_code, identity_number
from tuoyu.core.sheets.text import fold
from tuoyu.institutions.queries import plain
from tuoyu.institutions.services.values import Unreadable, read_value

Column: TypeAlias = "models.Field[Any, Any]"
_UNIT = re.compile(r"^(.*?)（([^（）]{1,4})）$")
YES_NO = (("", "未填"), ("true", "是"), ("false", "否"))
MASK = "*"


class Answer(forms.Field):
    """Never required here: a draft may be kept with gaps, and what is missing is said later."""

    def __init__(
        self, column: Column, *, label: str = "", widget: forms.Widget | None = None
    ) -> None:
        words = _UNIT.match(str(column.verbose_name))
        named, unit = words.groups() if words else (str(column.verbose_name), "")
        super().__init__(
            required=False, label=label or named, widget=widget or widget_of(column)
        )
        self.column, self.unit = column, unit

    def clean(self, value: Any) -> Any:
        if value in (None, ""):
            return None
        try:
            return read_value(self.column, value)
        except Unreadable as reason:
            raise ValidationError(f"{reason}") from reason

    def kept(self, raw: str) -> Any:
        """What the draft keeps: the value where it can be read, else the text as typed."""
        if not raw.strip():
            return "" if not self.column.null else None
        try:
            return plain(read_value(self.column, raw))
        except Unreadable:
            return raw.strip()[:1_000]

    def shown(self, value: Any) -> str:
        """The kept value as the control shows it."""
        if isinstance(value, bool):
            return str(value).lower()
        return "" if value is None else str(value)


class MoneyAnswer(Answer):
    """Typed in yuan, kept in fen."""

    def __init__(self, column: Column, label: str) -> None:
        super().__init__(column, label=label, widget=_number("decimal"))
        self.unit = "元"

    def clean(self, value: Any) -> Any:
        return super().clean(self.kept(value) if value else value)

    def kept(self, raw: str) -> Any:
        try:
            return int((Decimal(fold(raw)) * 100).to_integral_exact()) if raw.strip() else None
        except (InvalidOperation, ValueError, OverflowError):
            return raw.strip()[:40]

    def shown(self, value: Any) -> str:
        if isinstance(value, int):
            return f"{Decimal(value) / 100:.2f}".removesuffix(".00")
        return super().shown(value)


class LastDayAnswer(Answer):
    """A paper says its last valid day; the register keeps the day after, when it lapses."""

    def __init__(self, column: Column, label: str = "有效期至") -> None:
        super().__init__(column, label=label)
        self.unit = ""

    def kept(self, raw: str) -> Any:
        day = super().kept(raw)
        return _moved(day, 1)

    def shown(self, value: Any) -> str:
        return super().shown(_moved(value, -1))


def _moved(value: Any, days: int) -> Any:
    """A readable date some days on; anything else stays as it is."""
    try:
        return (date.fromisoformat(str(value)) + timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return value


class CreditCodeAnswer(Answer):
    """A code in lower case or full width is put right; a wrong check digit is said."""

    def clean(self, value: Any) -> Any:
        reading = credit_code(value) if value else None
        if reading and (reading.doubt or reading.error):
            raise ValidationError(str(reading.doubt or reading.error))
        return super().clean(value)

    def kept(self, raw: str) -> Any:
        return fold(raw).upper()[:40]


class PhoneAnswer(Answer):
    """Digits in full width are put right, so that a phone can be called by a tap."""

    def kept(self, raw: str) -> Any:
        return super().kept(normalize("NFKC", raw))


class OpenChoice(forms.ChoiceField):
    """A choice that may stay open in a draft, however needed it is in the end."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class IdentityAnswer(forms.CharField):
    """A number shown masked and sent back as it was is the one that was `kept`."""

    kept = ""

    def clean(self, value: Any) -> Any:
        number = self.kept if value and MASK in value else value
        if not number or MASK in number or re.fullmatch(r"[A-Za-z][A-Za-z0-9]{5,17}", number):
            return value
        reading = identity_number(number)
        if reading.error:
            raise ValidationError(reading.error)
        return value if number != value else reading.value


def answer_for(column: Column) -> Answer:
    """The control that suits one field of the register."""
    if column.name == "price_fen":
        return MoneyAnswer(column, "保育费")
    if column.name == "meals_fen":
        return MoneyAnswer(column, "伙食费")
    if column.name == "ends_on":
        return LastDayAnswer(column)
    if column.name == "credit_code":
        return CreditCodeAnswer(column)
    if column.name == "phone":
        return PhoneAnswer(column)
    return Answer(column)


def widget_of(column: Column) -> forms.Widget:
    if column.choices:
        return forms.Select(choices=[("", "请选择"), *column.flatchoices])
    if isinstance(column, models.BooleanField):
        return forms.Select(choices=YES_NO)
    if isinstance(column, models.DateField):
        return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    if isinstance(column, models.TimeField):
        return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    if isinstance(column, models.DecimalField):
        return _number("decimal")
    if isinstance(column, models.IntegerField):
        return _number("numeric")
    if isinstance(column, models.TextField):
        return forms.Textarea(attrs={"rows": 3})
    return forms.TextInput(attrs={"maxlength": column.max_length or 200})


def _number(mode: str) -> forms.TextInput:
    """A text control: a number control would throw away what it cannot read."""
    return forms.TextInput(attrs={"inputmode": mode})

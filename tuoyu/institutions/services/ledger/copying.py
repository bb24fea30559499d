"""New rows of one model as the lines that COPY reads."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import connection, models

_ESCAPES: Final = str.maketrans(
    {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\x00": None}
)
_SPECIAL: Final = re.compile(r"[\\\t\n\r\x00]")
_CHUNK: Final = 2_000


class Sheaf:
    """New rows of one model: the given columns vary, the others take their blank value."""

    def __init__(self, model: type[models.Model], *columns: str) -> None:
        self.model, self.columns = model, columns
        self.blanks = _blanks(model, columns)
        self.rows: list[Sequence[Any]] = []

    def add(self, *values: Any) -> None:
        self.rows.append(values)

    @property
    def statement(self) -> str:
        table = connection.ops.quote_name(self.model._meta.db_table)
        names = map(connection.ops.quote_name, ("id", *self.columns, *self.blanks))
        return f"COPY {table} ({', '.join(names)}) FROM STDIN"

    def lines(self, numbers: Sequence[int]) -> Iterator[bytes]:
        """The rows as text, some thousand at a time, each behind its number."""
        writers = [_writer(self.model, column) for column in self.columns]
        blank = _Texts().__getitem__
        end = "".join(f"\t{blank(value)}" for value in self.blanks.values()) + "\n"
        for start in range(0, len(self.rows), _CHUNK):
            rows = self.rows[start : start + _CHUNK]
            taken = map(str, numbers[start : start + len(rows)])
            columns = zip(*rows, strict=True)
            texts = (map(write, column) for write, column in zip(writers, columns, strict=True))
            lines = map("\t".join, zip(taken, *texts, strict=True))
            yield (end.join(lines) + end).encode()


def _blanks(model: type[models.Model], given: Sequence[str]) -> dict[str, Any]:
    """Columns that may not be NULL and are not given, with what a blank form would leave."""
    return {
        str(field.column): field.get_default() if field.has_default() else ""
        for field in model._meta.concrete_fields
        if not field.null and not field.primary_key and field.column not in given
    }


def _writer(model: type[models.Model], column: str) -> Callable[[Any], str]:
    field = next(one for one in model._meta.concrete_fields if one.column == column)
    if isinstance(field, models.JSONField):
        return _structure
    if isinstance(field, models.IntegerField | models.ForeignKey) and not field.null:
        return str  # row numbers, which hardly repeat
    return _Texts().__getitem__


class _Texts(dict[Any, str]):
    """The values of one column as COPY's text format writes them, each worked out once.

    The values of a column are of one kind, so that 1, 1.0 and True never meet in it.
    """

    def __missing__(self, value: Any) -> str:
        text = self[value] = _AS_TEXT[type(value)](value)
        return text


def _word(value: str) -> str:
    return value.translate(_ESCAPES) if _SPECIAL.search(value) else value


_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _structure(value: Any) -> str:
    """JSON writes tabs and line ends with a backslash, so only those are left to escape."""
    return _encode(value).replace("\\", "\\\\")


_AS_TEXT: Final[dict[type[Any], Callable[[Any], str]]] = {
    type(None): lambda _: "\\N",
    bool: lambda value: "t" if value else "f",
    int: str,
    float: repr,
    str: _word,
    date: date.isoformat,
    datetime: datetime.isoformat,
    Decimal: str,
}

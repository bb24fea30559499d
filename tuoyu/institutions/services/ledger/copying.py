"""New rows of one model as the lines that COPY reads."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache, partial
from typing import Any, Final

from django.db import connection, models

from tuoyu.institutions.services.ledger.numbering import Blocks, numbers_in, take_numbers

_ESCAPES: Final = str.maketrans(
    {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\x00": None}
)
_SPECIAL: Final = re.compile(r"[\\\t\n\r\x00]")
_AT_ONCE: Final = 10_000

Column = tuple[Any, ...]


class Sheaf:
    """New rows of one model: the given columns vary, the others take their blank value."""

    def __init__(self, model: type[models.Model], *columns: str) -> None:
        self.model, self.columns = model, columns
        self.blanks = blanks_of(model, columns)
        self.rows: list[Sequence[Any]] = []

    def add(self, *values: Any) -> None:
        self.rows.append(values)

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    def number(self) -> Blocks:
        """Give the rows numbers beforehand, for who must know them; gives them, in runs."""
        blocks = take_numbers(self.model, len(self.rows))
        numbered = zip(numbers_in(blocks), self.rows, strict=True)
        self.rows = [(number, *row) for number, row in numbered]
        self.columns = ("id", *self.columns)
        return blocks

    def parts(self) -> Iterator[tuple[str, bytes]]:
        """A statement and its lines, for some thousand rows at a time."""
        table = connection.ops.quote_name(self.model._meta.db_table)
        names = map(connection.ops.quote_name, (*self.columns, *self.blanks))
        statement = f"COPY {table} ({', '.join(names)}) FROM STDIN"
        for start in range(0, len(self.rows), _AT_ONCE):
            yield statement, self._lines(self.rows[start : start + _AT_ONCE])

    def _lines(self, rows: Sequence[Sequence[Any]]) -> bytes:
        """Rows without a number get theirs from the database."""
        writers = (_writer(self.model, column) for column in self.columns)
        columns = zip(*rows, strict=True)
        texts = (write(column) for write, column in zip(writers, columns, strict=True))
        blank = _Texts().__getitem__
        end = "".join(f"\t{blank(value)}" for value in self.blanks.values()) + "\n"
        return (end.join(map("\t".join, zip(*texts, strict=True))) + end).encode()


def copy_told(
    cursor: Any, table: str, names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Into a table in which every column may be unknown."""
    if not rows:
        return
    columns = (map(_Texts().__getitem__, column) for column in zip(*rows, strict=True))
    lines = "\n".join(map("\t".join, zip(*columns, strict=True))) + "\n"
    with cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
        copy.write(lines.encode())


def blanks_of(model: type[models.Model], given: Sequence[str]) -> dict[str, Any]:
    """Columns that may not be NULL and are not given, with what a blank form would leave."""
    return {
        str(field.column): field.get_default() if field.has_default() else ""
        for field in model._meta.concrete_fields
        if not field.null and not field.primary_key and field.column not in given
    }


@cache
def _writer(model: type[models.Model], column: str) -> Callable[[Column], Iterable[str]]:
    field = next(one for one in model._meta.concrete_fields if one.column == column)
    if isinstance(field, models.JSONField):
        return partial(map, _structure)
    if isinstance(field, models.IntegerField | models.ForeignKey) and not field.null:
        return partial(map, str)  # row numbers, which hardly repeat
    if isinstance(field, models.CharField | models.TextField):
        return _words
    return lambda values: map(_Texts().__getitem__, values)


def _words(values: Column) -> Iterable[str]:
    """One look at all of them tells that none has a character to escape, as a rule."""
    return map(_word, values) if _SPECIAL.search("".join(values)) else values


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
    return "[]" if value == [] else _encode(value).replace("\\", "\\\\")


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

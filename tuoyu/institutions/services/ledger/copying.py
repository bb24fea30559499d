"""Writing many new rows at once with COPY, numbers taken from the sequences beforehand."""

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

Blocks = list[list[int]]


class Sheaf:
    """New rows of one model: the given columns vary, the others take their blank value."""

    def __init__(self, model: type[models.Model], *columns: str) -> None:
        self.model, self.columns = model, columns
        self.blanks = _blanks(model, columns)
        self.rows: list[Sequence[Any]] = []
        self.numbers: list[int] = []

    def add(self, *values: Any) -> None:
        self.rows.append(values)

    def number(self, count: int) -> list[int]:
        """Take the next numbers, for rows that others name."""
        taken = take_numbers(self.model, count)
        self.numbers += taken
        return taken

    def write(self) -> Blocks:
        """COPY all rows; gives the numbers as blocks, first and last."""
        if not self.rows:
            return []
        self.number(len(self.rows) - len(self.numbers))
        table = connection.ops.quote_name(self.model._meta.db_table)
        names = ", ".join(
            connection.ops.quote_name(name) for name in ("id", *self.columns, *self.blanks)
        )
        statement = f"COPY {table} ({names}) FROM STDIN"
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for text in self._texts():
                copy.write(text)
        return as_blocks(self.numbers)

    def _texts(self) -> Iterator[str]:
        as_text = _AS_TEXT
        tail = "".join(f"\t{as_text[type(v)](v)}" for v in self.blanks.values()) + "\n"
        for start in range(0, len(self.rows), _CHUNK):
            numbers = self.numbers[start : start + _CHUNK]
            rows = self.rows[start : start + _CHUNK]
            yield "".join(
                f"{number}\t" + "\t".join([as_text[type(value)](value) for value in row]) + tail
                for number, row in zip(numbers, rows, strict=True)
            )


def _blanks(model: type[models.Model], given: Sequence[str]) -> dict[str, Any]:
    """Columns that may not be NULL and are not given, with what a blank form would leave."""
    return {
        str(field.column): field.get_default() if field.has_default() else ""
        for field in model._meta.concrete_fields
        if not field.null and not field.primary_key and field.column not in given
    }


def take_numbers(model: type[models.Model], count: int) -> list[int]:
    """The next `count` numbers of the model's sequence."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [number for (number,) in cursor.fetchall()]


def as_blocks(numbers: Sequence[int]) -> Blocks:
    """[3, 4, 5, 9] as [[3, 5], [9, 9]]: sequences are taken in runs."""
    blocks: Blocks = []
    for number in sorted(numbers):
        if blocks and blocks[-1][1] == number - 1:
            blocks[-1][1] = number
        else:
            blocks.append([number, number])
    return blocks


def _word(value: str) -> str:
    return value.translate(_ESCAPES) if _SPECIAL.search(value) else value


def _structure(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


# How COPY's text format writes each type; looked up, since a long ledger has millions.
_AS_TEXT: Final[dict[type[Any], Callable[[Any], str]]] = {
    type(None): lambda _: "\\N",
    bool: lambda value: "t" if value else "f",
    int: str,
    float: repr,
    str: _word,
    date: date.isoformat,
    datetime: datetime.isoformat,
    Decimal: str,
    list: _structure,
    dict: _structure,
}

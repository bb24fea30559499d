"""What a cell may hold, and what a reader makes of it."""

from datetime import date, datetime, time, timedelta
from typing import Generic, Literal, NamedTuple, TypeAlias, TypeVar

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta
Precision: TypeAlias = Literal["day", "month", "year"]

T = TypeVar("T")


class Reading(NamedTuple, Generic[T]):
    """What one cell says: `error` when it cannot be read, `doubt` when a person should look."""

    value: T | None
    original: Cell
    changed: str | None = None
    doubt: str | None = None
    error: str | None = None
    precision: Precision | None = None


def is_blank(cell: Cell) -> bool:
    return cell == "" or (
        isinstance(cell, str) and not cell.strip(" \t\r\n\u3000\xa0\u200b\ufeff")
    )

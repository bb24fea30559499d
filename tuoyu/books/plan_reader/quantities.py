"""Quantities as plain data."""

from typing import Any

from tuoyu.books.plan_reader.deadlines import Deadline
from tuoyu.books.plan_reader.targets import Target, targets_of


def quantities(text: str, deadlines: list[Deadline], per: str) -> list[dict[str, Any]]:
    """What the text promises, in its order."""
    return [_as_data(target) for target in targets_of(text, deadlines, per)]


def _as_data(target: Target) -> dict[str, Any]:
    data: dict[str, Any] = {
        "min": _plain(target.least),
        "max": _plain(target.most),
        "object": target.object,
        "per": target.per,
        "unit": target.unit,
        "by": target.by.isoformat() if target.by else None,
        "text": target.text,
    }
    return data | ({"any_of": list(target.any_of)} if target.any_of else {})


def _plain(number: float | None) -> int | float | None:
    return int(number) if number is not None and number.is_integer() else number

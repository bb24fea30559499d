"""Everything public about one institution, in one statement; see facts.sql of this room."""

from datetime import date
from typing import Any

from django.db import connection

_LISTS = (
    *("classes", "offerings", "licences", "demonstrations", "standings", "names"),
    *("documents", "visits"),
)


def place(code: str, on: date) -> dict[str, Any] | None:
    """The facts by name, or None if there is no such institution in the register."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT facts.public_page(%s, %s)", [code, on])
        facts: dict[str, Any] | None = cursor.fetchone()[0]
    if facts is None:
        return None
    facts |= {name: facts[name] or [] for name in _LISTS}
    return facts if facts["standings"] and facts["name"] else None

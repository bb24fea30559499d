"""Makers of trail entries and papers for tests."""

import io
from dataclasses import dataclass
from datetime import datetime
from time import sleep
from typing import Any

from django.db.models import Max

from tuoyu.core.clock import CITY_ZONE
from tuoyu.core.papers import SLOTS
from tuoyu.core.tests.paper import PNG_DOT
from tuoyu.records.models import Attachment, Entry
from tuoyu.records.queries.trail import oldest_running
from tuoyu.records.services import keep_attachment

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=CITY_ZONE)


@dataclass
class Someone:
    """Whoever does a deed; this room knows no people."""

    pk: int = 7
    name: str = "李经办"


def make_attachment(content: bytes = PNG_DOT, **fields: Any) -> Attachment:
    legal: dict[str, Any] = {"name": "照片.png", "by": Someone(), "at": NOON, "allowed": SLOTS}
    return keep_attachment(io.BytesIO(content), **legal | fields)


def settle() -> None:
    """Wait until every entry so far may be read and sealed: a job of before may still run."""
    newest = Entry.objects.aggregate(Max("xid"))["xid__max"] or 0
    for _ in range(500):
        if oldest_running() > newest:
            return
        sleep(0.02)
    raise TimeoutError("another transaction stays open in this database")

"""Makers of trail entries and papers for tests."""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tuoyu.core.clock import CITY_ZONE
from tuoyu.core.papers import SLOTS
from tuoyu.core.tests.paper import PNG_DOT
from tuoyu.records.models import Attachment
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

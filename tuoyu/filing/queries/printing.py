"""The page of an issued paper, drawn from what was signed: same words, same page."""

import io
import json
import threading
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path

import segno
import typst
from django.conf import settings

from tuoyu.core.typefaces import typefaces
from tuoyu.filing.models import Document
from tuoyu.filing.queries import payload

PAPER = Path(__file__).resolve().parent.parent / "templates" / "filing" / "paper"
EIGHT_HOURS = timezone(timedelta(hours=8))  # the printer wants a fixed offset
_one_at_a_time = threading.Lock()


def pdf_of(document: Document) -> bytes:
    """The paper as PDF/A."""
    inputs = {
        "said": json.dumps(document.payload, ensure_ascii=False),
        "qr": qr_of(document),
    }
    issued = datetime.combine(document.issued_on, datetime.min.time(), EIGHT_HOURS)
    with _one_at_a_time:
        page = _compiler(document.kind).compile(
            format="pdf", sys_inputs=inputs, timestamp=issued, pdf_standards="a-2b"
        )
    assert isinstance(page, bytes)
    return page


def check_address(document: Document) -> str:
    """Where the code leads: the page that knows today's state; the rest verifies offline."""
    packed = payload.pack(payload.signed_part(document.payload), document.signature)
    return f"{settings.SITE_URL}/v/{document.code}#{packed}"


def qr_of(document: Document) -> str:
    """The code as SVG."""
    out = io.BytesIO()
    segno.make(check_address(document), error="l", micro=False).save(
        out, kind="svg", border=2, xmldecl=False
    )
    return out.getvalue().decode()


@lru_cache(maxsize=8)
def _compiler(kind: str) -> typst.Compiler:
    """Kept between papers: finding the typefaces takes longer than setting a page."""
    return typst.Compiler(
        str(PAPER / f"{kind}.typ"),
        root=str(PAPER),
        font_paths=typefaces(),
    )

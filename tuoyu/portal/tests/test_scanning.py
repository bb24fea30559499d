"""The code on a printed receipt, seen as a phone sees it: as a picture."""

import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pypdfium2
import pytest
import zxingcpp
from django.conf import settings
from django.test import Client

from tuoyu.filing.models import Document
from tuoyu.filing.queries import payload
from tuoyu.filing.queries.printing import check_address, pdf_of
from tuoyu.filing.tests.make import make_receipted

pytestmark = pytest.mark.django_db
SCRIPT = Path(settings.ROOT) / "tools" / "verify_receipt.py"
SCREEN, PRINT = 110, 300  # dots an inch


def scanned(pdf: bytes, dots: int) -> list[str]:
    """The text of every code found on the first page, drawn that fine."""
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=dots / 72, grayscale=True)
    picture = memoryview(bytes(page.buffer)).cast("B", (page.height, page.stride))
    return [code.text for code in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize("dots", [SCREEN, PRINT])
def test_the_code_on_the_page_reads_back_as_what_was_signed(dots: int) -> None:
    receipt = make_receipted().documents.get(kind=Document.Kind.RECEIPT)

    assert scanned(pdf_of(receipt), dots) == [check_address(receipt)]


def test_what_is_scanned_verifies_offline_and_on_the_site(client: Client) -> None:
    receipt = make_receipted().documents.get(kind=Document.Kind.RECEIPT)
    [text] = scanned(pdf_of(receipt), PRINT)
    command = [sys.executable, str(SCRIPT), "--key", payload.public_key(), text]

    offline = subprocess.run(command, capture_output=True, text=True)
    online = client.get(f"/verify/?q={quote(text, safe='')}")

    assert offline.returncode == 0, offline.stderr
    assert receipt.number in offline.stdout
    assert "是真的，今天有效" in online.content.decode()

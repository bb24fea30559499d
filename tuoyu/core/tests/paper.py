"""Makers of small papers for tests: sound ones, and ones that would do harm."""

import io
import zipfile
import zlib

from pypdf import PdfWriter
from pypdf.actions import JavaScript

PNG_DOT = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa75\x81\x84"
    b"\x00\x00\x00\x00IEND\xaeB`\x82"
)
JPG_DOT = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
PROGRAM = b"MZ\x90\x00" + b"\x00" * 60 + b"This program cannot be run in DOS mode."
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def make_pdf(*, script: str = "", password: str = "") -> bytes:
    """One blank page; with a script that runs on opening, or locked, if asked."""
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    if script:
        writer.add_open_action(JavaScript(script))
    if password:
        writer.encrypt(password, algorithm="AES-256")
    return _written(writer)


def make_pdf_with_hidden_script() -> bytes:
    """The script's dictionary lies in a compressed object stream, where no search sees it."""
    held = b"5 0 << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    packed = zlib.compress(held)
    parts = [
        b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R /OpenAction 5 0 R >>\nendobj\n",
        b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n",
        b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>\nendobj\n",
        b"4 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\n"
        b"stream\n%s\nendstream\nendobj\n" % (len(packed), packed),
    ]
    body, places = b"%PDF-1.5\n", []
    for part in parts:
        places.append(len(body))
        body += part
    rows = [b"\x00\x00\x00\x00"]
    rows += [b"\x01" + place.to_bytes(2, "big") + b"\x00" for place in places]
    rows += [b"\x02\x00\x04\x00", b"\x01" + len(body).to_bytes(2, "big") + b"\x00"]
    table = b"".join(rows)
    body_end = b"6 0 obj\n<< /Type /XRef /Size 7 /W [1 2 1] /Root 1 0 R /Length %d >>\n" % len(
        table
    )
    start = len(body)
    tail = b"stream\n" + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % start
    return body + body_end + tail


def make_docx(**parts: str) -> bytes:
    return make_package({"word/document.xml": "<w:document/>", **parts})


def make_package(parts: dict[str, str]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        for name, text in parts.items():
            archive.writestr(name, text)
    return whole.getvalue()


def _written(writer: PdfWriter) -> bytes:
    whole = io.BytesIO()
    writer.write(whole)
    return whole.getvalue()

"""Makers of spreadsheets for tests: messy ones as offices keep them, and harmful ones."""

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook as Book
from openpyxl.comments import Comment

from tuoyu.core.sheets.opening import open_workbook
from tuoyu.core.sheets.workbook import Merge, Sheet, Trimmings, Workbook

Rows = Sequence[Sequence[Any]]

_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR = 512


def make_xlsx(
    sheets: Mapping[str, Rows],
    *,
    merges: Mapping[str, Iterable[str]] | None = None,
    hidden_columns: Mapping[str, Iterable[str]] | None = None,
    hidden_rows: Mapping[str, Iterable[int]] | None = None,
    notes: Mapping[str, Mapping[str, str]] | None = None,
) -> bytes:
    """A workbook with the given rows; ranges like "B3:B4", columns like "L"."""
    book = Book()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
        for span in (merges or {}).get(name, ()):
            page.merge_cells(span)
        for letter in (hidden_columns or {}).get(name, ()):
            page.column_dimensions[letter].hidden = True
        for number in (hidden_rows or {}).get(name, ()):
            page.row_dimensions[number].hidden = True
        for at, words in (notes or {}).get(name, {}).items():
            page[at].comment = Comment(words, "示例")
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def make_workbook(sheets: Mapping[str, Rows], **options: Any) -> Workbook:
    return open_workbook(make_xlsx(sheets, **options), name="台账.xlsx")


def make_sheet(rows: Rows, *merges: tuple[int, int, int, int], name: str = "表") -> Sheet:
    """A sheet without a file; merges are (top, left, bottom, right) as Merge counts."""
    width = max(map(len, rows))
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    cells = [["" if cell is None else cell for cell in row] for row in padded]
    return Sheet(name, cells, tuple(Merge(*merge) for merge in merges), Trimmings())


def make_zip(parts: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def make_ods(table: str) -> bytes:
    """An OpenDocument sheet with this inside its <table:table>."""
    names = "office", "table", "text"
    spaces = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in names
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="表">{table}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    manifest = b"<manifest:manifest xmlns:manifest='urn:x'></manifest:manifest>"
    parts = {
        "mimetype": kind,
        "META-INF/manifest.xml": manifest,
        "content.xml": content.encode(),
    }
    return make_zip(parts)


def make_compound(streams: Mapping[str, bytes]) -> bytes:
    """An old Office container of these streams, each padded past the small-stream limit."""
    padded = {name: content.ljust(4096, b"\0") for name, content in streams.items()}
    chains, sectors = [_END], [b""]
    entries = [_entry("Root Entry", 5, _END, 0)]
    for name, content in padded.items():
        start = len(sectors)
        pieces = [content[at : at + _SECTOR] for at in range(0, len(content), _SECTOR)]
        sectors += [piece.ljust(_SECTOR, b"\0") for piece in pieces]
        chains += [*range(start + 1, start + len(pieces)), _END]
        entries.append(_entry(name, 2, start, len(content)))
    sectors[0] = b"".join(entries).ljust(_SECTOR, b"\0")[:_SECTOR]
    table = len(sectors)
    chains.append(_TABLE)
    listing = struct.pack("<128I", *chains, *[_FREE] * (128 - len(chains)))
    return _header(table) + b"".join(sectors) + listing


def make_xls(cells: Mapping[tuple[int, int], str | float], *, locked: bool = False) -> bytes:
    """A minimal BIFF8 workbook with one sheet "表"; places are (row, column) from 0."""
    secret = _record(0x002F, b"\0" * 4) if locked else b""
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0)) + secret
    name = "表".encode("utf-16-le")
    bound = len(begin) + 4 + 8 + len(name) + 4
    listing = _record(0x0085, struct.pack("<IBBBB", bound, 0, 0, 1, 1) + name)
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0))
    sheet += b"".join(_cell(place, value) for place, value in cells.items())
    end = _record(0x000A, b"")
    return make_compound({"Workbook": begin + listing + end + sheet + end})


def _cell(place: tuple[int, int], value: str | float) -> bytes:
    at = struct.pack("<HHH", *place, 0)
    if isinstance(value, str):
        text = value.encode("utf-16-le")
        return _record(0x0204, at + struct.pack("<HB", len(value), 1) + text)
    return _record(0x0203, at + struct.pack("<d", value))


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, kind, 1)
    links = struct.pack("<III", _FREE, _FREE, 1 if kind == 5 else _FREE)
    return head + links + b"\0" * 36 + struct.pack("<IQ", start, size)


def _header(table: int) -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIII", 0, 1, 0, 0, 4096, _END, 0, _END, 0)
    return head + struct.pack("<109I", table, *[_FREE] * 108)

"""How many cells a file would unfold to, counted before anything is laid out in memory.

One cell at XFD1048576 makes a small honest file of seventeen thousand million cells.
"""

import re
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree

from tuoyu.core.compound import Compound
from tuoyu.core.errors import Refused
from tuoyu.core.sheets.columns import position
from tuoyu.core.zipped import Package

MOST_CELLS = 2_000_000

# Each begins with the letters themselves, which are sought much faster than what is before.
_ROW = re.compile(rb"row(?<=[<:]row)\b[^<>]*?\br\s*=\s*[\"'](\d{1,9})")
_COLUMN = re.compile(rb"r(?<=\br)\s*=\s*[\"']([A-Z]{1,9})\d")
_FILLED = re.compile(
    rb"<(?:\w+:)?c\b[^<>]*?\br\s*=\s*[\"']([A-Z]{1,9})(\d{1,9})[\"'][^<>]*(?<!/)>"
)

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_BEGIN, _MANY_RK = 0x0809, 0x00BD
_CELL_RECORDS = frozenset((0x0006, _MANY_RK, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E))


def check_extent(cells: Iterable[int]) -> None:
    """Refuse when the sheets together would hold more than MOST_CELLS."""
    if sum(cells) > MOST_CELLS:
        raise Refused(
            f"表格范围超过 {MOST_CELLS // 10_000} 万个单元格，没有打开。"
            "请删去多余的空行空列（选中后整行整列删除），或分成几个文件上传。",
            status=422,
        )


def of_xml_sheet(xml: bytes) -> int:
    """Cells of one xlsx sheet: cheaply from above first, exactly only when that is too many."""
    rows = max(map(int, _ROW.findall(xml)), default=0) or xml.count(b"row>") + xml.count(
        b"row "
    )
    columns = max(map(_place, set(_COLUMN.findall(xml))), default=-1) + 1
    if rows * columns <= MOST_CELLS:
        return rows * columns
    filled = [(int(row), _place(column)) for column, row in _FILLED.findall(xml)]
    return (1 + max(c for _, c in filled)) * max(r for r, _ in filled) if filled else 0


def of_ods(package: Package) -> Iterator[int]:
    """Cells of each table of an OpenDocument sheet, its repeats unfolded."""
    content = package.read("content.xml")
    for table in ElementTree.fromstring(content).iter(f"{_OFFICE}table"):
        rows, columns, at = 0, 0, 0
        for row in table.iter(f"{_OFFICE}table-row"):
            at += _repeats(row, "rows")
            width = _ods_width(row)
            rows, columns = (at, max(columns, width)) if width else (rows, columns)
        yield rows * columns


def _ods_width(row: ElementTree.Element) -> int:
    width = at = 0
    for cell in row:
        at += _repeats(cell, "columns")
        width = at if len(cell) or "value" in "".join(cell.attrib) else width
    return width


def _repeats(element: ElementTree.Element, what: str) -> int:
    text = element.get(f"{_OFFICE}number-{what}-repeated", "1")
    return int(text) if text.isdigit() else 1


def of_old_sheets(compound: Compound, stream: str) -> Iterator[int]:
    """Cells of each sheet of an xls stream."""
    content, at, row, column = compound.read(stream), 0, -1, -1
    while at + 4 <= len(content):
        kind, length = _u16(content, at), _u16(content, at + 2)
        if kind == _BEGIN:
            yield (row + 1) * (column + 1)
            row = column = -1
        elif kind in _CELL_RECORDS and length >= 4:
            last = at + length + 2 if kind == _MANY_RK else at + 6
            row, column = max(row, _u16(content, at + 4)), max(column, _u16(content, last))
        at += 4 + length
    yield (row + 1) * (column + 1)


def is_locked(compound: Compound, stream: str) -> bool:
    """The FILEPASS record stands right behind the first one when an xls has a password."""
    head = compound.read(stream)[:4096]
    at = 0
    while at + 4 <= len(head):
        if _u16(head, at) == 0x002F:
            return True
        at += 4 + _u16(head, at + 2)
    return False


def _place(letters: bytes) -> int:
    return position(letters.decode("ascii"))


def _u16(content: bytes, at: int) -> int:
    return int.from_bytes(content[at : at + 2], "little")

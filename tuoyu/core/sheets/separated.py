"""Plain text tables (csv, or tab separated) in the encodings Chinese offices use."""

import codecs
import csv
import io

from tuoyu.core.errors import Refused
from tuoyu.core.sheets.extent import check_extent
from tuoyu.core.sheets.values import Cell

_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_TEXT = "这不是表格文件。请上传 xlsx、xls、ods 或 csv 文件。"
_CONTROLS = frozenset(chr(code) for code in range(32)) - set("\t\r\n\f\x1a")
_LONGEST = 1_000_000


def decode(content: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or GB 18030 (which covers GBK); no text is Refused."""
    for mark, encoding in _MARKED:
        if content.startswith(mark):
            return _text(content, encoding)
    try:
        return _text(content, "utf-8")
    except Refused:
        return _text(content, "gb18030")


def read(content: bytes) -> list[list[Cell]]:
    """Rows padded to one length; the separator is what the first lines use most."""
    text = decode(content)
    csv.field_size_limit(_LONGEST)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)))
    except csv.Error as reason:
        raise Refused(
            "文字表格里的引号不成对，读不下去。请用 Excel 打开后另存为 xlsx。", status=422
        ) from reason
    width = max(map(len, rows), default=0)
    check_extent([width * len(rows)])
    return [[*row, *[""] * (width - len(row))] for row in rows]


def _separator(text: str) -> str:
    head = "\n".join(text.splitlines()[:20])
    return max((",", "\t", ";"), key=head.count)


def _text(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as reason:
        raise Refused(_NOT_TEXT, status=422) from reason
    if _CONTROLS.intersection(text[:100_000]) or "\x00" in text:
        raise Refused(_NOT_TEXT, status=422)
    return text

"""The lines of a plan document: plain text in the usual encodings, or docx; else refused."""

import codecs

from tuoyu.books.plan_reader.docx import docx_parts
from tuoyu.books.plan_reader.tables import Table, with_tables
from tuoyu.core import zipped
from tuoyu.core.errors import Refused

LARGEST = 20 * 1024 * 1024
_KNOWN = (
    (b"%PDF", "这是 PDF，读不出条款。请用 Word 版（docx）或纯文本（txt）。"),
    (b"\xd0\xcf\x11\xe0", "这是旧版 Word（doc）或加了密码的文件，请另存为 docx 再上传。"),
    (b"{\\rtf", "这是 RTF 文档，请另存为 docx 再上传。"),
    (b"MZ", "这是程序，不是方案文件。"),
    (b"\x89PNG", "这是图片，读不出文字。请用 Word 版或纯文本。"),
    (b"\xff\xd8\xff", "这是图片，读不出文字。请用 Word 版或纯文本。"),
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = frozenset(map(chr, range(32))) - set("\t\r\n\f\v\x1a")


def lines_of(content: bytes) -> list[str]:
    """One string per paragraph and per row of a table, blank ones included."""
    lines: list[str] = []
    for part in parts_of(content):
        lines.extend(part.in_rows() if isinstance(part, Table) else [part])
    return lines


def parts_of(content: bytes) -> list[str | Table]:
    """Paragraphs and tables in their order; Refused in words for other files."""
    if len(content) > LARGEST:
        raise _refuse(f"文件超过 {LARGEST // 1024 // 1024} MB，请只上传方案正文。")
    if not content.strip():
        raise _refuse("文件是空的，没有内容。")
    for signature, words in _KNOWN:
        if content.startswith(signature):
            raise _refuse(words)
    if content.startswith(b"PK"):
        return docx_parts(zipped.open_package(content))
    text = _text(content).replace("\r\n", "\n").replace("\r", "\n")
    return list(with_tables(text.split("\n")))


def _text(content: bytes) -> str:
    encodings = [name for mark, name in _MARKS if content.startswith(mark)] or [
        "utf-8",
        "gb18030",
    ]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROLS.intersection(text):
            return text
    raise _refuse("这不是文字文件。方案请用 docx 或 txt。")


def _refuse(words: str) -> Refused:
    return Refused(words, status=422)

"""The kinds of paper we keep, told by their first bytes and never by their names."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from tuoyu.core import compound
from tuoyu.core.errors import Refused
from tuoyu.core.papers import office, pdf

LARGEST: Final = 20 * 1024 * 1024
MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of paper: how its names end, and what browsers are told."""

    suffix: str
    content_type: str

    @property
    def shows_in_browser(self) -> bool:
        return self.suffix in ("pdf", "jpg", "png")


PDF = Kind("pdf", "application/pdf")
JPG = Kind("jpg", "image/jpeg")
PNG = Kind("png", "image/png")
DOCX = Kind("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
XLSX = Kind("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
XLS = Kind("xls", "application/vnd.ms-excel")
ODS = Kind("ods", "application/vnd.oasis.opendocument.spreadsheet")
CSV = Kind("csv", "text/csv")
SHEETS: Final = (XLSX, XLS, ODS, CSV)  # what a ledger may be; core.sheets opens them safely
SLOTS: Final = (PDF, JPG, PNG, DOCX)  # what the material slots of a filing take

_FOREIGN = (
    (b"MZ", "程序"),
    (b"\x7fELF", "程序"),
    (b"#!", "程序"),
    (b"GIF8", " GIF 图片"),
    (b"BM", " BMP 图片"),
    (b"RIFF", "网络图片或视频"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"{\\rtf", " RTF 文档"),
    (compound.SIGNATURE, "旧版 Office 文档"),
)


def check(content: bytes, *, allowed: Collection[Kind]) -> Kind:
    """What this file is; Refused when it is too large, of another kind, or may do harm."""
    check_size(len(content))
    kind = _recognise(content)
    if kind is None or kind not in allowed:
        raise Refused(_wrong_kind(content, kind, allowed), status=422)
    if kind is PDF:
        pdf.check(content)
    if kind in (DOCX, XLSX):
        office.check(content)
    return kind


def check_size(size: int) -> None:
    """So that a large file is refused before it is read."""
    if size == 0:
        raise Refused("文件是空的，没有内容，请重新选择。", status=422)
    if size > LARGEST:
        raise Refused(
            f"文件有 {size / MEGABYTE:.0f} MB，超过 {LARGEST // MEGABYTE} MB 的上限。"
            "扫描件可以降低清晰度，或分成几份上传。",
            status=422,
        )


def _recognise(content: bytes) -> Kind | None:
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\xff\xd8\xff"):
        return JPG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"PK\x03\x04"):
        return {"word": DOCX, "xl": XLSX}.get(office.application(content))
    return None


def _wrong_kind(content: bytes, kind: Kind | None, allowed: Collection[Kind]) -> str:
    wanted = "、".join(one.suffix for one in allowed)
    return f"这份文件其实是{_what(content, kind)}，这里只收 {wanted}。请换一份再上传。"


def _what(content: bytes, kind: Kind | None) -> str:
    if kind is not None:
        return f" {kind.suffix} 文件"
    for signature, words in _FOREIGN:
        if content.startswith(signature):
            return words
    return "压缩包" if content.startswith(b"PK") else "别的格式"

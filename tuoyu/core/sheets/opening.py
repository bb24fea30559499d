"""Open a spreadsheet from a stranger, told by its content and never by its name."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Literal, TypeAlias

import python_calamine

from tuoyu.core import compound, zipped
from tuoyu.core.errors import Refused
from tuoyu.core.office_xml import parse
from tuoyu.core.sheets import extent, separated
from tuoyu.core.sheets.trimmings import sheet_parts, trimmings
from tuoyu.core.sheets.workbook import Merge, Sheet, Trimmings, Workbook

LARGEST_FILE = 50 * 1024 * 1024
MOST_SHEETS = 200

Kind: TypeAlias = Literal["xlsx", "xls", "ods", "csv"]

_SIGNATURES = (
    (b"MZ", "程序"),
    (b"\x7fELF", "程序"),
    (b"%PDF", " PDF 文档"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"{\\rtf", " RTF 文档"),
)
_NUL = b"_x0000_"  # how a workbook writes the character of value 0
_LOCKED = "文件设有打开密码，无法读取。请先在 Excel 里取消密码，另存后再上传。"
_BROKEN = "文件已损坏，打不开。请在 Excel 或 WPS 里打开确认，另存一份再上传。"


def open_path(path: Path) -> Workbook:
    """Like open_workbook, without reading a file that is too large anyway."""
    try:
        check_size(path.stat().st_size)
        content = path.read_bytes()
    except OSError as reason:
        raise Refused(f"读不到文件：{path.name}", status=422) from reason
    return open_workbook(content, name=path.name)


def check_size(size: int) -> None:
    if size > LARGEST_FILE:
        megabytes = LARGEST_FILE // 1024 // 1024
        raise _refuse(
            f"文件有 {size / 1024 / 1024:.0f} MB，超过 {megabytes} MB 的上限，请拆分后上传。"
        )


def open_workbook(content: bytes, *, name: str) -> Workbook:
    """All sheets of an xlsx, xls, ods or csv file; anything else is Refused in words."""
    check_size(len(content))
    if not content:
        raise _refuse("文件是空的，没有内容。")
    if content.startswith(b"PK"):
        return _from_package(content, name)
    if content.startswith(compound.SIGNATURE):
        return _from_compound(content, name)
    _refuse_known(content)
    return Workbook(name, "csv", (Sheet(Path(name).stem, separated.read(content)),))


def _from_package(content: bytes, name: str) -> Workbook:
    package = zipped.open_package(content)
    for part in package.entries:
        if part.endswith((".xml", ".rels", ".bin")) and not part.startswith("xl/media/"):
            package.read(part)
    if "xl/workbook.xml" in package:
        return _xlsx(package, name)
    if "content.xml" in package and b"spreadsheet" in package.read("mimetype"):
        parse(package.read("content.xml"))
        extent.check_extent(extent.of_ods(package))
        return Workbook(name, "ods", _sheets(content, {}))
    raise _refuse(_what_package(package))


def _xlsx(package: zipped.Package, name: str) -> Workbook:
    parts = [part for part in sheet_parts(package) if part.path in package]
    if len(parts) > MOST_SHEETS:
        raise _refuse(f"工作表超过 {MOST_SHEETS} 张，请拆分后上传。")
    extent.check_extent(extent.of_xml_sheet(package.read(part.path)) for part in parts)
    known = {part.name: trimmings(package, part) for part in parts}
    sheets = _sheets(package.raw, known)
    if any(_NUL in part for part in package.inflated.values()):
        sheets = tuple(map(_without_nul, sheets))
    return Workbook(name, "xlsx", sheets)


def _what_package(package: zipped.Package) -> str:
    if "word/document.xml" in package:
        return "这是 Word 文档，不是表格。请把表格另存为 Excel（xlsx）再上传。"
    if "xl/workbook.bin" in package:
        return "这是二进制工作簿（xlsb），请另存为 xlsx 再上传。"
    return "这是压缩包，不是表格。请解压后上传里面的 Excel 文件。"


def _from_compound(content: bytes, name: str) -> Workbook:
    container = compound.open_compound(content)
    if "EncryptedPackage" in container.streams:
        raise _refuse(_LOCKED)
    stream = next((s for s in ("Workbook", "Book") if s in container.streams), None)
    if stream is None:
        raise _refuse("这不是 Excel 表格（可能是旧版 Word 文档），请另存为 xlsx 再上传。")
    if extent.is_locked(container, stream):
        raise _refuse(_LOCKED)
    extent.check_extent(extent.of_old_sheets(container, stream))
    return Workbook(name, "xls", tuple(map(_without_nul, _sheets(content, {}))))


def _sheets(content: bytes, known: dict[str, Trimmings]) -> tuple[Sheet, ...]:
    try:
        with python_calamine.load_workbook(io.BytesIO(content)) as book:
            return tuple(_sheet(book, index, known) for index in _tables(book))
    except python_calamine.PasswordError as reason:
        raise _refuse(_LOCKED) from reason
    except (python_calamine.CalamineError, OSError, ValueError) as reason:
        raise _refuse(_BROKEN) from reason
    except BaseException as crash:
        # A fault inside the reader's own code arrives as a panic, which is no Exception.
        if type(crash).__name__ != "PanicException":
            raise
        raise _refuse(_BROKEN) from crash


def _tables(book: python_calamine.CalamineWorkbook) -> list[int]:
    kind = python_calamine.SheetTypeEnum.WorkSheet
    return [index for index, sheet in enumerate(book.sheets_metadata) if sheet.typ == kind]


def _sheet(
    book: python_calamine.CalamineWorkbook, index: int, known: dict[str, Trimmings]
) -> Sheet:
    metadata = book.sheets_metadata[index]
    sheet = book.get_sheet_by_index(index)
    visible = metadata.visible == python_calamine.SheetVisibleEnum.Visible
    merges = sorted(
        Merge(a + 1, b, c + 1, d) for (a, b), (c, d) in sheet.merged_cell_ranges or []
    )
    return Sheet(
        metadata.name,
        sheet.to_python(skip_empty_area=False),
        tuple(merges),
        known.get(metadata.name, Trimmings(hidden=not visible)),
    )


def _without_nul(sheet: Sheet) -> Sheet:
    """A character that no program shows and no database keeps."""
    rows = [
        [cell.replace("\x00", "") if isinstance(cell, str) else cell for cell in row]
        for row in sheet.rows
    ]
    return replace(sheet, rows=rows)


def _refuse_known(content: bytes) -> None:
    for signature, what in _SIGNATURES:
        if content.startswith(signature):
            raise _refuse(f"这是{what}，不是表格。请上传 xlsx、xls、ods 或 csv 文件。")
    if (
        content[:2048]
        .lstrip()
        .lower()
        .startswith((b"<html", b"<!doctype", b"<table", b"<?xml"))
    ):
        raise _refuse("这是改了后缀的网页表格，请用 Excel 打开后另存为 xlsx 再上传。")


def _refuse(words: str) -> Refused:
    return Refused(words, status=422)

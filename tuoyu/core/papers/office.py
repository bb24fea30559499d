"""Word and Excel packages: no macros, nothing fetched from elsewhere when opened."""

import re
from typing import Final

from tuoyu.core.errors import Refused
from tuoyu.core.zipped import Package, open_package

MAIN_PARTS: Final = {"word/document.xml": "word", "xl/workbook.xml": "xl"}
_MACROS = re.compile(rb"macroenabled|vbaproject", re.IGNORECASE)
_FETCHED = re.compile(
    rb"""<Relationship\b(?=[^>]*TargetMode\s*=\s*["']External["'])"""
    rb"""(?=[^>]*/(?:attachedTemplate|oleObject|frame|subDocument)["'])""",
    re.IGNORECASE,
)


def application(content: bytes) -> str:
    """Which program the package is for: word, xl, or nothing we know."""
    package = open_package(content)
    return next((name for part, name in MAIN_PARTS.items() if part in package), "")


def check(content: bytes) -> None:
    """Refused when the package carries macros or opens something from outside."""
    package = open_package(content)
    if _has_macros(package):
        raise Refused(
            "这份文件带有宏（会自动运行的程序），不能收。请另存为不含宏的文件再上传。",
            status=422,
        )
    if any(_FETCHED.search(package.read(part)) for part in _relations(package)):
        raise Refused(
            "这份文件打开时会去别处下载内容，不能收。请复制到新文件里另存，或转成 PDF 再上传。",
            status=422,
        )


def _has_macros(package: Package) -> bool:
    named = any(_MACROS.search(part.encode()) for part in package.entries)
    listing = "[Content_Types].xml"
    return named or (listing in package and bool(_MACROS.search(package.read(listing))))


def _relations(package: Package) -> list[str]:
    return [part for part in package.entries if part.endswith(".rels")]

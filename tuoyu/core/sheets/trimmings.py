"""Comments, hidden rows and columns, and formulas of an xlsx: read straight from its parts."""

import posixpath
import re
from collections.abc import Iterator
from xml.etree import ElementTree

from tuoyu.core.office_xml import parse
from tuoyu.core.sheets.columns import split_reference
from tuoyu.core.sheets.workbook import Trimmings
from tuoyu.core.zipped import Package

MOST_FORMULAS = 20_000

_COLS = re.compile(rb"<(?:\w+:)?col\b[^<>]*>")
_HIDDEN_ROW = re.compile(
    rb"<(?:\w+:)?row\b(?=[^<>]*\bhidden\s*=\s*[\"'](?:1|true))[^<>]*\br\s*=\s*[\"'](\d+)"
)
_FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^<>]*)?>([^<]+)<")
_CELL_AT = re.compile(rb"\br\s*=\s*[\"']([A-Z]+\d+)")
_IDENTITY = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ENTITIES = (
    (b"&lt;", b"<"),
    (b"&gt;", b">"),
    (b"&quot;", b'"'),
    (b"&apos;", b"'"),
    (b"&amp;", b"&"),
)


class SheetPart:
    """Where one sheet lives in the package."""

    def __init__(self, name: str, path: str, *, hidden: bool) -> None:
        self.name, self.path, self.hidden = name, path, hidden


def sheet_parts(package: Package) -> list[SheetPart]:
    """The sheets in workbook order, with the part each one is kept in."""
    targets = dict(_relations(package, "xl/workbook.xml"))
    sheets = [e for e in parse(package.read("xl/workbook.xml")).iter() if _local(e) == "sheet"]
    return [
        SheetPart(
            sheet.get("name", ""),
            targets.get(_identity(sheet), ("", ""))[1],
            hidden=sheet.get("state", "visible") != "visible",
        )
        for sheet in sheets
    ]


def trimmings(package: Package, part: SheetPart) -> Trimmings:
    if part.path not in package:
        return Trimmings(hidden=part.hidden)
    xml = package.read(part.path)
    return Trimmings(
        hidden=part.hidden,
        hidden_columns=frozenset(_hidden_columns(xml)),
        hidden_rows=frozenset(map(int, _HIDDEN_ROW.findall(xml)))
        if b"hidden" in xml
        else frozenset(),
        notes=_notes(package, part.path),
        formulas=dict(_formulas(xml)) if b"</f" in xml or b":f" in xml else {},
    )


def _hidden_columns(xml: bytes) -> Iterator[int]:
    head = xml[: xml.find(b"sheetData")]
    for tag in _COLS.findall(head):
        if re.search(rb"\bhidden\s*=\s*[\"'](?:1|true)", tag):
            first, last = (int(_number(tag, name)) for name in (b"min", b"max"))
            yield from range(first - 1, min(last, 16_384))


def _number(tag: bytes, name: bytes) -> bytes:
    found = re.search(rb"\b" + name + rb"\s*=\s*[\"'](\d{1,6})", tag)
    return found[1] if found else b"1"


def _formulas(xml: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for number, found in enumerate(_FORMULA.finditer(xml)):
        if number == MOST_FORMULAS:
            return
        cell = _CELL_AT.search(
            xml, max(xml.rfind(b"<c ", 0, found.start()), xml.rfind(b":c ", 0, found.start()))
        )
        if cell:
            yield split_reference(cell[1].decode("ascii")), _unescape(found[1])


def _unescape(text: bytes) -> str:
    for entity, char in _ENTITIES:
        text = text.replace(entity, char)
    return text.decode("utf-8", "replace")


def _notes(package: Package, path: str) -> dict[tuple[int, int], str]:
    notes: dict[tuple[int, int], str] = {}
    for kind, target in (relation for _, relation in _relations(package, path)):
        if kind.endswith("/comments") and target in package:
            notes |= _comments(parse(package.read(target)))
    return notes


def _comments(root: ElementTree.Element) -> dict[tuple[int, int], str]:
    return {
        split_reference(comment.get("ref", "A1")): "".join(
            piece.text or "" for piece in comment.iter() if _local(piece) == "t"
        ).strip()
        for comment in root.iter()
        if _local(comment) == "comment"
    }


def _relations(package: Package, path: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Relation id → (kind, path of the part it points to)."""
    folder, name = posixpath.split(path)
    listing = f"{folder}/_rels/{name}.rels"
    if listing not in package:
        return
    for relation in parse(package.read(listing)):
        target = posixpath.normpath(posixpath.join("/" + folder, relation.get("Target", "")))
        yield relation.get("Id", ""), (relation.get("Type", ""), target.lstrip("/"))


def _identity(element: ElementTree.Element) -> str:
    return next(
        (
            text
            for key, text in element.attrib.items()
            if key == _IDENTITY or key.endswith("}id")
        ),
        "",
    )


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""

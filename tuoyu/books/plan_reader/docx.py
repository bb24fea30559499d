"""What a docx says in order: paragraphs, with the numbers Word itself prints, and tables."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from tuoyu.books.plan_reader.tables import Cell, Table
from tuoyu.core.errors import Refused
from tuoyu.core.office_xml import parse
from tuoyu.core.zipped import Package

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE = (f"{_W}del", f"{_W}moveFrom", _FALLBACK)  # struck out, or said a second time
_WIDEST = 63  # columns that Word allows
_DIGITS = "零一二三四五六七八九"
_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CHINESE = frozenset(
    ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital")
)


@dataclass(slots=True)
class _Level:
    kind: str
    text: str
    start: int


@dataclass(slots=True)
class _Numbering:
    """Word's automatic numbers: the levels of each list, and how far each has counted."""

    lists: dict[str, dict[int, _Level]]
    styles: dict[str, tuple[str, int]]
    counted: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def label(self, paragraph: ElementTree.Element) -> str:
        number, depth = self._place(paragraph)
        levels = self.lists.get(number, {})
        if depth not in levels:
            return ""
        counts = self.counted[number]
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        return self._filled(levels, counts, depth)

    def _place(self, paragraph: ElementTree.Element) -> tuple[str, int]:
        own = paragraph.find(f"{_W}pPr/{_W}numPr")
        if own is not None:
            return _value(own, "numId"), int(_value(own, "ilvl") or 0)
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        return self.styles.get("" if style is None else style.get(f"{_W}val", ""), ("", 0))

    def _filled(self, levels: dict[int, _Level], counts: dict[int, int], depth: int) -> str:
        text = levels[depth].text
        for level in range(depth + 1):
            kind = levels[level].kind if level in levels else "decimal"
            text = text.replace(f"%{level + 1}", _numeral(counts.get(level, 1), kind))
        return text


def docx_parts(package: Package) -> list[str | Table]:
    """Paragraphs and tables in reading order; deleted text is left out."""
    if "word/document.xml" not in package:
        raise Refused("这不是 Word 文档。方案请用 docx 或 txt。", status=422)
    numbering = _numbering(package)
    try:
        return list(_parts(parse(package.read("word/document.xml")), numbering))
    except RecursionError:
        raise Refused("文件层层嵌套，像是损坏了。请另存一份再上传。", status=422) from None


def _parts(element: ElementTree.Element, numbering: _Numbering) -> Iterator[str | Table]:
    for child in element:
        if child.tag in _GONE:
            continue
        if child.tag == f"{_W}tbl":
            yield Table(tuple(_rows(child, numbering)))
            continue
        if child.tag == f"{_W}p":
            yield from _lines(child, numbering)
        yield from _parts(child, numbering)  # a paragraph may hold a box with its own text


def _rows(table: ElementTree.Element, numbering: _Numbering) -> Iterator[tuple[Cell, ...]]:
    """Every row as wide as its grid: what is merged is said in each of its cells."""
    above: tuple[Cell, ...] = ()
    for row in _inside(table, "tr"):
        if row.find(f"{_W}trPr/{_W}del") is not None:
            continue
        before = int(_value_at(row, "trPr", "gridBefore") or 0)
        cells = [Cell("", repeated=True)] * min(before, _WIDEST)
        for cell in _inside(row, "tc"):
            cells.extend(_cells(cell, above[len(cells) : len(cells) + 1], numbering))
        above = tuple(cells[:_WIDEST])
        yield above


def _cells(
    cell: ElementTree.Element, above: tuple[Cell, ...], numbering: _Numbering
) -> list[Cell]:
    width = min(int(_value_at(cell, "tcPr", "gridSpan") or 1), _WIDEST)
    merged = cell.find(f"{_W}tcPr/{_W}vMerge")
    if above and merged is not None and merged.get(f"{_W}val") != "restart":
        return [Cell(above[0].text, repeated=True)] * width
    text = "\n".join(_said(cell, numbering)).strip()
    return [Cell(text), *[Cell(text, repeated=True, across=True)] * (width - 1)]


def _said(cell: ElementTree.Element, numbering: _Numbering) -> Iterator[str]:
    """The lines of a cell, a table inside it included."""
    for part in _parts(cell, numbering):
        yield from part.lines() if isinstance(part, Table) else (part,)


def _inside(element: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    """Rows or cells, also those inside a field that Word lays around them."""
    for child in element:
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag not in (f"{_W}tc", f"{_W}tr", *_GONE):
            yield from _inside(child, name)


def _value_at(element: ElementTree.Element, part: str, name: str) -> str:
    shape = element.find(f"{_W}{part}")
    return "" if shape is None else _value(shape, name)


def _lines(paragraph: ElementTree.Element, numbering: _Numbering) -> list[str]:
    text = "".join(_pieces(paragraph))
    return (numbering.label(paragraph) + text).split("\n") if text.strip() else [text]


def _pieces(element: ElementTree.Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}tab":
            yield "\t"
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif child.tag not in (f"{_W}del", f"{_W}p", f"{_W}pPr"):
            yield from _pieces(child)


def _numbering(package: Package) -> _Numbering:
    lists: dict[str, dict[int, _Level]] = {}
    if "word/numbering.xml" in package:
        root = parse(package.read("word/numbering.xml"))
        shapes = {e.get(f"{_W}abstractNumId", ""): e for e in root.iter(f"{_W}abstractNum")}
        for number in root.iter(f"{_W}num"):
            shape = shapes.get(_value(number, "abstractNumId"))
            lists[number.get(f"{_W}numId", "")] = {} if shape is None else _levels(shape)
    return _Numbering(lists, _styles(package))


def _levels(shape: ElementTree.Element) -> dict[int, _Level]:
    return {
        int(level.get(f"{_W}ilvl", "0")): _Level(
            _value(level, "numFmt"), _value(level, "lvlText"), int(_value(level, "start") or 1)
        )
        for level in shape.iter(f"{_W}lvl")
    }


def _styles(package: Package) -> dict[str, tuple[str, int]]:
    if "word/styles.xml" not in package:
        return {}
    found = {}
    for style in parse(package.read("word/styles.xml")).iter(f"{_W}style"):
        numbered = style.find(f"{_W}pPr/{_W}numPr")
        if numbered is not None:
            place = _value(numbered, "numId"), int(_value(numbered, "ilvl") or 0)
            found[style.get(f"{_W}styleId", "")] = place
    return found


def _value(element: ElementTree.Element, name: str) -> str:
    child = element.find(f"{_W}{name}")
    return "" if child is None else child.get(f"{_W}val", "")


def _numeral(number: int, kind: str) -> str:
    if kind in _CHINESE:
        return chinese(number)
    if kind == "decimalEnclosedCircle" and number <= len(_CIRCLES):
        return _CIRCLES[number - 1]
    return "" if kind in ("bullet", "none") else str(number)


def chinese(number: int) -> str:
    """1 to 99 as plans number their parts."""
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return head + (_DIGITS[ones] if ones else "") or "零"

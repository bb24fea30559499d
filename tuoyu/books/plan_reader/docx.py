"""Paragraphs of a docx, with the numbers that Word itself would print in front of them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from tuoyu.core.errors import Refused
from tuoyu.core.office_xml import parse
from tuoyu.core.zipped import Package

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
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


def docx_lines(package: Package) -> list[str]:
    """The paragraphs in reading order, tables included; deleted text is left out."""
    if "word/document.xml" not in package:
        raise Refused("这不是 Word 文档。方案请用 docx 或 txt。", status=422)
    numbering = _numbering(package)
    body = parse(package.read("word/document.xml"))
    return [line for p in body.iter(f"{_W}p") for line in _lines(p, numbering)]


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

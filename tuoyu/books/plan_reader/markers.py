"""The numbers in front of clauses: 第三条, 一、, （二）, 3．, （4）, ⑤, 1.2."""

import re
from dataclasses import dataclass

_NUMERAL = "[零〇一二三四五六七八九十百]+"
_SPACE = r"[\s\u3000]*"
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0}
_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BRACKETED = {chr(0x3220 + at): f"（{char}）" for at, char in enumerate("一二三四五六七八九十")}
_DOTTED = {chr(0x2488 + at): f"{at + 1}." for at in range(20)}
_UNFOLDED = str.maketrans(_BRACKETED | _DOTTED)

# Rank is how far in such numbers usually stand; a text may differ, see outline.py.
_STYLES = (
    ("chapter", 0, re.compile(rf"第({_NUMERAL}|\d{{1,3}})[编章节]{_SPACE}")),
    ("article", 1, re.compile(rf"第({_NUMERAL}|\d{{1,3}})条{_SPACE}")),
    ("chinese", 2, re.compile(rf"({_NUMERAL})[、．.]{_SPACE}")),
    (
        "chinese-bracket",
        3,
        re.compile(rf"[（(]{_SPACE}({_NUMERAL}){_SPACE}[)）][、．.]?{_SPACE}"),
    ),
    (
        "decimal",
        5,
        re.compile(rf"(\d{{1,2}}(?:[.．]\d{{1,2}})+)[、．.]?{_SPACE}(?=[^\d%％万亿元个家所])"),
    ),
    # "1.2026年，建成3家" is number one and a year, not one and a bit.
    ("arabic", 4, re.compile(rf"(\d{{1,2}})[、．.]{_SPACE}(?:(?!\d)|(?=20\d\d{_SPACE}年))")),
    (
        "arabic-bracket",
        6,
        re.compile(rf"[（(]{_SPACE}(\d{{1,2}}){_SPACE}[)）][、．.]?{_SPACE}"),
    ),
    ("arabic-half", 6, re.compile(rf"(\d{{1,2}})[)）]{_SPACE}")),
    ("circle", 7, re.compile(rf"([{_CIRCLES}])[、．.]?{_SPACE}")),
)
_FULL = str.maketrans("０１２３４５６７８９．（）", "0123456789.()")
_CONTENTS_LINE = re.compile(r".{2,40}(?:…{2,}|\.{4,}|·{4,}|\t)\s*\d{1,3}")


@dataclass(frozen=True, slots=True)
class Marker:
    """`label` is how it stands in an id; `rest` is the line behind it."""

    style: str
    rank: int
    value: int
    label: str
    rest: str


def marker_of(line: str) -> Marker | None:
    """The number a line begins with, if any; a line of a table of contents has none."""
    text = line.strip(" \t\u3000\xa0").translate(_UNFOLDED)
    if _CONTENTS_LINE.fullmatch(text):
        return None
    for style, rank, pattern in _STYLES:
        if found := pattern.match(text[:16].translate(_FULL) + text[16:]):
            return Marker(
                style, rank, _value(found[1]), _label(style, found), text[found.end() :]
            )
    return None


def _label(style: str, found: re.Match[str]) -> str:
    if style in ("chapter", "article"):
        return found[0].strip(" \t\u3000")
    if style in ("chinese-bracket", "arabic-bracket"):
        return f"({found[1]})"
    return f"{found[1]})" if style == "arabic-half" else found[1].replace("．", ".")


def _value(text: str) -> int:
    if text in _CIRCLES:
        return _CIRCLES.index(text) + 1
    last = re.split("[.．]", text)[-1]
    return int(last) if last.isdigit() else _from_chinese(last)


def _from_chinese(text: str) -> int:
    if not set(text) & set("十百"):
        return int("".join(str(_DIGITS[char]) for char in text))
    total, digit = 0, 0
    for char in text:
        scale = {"十": 10, "百": 100}.get(char)
        total, digit = (total + (digit or 1) * scale, 0) if scale else (total, _DIGITS[char])
    return total + digit

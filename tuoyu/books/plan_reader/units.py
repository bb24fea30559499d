"""Who is responsible: the bracket or line that a clause ends with, whatever it is called."""

import re
from collections.abc import Iterable, Iterator

from tuoyu.books.plan_reader.brackets import (
    OPENING,
    as_in_names,
    end_of,
    rounded,
    split_outside,
)

_WHO = r"(?:责任|牵头|配合|主办|协办|参与|参加|落实|实施|承办|督办|主管|协同|支持|主要|协作)"
_UNIT_LABEL = rf"{_WHO}(?:和{_WHO}|、{_WHO})?(?:责任)?(?:单位|部门|主体|机关)"
_OTHER_LABEL = (
    r"(?:责任|牵头|分管)?(?:领导|责任人|负责人|联系人)|(?:完成|办理|整改)?(?:时限|时间|期限)"
    r"|进度(?:安排|要求)?|工作目标"
)
_LABEL = re.compile(rf"(?P<unit>{_UNIT_LABEL})[:：]|(?P<other>{_OTHER_LABEL})[:：]")
_OPENED = re.compile(rf"[{re.escape(OPENING)}][\s\u3000]*(?={_UNIT_LABEL}[:：])")
_LINE = re.compile(rf"(?:^|(?<=[。；\n]))[\s\u3000]*(?={_UNIT_LABEL}[:：])", re.MULTILINE)
# Without a label: (市卫生健康委牵头，市财政局按职责分工负责).
_ENDED = r"(?:牵头|负责|配合|参与|落实|实施)[）)】〕\]][。；\s]{0,4}$"
_CLOSING_BRACKET = re.compile(rf"[{re.escape(OPENING)}][^\n]{{0,300}}{_ENDED}", re.MULTILINE)
_ROLE = re.compile(
    r"(?:按照?(?:各自)?职责(?:分工)?|根据职责分工|分工)?(?:分别|共同|具体|依法)?"
    r"(?:牵头负责|牵头|负责|配合|参与|落实|组织实施|实施|主管)+(?:落实|实施|负责)?$"
)
_ET_CETERA = re.compile(r"等(?:有关|相关)?(?:部门|单位)?$")
_TWO = re.compile(r"(?<=[局委会办厅院联心队府])(?:和|及|以及)(?=[市县区省各乡镇团])")
_BODY = re.compile(
    r".*(?:局|委|办|厅|部|会|院|校|站|所|队|联|行|府|公司|集团|中心|单位|部门|街道|乡镇|处"
    r"|机构|企业)(?:\([^)]*\))?$"
)
_PLACE = re.compile(r".*[县区市镇乡村](?:\([^)]*\))?")
_BEGINS = "市县区省各团国"  # what the name of a unit begins with
_MARKS = " \t\u3000。.，,；;：:、"


def units_of(text: str) -> list[str]:
    """The responsible units in the order of the text, each once; none when none is named."""
    found: list[str] = []
    for start, end in unit_spans(text):
        for unit in map(as_in_names, _named(text[start:end])):
            if unit not in found:
                found.append(unit)
    return found


def units_in(cell: str) -> list[str]:
    """The units of a cell of a table, where no label need say that they are units."""
    return list(dict.fromkeys(map(as_in_names, _named(_unbroken(cell)))))


def _unbroken(cell: str) -> str:
    """A name broken by the narrow column is one name: 市人力资源和 / 社会保障局."""
    lines = [re.sub(r"\s", "", line) for line in cell.split("\n")]
    whole = lines[0]
    for line in lines[1:]:
        whole += line if _goes_on(whole, line) else f"\n{line}"
    return whole


def _goes_on(said: str, line: str) -> bool:
    last = _ROLE.sub("", rounded(split_outside(said, "\n、，,；;：:。")[-1]))
    if not last or not line or line[0] in _BEGINS:
        return False
    return not (_is_body(last) or _PLACE.fullmatch(last))


def unit_spans(text: str) -> list[tuple[int, int]]:
    """Where it says who is responsible: labelled brackets, or lines, or a last bracket."""
    brackets = _apart((found.start() for found in _OPENED.finditer(text)), text)
    if brackets:
        return brackets
    lines = [(found.end(), _line_end(text, found.end())) for found in _LINE.finditer(text)]
    if lines:
        return _merged(lines)
    last = [_last_bracket(text, found) for found in _CLOSING_BRACKET.finditer(text)]
    return [span for span in last if any(map(_is_body, _named(text[slice(*span)])))]


def without_units(text: str) -> str:
    """The text with what names the units taken out."""
    for start, end in reversed(unit_spans(text)):
        text = text[:start] + text[end:]
    return text.strip()


def _apart(starts: Iterable[int], text: str) -> list[tuple[int, int]]:
    """Brackets that stand side by side; one inside another belongs to it."""
    spans: list[tuple[int, int]] = []
    for start in starts:
        if not spans or start >= spans[-1][1]:
            spans.append((start, end_of(text, start)))
    return spans


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _merged(lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Two labels on one line are one span."""
    merged: list[tuple[int, int]] = []
    for start, end in lines:
        if not merged or start >= merged[-1][1]:
            merged.append((start, end))
    return merged


def _last_bracket(text: str, found: re.Match[str]) -> tuple[int, int]:
    """The outermost bracket that closes at the end of this line."""
    start = found.start()
    while end_of(text, start) < found.end() - len(found[0]) + len(
        found[0].rstrip("。；; \t\u3000\n")
    ):
        following = re.compile(f"[{re.escape(OPENING)}]").search(text, start + 1, found.end())
        if following is None:
            break
        start = following.start()
    return start, found.end()


def _named(span: str) -> Iterator[str]:
    inner = span.strip(_MARKS + "\n")
    if inner and inner[0] in OPENING:
        inner = inner[1 : end_of(inner, 0) - 1] if end_of(inner, 0) > 1 else inner[1:]
    for part in _labelled(inner):
        yield from _split(part)


def _labelled(inner: str) -> list[str]:
    """The pieces behind a label of units; everything when there is no label at all."""
    labels = list(_LABEL.finditer(inner))
    if not labels:
        return [inner]
    ends = [label.start() for label in labels[1:]] + [len(inner)]
    return [
        inner[label.end() : end]
        for label, end in zip(labels, ends, strict=True)
        if label["unit"]
    ]


def _split(text: str) -> Iterator[str]:
    for piece in split_outside(text, "、，,；;\n\t 　。"):
        for part in _parts(piece):
            unit = rounded(re.sub(r"\s", "", part)).strip(_MARKS)
            unit = _ET_CETERA.sub("", _ROLE.sub("", _ET_CETERA.sub("", unit)))
            if len(unit) > 1:
                yield unit


def _parts(piece: str) -> list[str]:
    """ "市卫生健康委牵头市财政局配合" has no comma; "市委和市政府" is two."""
    return [
        part
        for half in re.split(r"(?<=牵头)(?=[市县区省各])", piece)
        for part in _TWO.split(half)
    ]


def _is_body(unit: str) -> bool:
    return bool(_BODY.fullmatch(unit))

"""How much: the quantities a clause promises, of what, and for whom."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tuoyu.books.plan_reader.deadlines import Deadline, masked

# How far back and how far on the words of one quantity are looked for.
_BACK, _ON = 400, 200
_ONE = r"(?<![\d.])\d{1,9}(?:,\d{3}){0,3}(?:\.\d{1,4})?"
_CHINESE = {
    "一": 1,
    "两": 2,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}
_UNIT = r"(?P<unit>个百分点|家|所|个|处|名|人次|人|张|间|支|套|座|户|辆|场|期|对)"
# Every repeat is bounded: a plan comes from a stranger, and must not be able to hold us.
_S = r"\s{0,4}"
_LOW = rf"(?P<low>{_ONE}|(?<![一二三四五六七八九十第])[一两二三四五六七八九十](?=[家所处个]))"
_HIGH = rf"(?:{_S}[-—–~～至到]{{1,2}}{_S}(?P<high>{_ONE}|[一两二三四五六七八九十]))?"
_QUANTITY = re.compile(
    rf"{_LOW}{_HIGH}{_S}(?P<ten>万)?(?:余|多)?{_S}{_UNIT}(?P<above>以上|以内)?"
)
_PERCENT = re.compile(
    r"(?:达到|达|不低于|不少于|超过|提高到|提升到|提升至|提高至|保持在)"
    rf"{_S}(?P<low>{_ONE}){_S}[%％](?P<above>以上)?"
)
_LEAST = re.compile(r"至少|不少于|不低于|不得少于|最少|(?<!不)超过")
_MOST = re.compile(r"不超过|不多于|至多|最多|不高于|控制在")
_NOT_BEFORE = re.compile(
    r"(?:第|每|每隔|近|过去|前|这|上述|以下|其|同一|按照?|满|不足|一)\s{0,4}$"
)
_NOT_BEHIND = re.compile(
    r"(?:月|工作日|小时|自然日|年|季度|学期|方面|环节|阶段|层面|步骤|部分|文件|附件|原则|层次|周)"
)
_STATED = re.compile(
    r"[各每均]|建|办|设|选|育|造|增|达|少|创|发展|培训|打造|实现|覆盖|认定|推出|完成"
)
_END = re.compile(
    r"[，,；;。：:！\n（(]|、(?=\s{0,4}(?:\d|[一两二三四五六七八九十][家所个处]))"
)
_CHOICE = re.compile(rf"或者?(?={_ONE})")
_SEGMENT = re.compile(r"[，,；;。：:\n]")
_SENTENCE = re.compile(r"[；;。\n]")
_SCOPES = (
    (
        "county",
        re.compile(
            r"(?:各|每个?|所有|全部)(?:县|区县|市县|区)|县[（(]市、?区[)）]均|全县|全区(?!域)|县级(?=均)"
        ),
    ),
    ("township", re.compile(r"(?:各|每个?)(?:乡|镇|街道)")),
    ("community", re.compile(r"(?:各|每个?)(?:社区|村|居委)")),
    ("city", re.compile(r"全市|全省|市本级|市级|市区")),
)
_LEADING = re.compile(
    r"^(?:力争|确保|实现|新增|全市|全县|全区|各地|已|再|将|使|要|应|须|均|共|约|建成|达到|达|支持|鼓励"
    r"|引导|新建|建设|建立|培育|发展)+"
)
_REACHING = re.compile(
    r"(?:达到?|不少于|不低于|至少|不?超过|不多于|至多|最多|提[高升][到至]|增加到?|保持在|控制在|为)\s{0,4}$"
)
_DATED = re.compile(
    r"^.*(?:20\d{2}年(?:年?[底末])?前?|十[三四五六七八]五”?(?:时?期?末|期间)|[市区][）)])"
)
# What is there already is told, not promised.
_ALREADY = re.compile(r"已(?:有|建|开|达|完成|经|设|备案)|现有|目前|累计")


@dataclass(frozen=True, slots=True)
class Target:
    least: float | None
    most: float | None
    object: str
    per: str
    by: date | None
    text: str
    unit: str
    any_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    low: float
    high: float | None
    unit: str
    above: str


def targets_of(text: str, deadlines: list[Deadline], per: str = "city") -> list[Target]:
    """In the order of the text. `per` is the scope when the text names none."""
    plain = masked(text)
    found = sorted(
        [*_quantities(plain), *_percents(plain)], key=lambda quantity: quantity.start
    )
    return [_target(plain, group, deadlines, per) for group in _grouped(plain, found)]


def _quantities(text: str) -> Iterator[_Found]:
    for match in _QUANTITY.finditer(text):
        low, high = _number(match["low"]), _number(match["high"]) if match["high"] else None
        if _is_promise(text, match):
            scale = 10_000 if match["ten"] else 1
            tall = high * scale if high is not None else None
            yield _Found(
                match.start(),
                match.end(),
                low * scale,
                tall,
                match["unit"],
                match["above"] or "",
            )


def _percents(text: str) -> Iterator[_Found]:
    for match in _PERCENT.finditer(text):
        yield _Found(
            match.start("low"),
            match.end(),
            _number(match["low"]),
            None,
            "%",
            match["above"] or "以上",
        )


def _is_promise(text: str, match: re.Match[str]) -> bool:
    """Numbers of things to be had; ages, days, ordinals and "in five respects" are none."""
    if _NOT_BEFORE.search(
        text[max(0, match.start() - 12) : match.start()]
    ) or _NOT_BEHIND.match(text, match.end()):
        return False
    if match["unit"] == "个百分点" or _ALREADY.search(_segment(text, match.start())):
        return False
    if not match["low"][0].isdigit() or match["unit"] in ("期", "场", "对", "户"):
        return bool(_STATED.search(_segment(text, match.start())))
    return True


def _grouped(text: str, found: list[_Found]) -> Iterator[list[_Found]]:
    """1家医院、1所学校或1个企业: quantities joined by 或 are one promise with a choice."""
    group: list[_Found] = []
    for quantity in found:
        between = text[group[-1].end : quantity.start] if group else ""
        if group and not _joined(between):
            yield from _choice(text, group)
            group = []
        group.append(quantity)
    if group:
        yield from _choice(text, group)


def _joined(between: str) -> bool:
    return not _SEGMENT.search(between) and bool(re.search(r"(?:、|或者?)\s{0,4}$", between))


def _choice(text: str, group: list[_Found]) -> Iterator[list[_Found]]:
    whole = text[group[0].start : group[-1].start]
    if len(group) > 1 and re.search(r"或者?\s{0,4}$", whole):
        yield group
    else:
        yield from ([quantity] for quantity in group)


def _target(text: str, group: list[_Found], deadlines: list[Deadline], per: str) -> Target:
    first, last = group[0], group[-1]
    before = _segment(text, first.start)
    least, most = _bounds(first, before)
    ends = [_end(text, quantity.end) for quantity in group]
    objects = [_object(text[q.end : end]) for q, end in zip(group, ends, strict=True)]
    thing = (
        _choice_in_words(objects) if len(group) > 1 else objects[0] or _object_before(before)
    )
    return Target(
        least,
        most,
        thing,
        per=_scope(text, first.start) or per,
        by=_by(text, first.start, deadlines),
        text=(_marker(before) + text[first.start : ends[-1]]).strip(),
        unit=last.unit,
        any_of=tuple(objects) if len(group) > 1 else (),
    )


def _bounds(found: _Found, before: str) -> tuple[float | None, float | None]:
    if _MOST.search(before) or found.above == "以内":
        return None, found.high or found.low
    return found.low, found.high


def _choice_in_words(objects: list[str]) -> str:
    return "、".join(objects[:-1]) + f"或{objects[-1]}"


def _object(text: str) -> str:
    return re.sub(r"(?:、|或者?)$", "", text.strip(" \u3000、的")).strip()


def _object_before(before: str) -> str:
    """ "托位数达到4.5个" names its object in front."""
    plain = _REACHING.sub("", before)
    plain = _DATED.sub("", plain)
    return _LEADING.sub("", plain.strip(" \u3000、")) or plain.strip()


def _marker(before: str) -> str:
    """The words that make it a bound, with the verb between: 至少选择."""
    found = None
    for pattern in (_MOST, _LEAST):
        found = found or pattern.search(before)
    return before[found.start() :] if found and len(before) - found.start() <= 8 else ""


def _end(text: str, start: int) -> int:
    """Where the object ends; 或 before another number ends it too."""
    furthest = min(len(text), start + _ON)
    found = _END.search(text, start, furthest), _CHOICE.search(text, start, furthest)
    return min((match.start() for match in found if match), default=furthest)


def _segment(text: str, at: int) -> str:
    return _SEGMENT.split(text[max(0, at - _BACK) : at])[-1]


def _scope(text: str, at: int) -> str | None:
    """The nearest word before it in the sentence that says for each whom."""
    sentence = _SENTENCE.split(text[max(0, at - _BACK) : at])[-1]
    found = [
        (match.end(), per) for per, pattern in _SCOPES for match in pattern.finditer(sentence)
    ]
    return max(found)[1] if found else None


def _by(text: str, at: int, deadlines: list[Deadline]) -> date | None:
    start = at - len(_SENTENCE.split(text[max(0, at - _BACK) : at])[-1])
    before = [deadline for deadline in deadlines if start <= deadline.at < at]
    if before:
        return before[-1].by
    return deadlines[0].by if len(deadlines) == 1 else None


def _number(text: str) -> float:
    return float(_CHINESE[text]) if text in _CHINESE else float(text.replace(",", ""))

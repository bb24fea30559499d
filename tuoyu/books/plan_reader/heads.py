"""What stands around the clauses: title, issuer, number, the day of issue."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

_KINDS = r"(?:方案|规划|计划|意见|办法|措施|细则|行动|规定|清单|要点|通告|决定)"
_TITLE_END = re.compile(rf".*{_KINDS}(?:（[^）]*）|\([^)]*\))?")
_NOTICE = re.compile(r"(?P<issuer>.*?)关于印发《?(?P<title>.+?)》?的通知")
_SUBTITLE = re.compile(r"[（(](?:试行|暂行|修订版?|20\d{2}\s*[-—–~至]+\s*20\d{2}\s*年?)[）)]")
_META = re.compile(
    r"(?:发布|成文|印发|生成)?(?:日期|时间)[:：]|浏览|来源[:：]|索引号|主题分类|发布机构|发文机关|字体|分享|打印|信息来源"
)
_NUMBER = re.compile(
    r"[\u4e00-\u9fa5]{1,12}[〔\[（(【]\s*20\d{2}\s*[〕\]）)】]\s*(?:第\s*)?\d+\s*号"
)
_DAY = re.compile(r"(20\d{2})\s*[年\-./]\s*(\d{1,2})\s*[月\-./]\s*(\d{1,2})\s*日?")
_WORDS = re.compile(
    r"([二〇零○一三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_ISSUER = re.compile(r"[^，。；：,;:]{3,40}(?:政府|委员会|办公室|局|厅|部|委|会|领导小组)")
_NUMERALS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
}
_LONGEST_LINE, _LONGEST_TITLE = 45, 90


@dataclass(frozen=True, slots=True)
class Head:
    title: str
    notice: str
    issuer: str
    number: str
    issued_on: date | None


def read_head(before: list[str], after: list[str]) -> Head:
    lines = [line.strip(" \t\u3000\xa0") for line in before]
    notice = _notice(lines)
    title = _own_title(lines) or (notice["title"] if notice else "") or _first(lines)
    return Head(
        title=title,
        notice=notice[0] if notice and notice[0] != title else "",
        issuer=_issuer(lines, after, notice),
        number=next((line for line in lines if _NUMBER.fullmatch(line)), ""),
        issued_on=_issued_on(lines, after),
    )


def _notice(lines: list[str]) -> re.Match[str] | None:
    """The notice's title, which the typist may have broken over several lines."""
    plain = [line for line in lines if not _NUMBER.fullmatch(line) and not _META.search(line)]
    for at in range(len(plain)):
        for length in (1, 2, 3, 4):
            joined = "".join(plain[at : at + length])
            if len(joined) <= _LONGEST_TITLE * 2 and (found := _NOTICE.fullmatch(joined)):
                return found
    return None


def _own_title(lines: list[str]) -> str:
    """The last lines before the text that end like a title, joined upwards while short."""
    for at in range(len(lines) - 1, -1, -1):
        if _TITLE_END.fullmatch(lines[at]) and _is_title_line(lines[at]):
            start = at
            while start > 0 and _goes_before(lines[start - 1], "".join(lines[start : at + 1])):
                start -= 1
            end = (
                at + 2 if at + 1 < len(lines) and _SUBTITLE.fullmatch(lines[at + 1]) else at + 1
            )
            return "".join(lines[start:end])
    return ""


def _is_title_line(line: str) -> bool:
    plain = 0 < len(line) <= _LONGEST_LINE and not re.search(r"[，。；：,;]", line)
    return plain and not _META.search(line) and not re.match(r"附件?\s*[:：\d]?", line)


def _goes_before(line: str, rest: str) -> bool:
    short = _is_title_line(line) and len(line) + len(rest) <= _LONGEST_TITLE
    return (
        short
        and not _DAY.search(line)
        and not _NUMBER.fullmatch(line)
        and not line.endswith("通知")
    )


def _first(lines: list[str]) -> str:
    return next((line for line in lines if line and not _META.search(line)), "")


def _issuer(lines: list[str], after: list[str], notice: re.Match[str] | None) -> str:
    for group in (after, lines):
        for line, following in pairwise(group):
            if _ISSUER.fullmatch(line) and day_alone(following):
                return line
    return notice["issuer"].strip() if notice else ""


def _issued_on(lines: list[str], after: list[str]) -> date | None:
    """The signed day, alone on its line; else in brackets under the title or as published."""
    alone = [day for line in (*lines, *after) if (day := day_alone(line))]
    if alone:
        return alone[-1]
    bracketed = [line.strip("（()）") for line in lines if re.match(r"[（(]", line)]
    published = [line for line in lines if _META.search(line)]
    found = [day for line in (*bracketed, *published) if (day := _day_in(line))]
    return found[0] if found else None


def day_alone(line: str) -> date | None:
    plain = re.sub(r"[\s\u3000]", "", line)
    return _day_in(plain) if _DAY.fullmatch(plain) or _WORDS.fullmatch(plain) else None


def _day_in(text: str) -> date | None:
    try:
        if found := _DAY.search(text):
            return date(*(int(part) for part in found.groups()))
        if found := _WORDS.search(text):
            year = int("".join(str(_NUMERALS[char]) for char in found[1]))
            return date(year, _tens(found[2]), _tens(found[3]))
    except ValueError:
        return None
    return None


def _tens(text: str) -> int:
    head, ten, tail = text.partition("十")
    if not ten:
        return _NUMERALS[text]
    return (_NUMERALS[head] if head else 1) * 10 + (_NUMERALS[tail] if tail else 0)

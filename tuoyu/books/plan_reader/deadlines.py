"""By when: the dates a clause sets, and not those of the documents it cites."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

# Every repeat is bounded: a plan comes from a stranger, and must not be able to hold us.
_S = r"\s{0,4}"
# Blanked out before looking: titles, document numbers, editions, standards.
_CITED = re.compile(
    "|".join(
        (
            r"《[^》\n]{0,80}》",
            rf"[〔\[（(【]{_S}(?:19|20)\d{{2}}{_S}[〕\]）)】]{_S}(?:第{_S})?\d{{1,5}}{_S}号",
            r"[（(][^）)\n]{0,80}(?:年版|第\d{1,5}号|令第)[^）)\n]{0,80}[）)]",
            rf"(?:19|20)\d{{2}}{_S}年{_S}(?:版|修订|修正)",
            rf"[A-Z]{{2,4}}/?[A-Z]?{_S}\d[\d./]{{0,20}}[—\-–－]{{1,2}}(?:19|20)\d{{2}}",
        )
    )
)
_BY = r"(?:到|至|截至|截止|力争|争取|确保|于|在)"
_SPAN = rf"20\d{{2}}{_S}年?{_S}[-—–~～至到]{{1,2}}{_S}(?P<to>20\d{{2}}){_S}年(?:年?[底末])?"
_DAY = rf"(?P<d>\d{{1,2}}){_S}日|(?P<third>上旬|中旬|下旬)|(?P<m_end>份?[底末]?)"
_MONTH = rf"(?P<m>\d{{1,2}}){_S}月{_S}(?:{_DAY})"
_QUARTER = r"第?(?P<q>[一二三四1-4])季度[末底]?"
_PART = rf"{_MONTH}|(?P<half>上半年|下半年)|{_QUARTER}|(?P<y_end>年?[底末]|年内|内|全年)?"
_YEAR = rf"(?P<y>20\d{{2}}){_S}年{_S}(?:{_PART})"
_THIS = r"(?P<this>今年|本年度?|当年)(?:(?P<tm>\d{1,2})月)?(?P<t_end>年?[底末]|内)?"
_FIVE = r"[“\"]?(?P<plan>十[三四五六七八]五)[”\"]?(?:规划)?(?:时?期?末|期间|时期|内)"
_PATTERN = re.compile(
    rf"(?P<lead>{_BY}{{0,2}})(?:{_SPAN}|{_YEAR}|{_THIS}|{_FIVE})"
    r"(?P<before>(?:之前|以前|前|内|止)?)"
)
_NOT_AFTER = re.compile(
    r"\s{0,4}(?:年?度|起|以来|来|后|开始|年来|印发|发布|施行|实施|通过|召开|修订|版|春|夏|秋|冬|[-—–~～])"
)
_GOAL = re.compile(
    r"[，,、：:]|\s{0,4}(?:全[市县区省]|每个?|各|实现|建成|建立|完成|达到|达|力争|培育|打造|新增|新建|创建|全面"
    r"|基本|至少|不少于|覆盖|建设|形成|开展|启动|出台|发展|争取|底|普惠|托位|千人)"
)
_SENTENCE_START = re.compile(r"(?:^|[。；;，,、：:\n（(])\s{0,4}$")
_FIVE_YEARS = {
    "十三五": 2020,
    "十四五": 2025,
    "十五五": 2030,
    "十六五": 2035,
    "十七五": 2040,
    "十八五": 2045,
}
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}


@dataclass(frozen=True, slots=True)
class Deadline:
    """`at` is where it stands in the text."""

    by: date
    text: str
    at: int


def masked(text: str) -> str:
    """The text with citations blanked, places unchanged."""
    return _CITED.sub(lambda found: "□" * len(found[0]), text)


def deadlines_of(text: str, issued_on: date | None) -> list[Deadline]:
    """In the order of the text, each once; days before the plan was issued are history."""
    found: dict[tuple[date, str], Deadline] = {}
    for deadline in _found(masked(text), issued_on):
        if issued_on is None or deadline.by >= issued_on:
            found.setdefault((deadline.by, deadline.text), deadline)
    return list(found.values())


def _found(text: str, issued_on: date | None) -> Iterator[Deadline]:
    for match in _PATTERN.finditer(text):
        by = _day(match, issued_on)
        if by and _is_deadline(text, match):
            start = match.start() + len(match["lead"]) - len(_kept_lead(match["lead"]))
            yield Deadline(by, text[start : match.end()].strip(), start)


def _kept_lead(lead: str) -> str:
    """ "到2021年" keeps its 到; "力争" and the like are not part of the date."""
    return (
        lead
        if lead in ("到", "至", "截至", "截止")
        else lead[-1:]
        if lead[-1:] in "到至"
        else ""
    )


def _is_deadline(text: str, match: re.Match[str]) -> bool:
    if _NOT_AFTER.match(text, match.end()):
        return False
    bounded = any(
        match[name] for name in ("before", "to", "y_end", "m_end", "t_end", "half", "plan")
    )
    if match["d"]:
        return bool(match["before"] or match["lead"])
    if bounded or match["lead"] or match["q"] or match["third"]:
        return True
    starts = _SENTENCE_START.search(text[max(0, match.start() - 8) : match.start()])
    return bool(starts and _GOAL.match(text, match.end()))


def _day(match: re.Match[str], issued_on: date | None) -> date | None:
    try:
        return _built(match, issued_on)
    except ValueError:
        return None


def _built(match: re.Match[str], issued_on: date | None) -> date | None:
    if match["to"]:
        return date(int(match["to"]), 12, 31)
    if match["plan"]:
        return date(_FIVE_YEARS[match["plan"]], 12, 31)
    if match["this"]:
        return _month_end(issued_on.year, int(match["tm"] or 12)) if issued_on else None
    year = int(match["y"])
    if match["d"]:
        return date(year, int(match["m"]), int(match["d"]))
    if match["m"]:
        third = {"上旬": 10, "中旬": 20}.get(match["third"] or "")
        return (
            date(year, int(match["m"]), third) if third else _month_end(year, int(match["m"]))
        )
    if match["q"]:
        quarter = _QUARTERS.get(match["q"]) or int(match["q"])
        return _month_end(year, quarter * 3)
    return _month_end(year, 6 if match["half"] == "上半年" else 12)


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])

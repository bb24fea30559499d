"""By when: the dates a clause sets, and not those of the documents it cites."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

# Blanked out before looking: titles, document numbers, standards, editions.
_CITED = re.compile(
    r"《[^》\n]*》|[〔\[（(【]\s*(?:19|20)\d{2}\s*[〕\]）)】]\s*(?:第\s*)?\d+\s*号"
    r"|[（(][^）)\n]*(?:年版|第\d+号|令第)[^）)\n]*[）)]|(?:19|20)\d{2}\s*年\s*(?:版|修订|修正)"
    r"|[A-Z]{2,4}/?[A-Z]?\s*\d[\d./]*[—\-–－]+(?:19|20)\d{2}"
)
_FROM = r"(?:到|至|截至|截止|力争|争取|确保|于|在)"
_BEFORE = r"(?:之前|以前|前|内|止)"
_PATTERN = re.compile(
    rf"(?P<lead>{_FROM}{{0,2}})(?:"
    rf"(?:20\d{{2}}\s*年?\s*[-—–~～至到]+\s*(?P<to>20\d{{2}})\s*年(?P<to_end>\s*(?:年?[底末]))?)"
    rf"|(?P<y>20\d{{2}})\s*年\s*(?:(?P<m>\d{{1,2}})\s*月\s*(?:(?P<d>\d{{1,2}})\s*日|(?P<third>上旬|中旬|下旬)"
    rf"|(?P<m_end>份?[底末]?))|(?P<half>上半年|下半年)|第?(?P<q>[一二三四1-4])季度(?P<q_end>[末底]?)"
    rf"|(?P<y_end>年?[底末]|年内|内|全年)?)"
    rf"|(?P<this>今年|本年度?|当年)(?:(?P<tm>\d{{1,2}})月)?(?P<t_end>年?[底末]|内)?"
    r"|[“\"]?(?P<plan>十[三四五六七八]五)[”\"]?(?:规划)?(?P<p_end>时?期?末|期间|时期|内)"
    rf")(?P<before>{_BEFORE}?)"
)
_NOT_AFTER = re.compile(
    r"\s*(?:年?度|起|以来|来|后|开始|年来|印发|发布|施行|实施|通过|召开|修订|版|春|夏|秋|冬|[-—–~～])"
)
_GOAL = re.compile(
    r"[，,、：:]|\s*(?:全[市县区省]|每个?|各|实现|建成|建立|完成|达到|达|力争|培育|打造|新增|新建|创建|全面"
    r"|基本|至少|不少于|覆盖|建设|形成|开展|启动|出台|发展|争取|底|普惠|托位|千人)"
)
_SENTENCE_START = re.compile(r"(?:^|[。；;，,、：:\n（(])\s*$")
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
        match[name]
        for name in ("before", "to", "y_end", "m_end", "q_end", "t_end", "half", "plan")
    )
    if match["d"]:
        return bool(match["before"] or match["lead"])
    if bounded or match["lead"] or match["q"] or match["third"]:
        return True
    starts = _SENTENCE_START.search(text[: match.start()])
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

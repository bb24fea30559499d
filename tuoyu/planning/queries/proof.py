"""What proves a clause, each line a door: to a rule, a number, a page; or still to come."""

from dataclasses import dataclass
from datetime import date

from django.urls import NoReverseMatch, reverse

from tuoyu.books import Clause, Library

TO_COME = "后续"
ENTRIES = ("规则", "条目", "时限")
NUMBER = "指标"
PAGES = {
    "符合性报告": "assessment:city",
    "全城扫描": "assessment:city",
    "公众查询": "portal:home",
    "政策库": "portal:policy",
    "备案办理": "desk:inbox",
    "机构登记": "institutions:register",
}


@dataclass(frozen=True, slots=True)
class Proof:
    """One line of proof. `stands` is False for what is still to come."""

    kind: str
    subject: str
    text: str
    url: str = ""
    indicator: str = ""

    @property
    def stands(self) -> bool:
        return self.kind != TO_COME


def proofs_of(clause: Clause, plan: str, law: Library, on: date) -> tuple[Proof, ...]:
    """The lines of a clause, with where each leads."""
    return tuple(_proof(line, plan, law, on) for line in clause.proof)


def _proof(line: str, plan: str, law: Library, on: date) -> Proof:
    """规则 setting-standard/size-of-seniors：托大班班额."""
    head, _, text = line.partition("：")
    kind, _, subject = head.partition(" ")
    indicator = subject if kind == NUMBER and subject in law.indicators(on) else ""
    return Proof(kind, subject, text or head, _url(kind, subject, plan, law), indicator)


def _url(kind: str, subject: str, plan: str, law: Library) -> str:
    if kind in ENTRIES and _is_entry(subject, law):
        return reverse("assessment:entry", args=[subject])
    if kind == NUMBER:
        return reverse("statistics:indicator", args=[subject])
    if subject == "方案进度":
        return reverse("planning:progress", args=[plan])
    return _page(PAGES.get(subject, "")) if kind != TO_COME else ""


def _is_entry(id: str, law: Library) -> bool:
    try:
        return bool(law.entry(id))
    except KeyError:
        return False


def _page(name: str) -> str:
    """Pages of rooms above are known by name alone; a room that is not there has no door."""
    try:
        return reverse(name) if name else ""
    except NoReverseMatch:
        return ""

"""What one ledger entry says in the register's own words, and what it leaves open."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any, Final

from tuoyu.core.ledger.entry import Entry
from tuoyu.core.sheets.prices import Price
from tuoyu.institutions.models import NurseryClass, Offering, Profile, Standing
from tuoyu.institutions.queries.known import AREAS, PROFILE, SITE

Status = Standing.Status
Values = dict[str, Any]
Reader = Callable[[Entry], tuple[Any, ...]]
CLASS_NAMES: Final = {
    kind.value: str(kind.label).removesuffix("班") for kind in NurseryClass.Kind
}
_PROFILE_OF: Final[Reader] = attrgetter(*PROFILE)
_SITE_OF: Final[Reader] = attrgetter(*SITE)
_PERIODS: Final = frozenset(Offering.Per.values)
_PERIOD_WORDS: Final = {"term": "学期", "year": "年", "week": "周"}
_EMPLOYERS: Final = (
    (re.compile(r"医院|保健院|卫生院"), Profile.EmployerKind.HOSPITAL),
    (re.compile(r"学校|大学|学院"), Profile.EmployerKind.SCHOOL),
    (re.compile(r"集团|厂|公司"), Profile.EmployerKind.ENTERPRISE),
)


@dataclass(slots=True)
class Doubt:
    """Something the register cannot keep as the ledger says it; becomes a point to settle."""

    field: str
    value: str
    reason: str
    suggestion: str


@dataclass(slots=True)
class Period:
    """One state of life, from a day until another."""

    status: Status
    starts_on: date
    ends_on: date | None = None
    reason: str = ""
    reference: str = ""


@dataclass(slots=True)
class Told:
    """The parts that an entry states; empty where it states nothing."""

    profile: Values
    site: Values
    classes: list[Values]
    offerings: list[Values]
    practice: Values
    life: list[Period]
    doubts: list[Doubt] = field(default_factory=list)


def tell(entry: Entry, on: date) -> Told:
    doubts: list[Doubt] = []
    return Told(
        profile=_profile(entry),
        site=_site(entry),
        classes=_classes(entry, doubts),
        offerings=_offerings(entry, doubts),
        practice=_practice(entry),
        life=_life(entry, on, doubts),
        doubts=doubts,
    )


def _stated(entry: Entry, names: Iterable[str], read: Reader) -> Values:
    pairs = zip(names, read(entry), strict=True)
    return {own: value for own, value in pairs if value is not None}


def _profile(entry: Entry) -> Values:
    """A code that fails its check digit is a point to settle, not a fact."""
    values = _stated(entry, PROFILE.values(), _PROFILE_OF)
    values["name"] = entry.name
    if entry.code and entry.code_is_sound:
        values["credit_code"] = entry.code
    values["form"] = entry.form or Profile.Form.INDEPENDENT.value
    if entry.form == Profile.Form.EMPLOYER:
        values["employer_kind"] = _employer(entry.name or "")
    return values


def _employer(name: str) -> str:
    return next((kind.value for words, kind in _EMPLOYERS if words.search(name)), "")


def _site(entry: Entry) -> Values:
    values = _stated(entry, SITE.values(), _SITE_OF)
    for name in AREAS:
        own = SITE[name]
        if own in values:
            values[own] = round(values[own], 2)
    return values


def _classes(entry: Entry, doubts: list[Doubt]) -> list[Values]:
    """One row for each class counted; how places are shared out is not guessed."""
    if entry.class_count and not entry.classes:
        words = f"台账写 {entry.class_count} 个班，没有写班型，没有登记班级"
        doubts.append(Doubt("class_count", str(entry.class_count), words, "请补填各班班型"))
    return [
        {
            "name": f"{CLASS_NAMES[kind]}{number}班",
            "kind": kind,
            "places": entry.class_places.get(kind) if count == 1 else None,
        }
        for kind, count in entry.classes.items()
        for number in range(1, count + 1)
    ]


def _offerings(entry: Entry, doubts: list[Doubt]) -> list[Values]:
    found: dict[str, Values] = {kind: {"kind": kind, "per": "month"} for kind in entry.services}
    for price in entry.prices:
        _price(price, entry, found, doubts)
    return list(found.values())


def _price(price: Price, entry: Entry, found: dict[str, Values], doubts: list[Doubt]) -> None:
    shown = f"{price.word}{price.fen / 100:g} 元"
    if price.per not in _PERIODS:
        per = _PERIOD_WORDS.get(price.per, price.per)
        words = f"收费按{per}计（{shown}），没有写入"
        doubts.append(Doubt("prices", shown, words, "请按月、天、小时或次填写"))
        return
    if "餐" in price.word or "伙食" in price.word:
        for offering in found.values():
            offering["meals_fen"] = price.fen
        return
    kind = _kind(price, entry)
    if kind not in found:
        words = f"收费 {shown} 没有写明是哪种服务，没有写入"
        doubts.append(Doubt("prices", shown, words, "请写明服务形式和收费"))
        return
    if price.form is None and len(entry.services) > 1:
        words = f"收费 {shown} 没有写明是哪种服务，暂记在{Offering.Kind(kind).label}"
        doubts.append(Doubt("prices", shown, words, "请核实各服务形式的收费"))
    if price.to_fen:
        words = f"收费是区间 {price.fen / 100:g}–{price.to_fen / 100:g} 元，暂记下限"
        doubts.append(Doubt("prices", shown, words, "请核实收费标准"))
    found[kind] |= {"price_fen": price.fen, "per": price.per}


def _kind(price: Price, entry: Entry) -> str:
    """The service a price is for: as written, the only one, or the one its period means."""
    if price.form:
        return price.form
    if len(entry.services) == 1:
        return entry.services[0]
    return {"month": "full_day", "hour": "hourly"}.get(price.per, "temporary")


def _practice(entry: Entry) -> Values:
    return {} if entry.recording_days is None else {"video_days": entry.recording_days}


def _life(entry: Entry, on: date, doubts: list[Doubt]) -> list[Period]:
    """Filed since the day the ledger says; stopped or struck off by the day it was closed."""
    status = entry.status or ("filed" if entry.filed_on else "registered")
    filed = min(entry.filed_on or on, on)
    reference = (entry.filing_number or "")[:60]
    if status == "registered":
        since = min(entry.registered_on or on, on)
        return [Period(Status.REGISTERED, since, reason="台账所列")]
    if status in ("filed", "rectifying"):
        return [Period(Status.FILED, filed, reason="台账所列", reference=reference)]
    later = Status.SUSPENDED if status == "suspended" else Status.CANCELLED
    words = f"台账写“{later.label}”，没有写哪天起，按台账截至日 {on} 登记"
    doubts.append(Doubt("status", later.label, words, f"请核实{later.label}的日期"))
    if filed >= on:
        return [Period(later, on, reason="台账所列")]
    before = Period(Status.FILED, filed, on, reason="台账所列", reference=reference)
    return [before, Period(later, on, reason="台账所列")]

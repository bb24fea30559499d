"""Known institutions of a ledger, brought up to date in bulk; what it does not say stays."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db import connection

from tuoyu.institutions.models import (
    NurseryClass,
    Offering,
    Practice,
    Profile,
    Site,
    Standing,
)
from tuoyu.institutions.queries.known import PROFILE, SITE
from tuoyu.institutions.services import life
from tuoyu.institutions.services.ledger.copying import Sheaf, copy_told
from tuoyu.institutions.services.ledger.overlaying import (
    BY_NUMBER,
    OF_ITS_KIND,
    Overlay,
    Written,
)
from tuoyu.institutions.services.ledger.respelling import respell
from tuoyu.institutions.services.ledger.scribe import Scribe
from tuoyu.institutions.services.ledger.telling import Doubt, Period, Told

Status = Standing.Status
_MODELS: Final = (Profile, Site, NurseryClass, Offering, Practice, Standing)
# A ledger's spelling of a name and our guess at its form do not overrule the register.
_NEW_PROFILE: Final = ("name", "form", "employer_kind")
_PROFILE: Final = (*PROFILE.values(), "credit_code")
_PRICED: Final = "COALESCE(told.price_fen, told.meals_fen) IS NOT NULL"
_ASK: Final = "CREATE TEMPORARY TABLE asked (institution_id bigint, day date)"
_LATER: Final = """
SELECT institution_id, min(starts_on) FROM {rows} JOIN asked USING (institution_id)
WHERE starts_on > day GROUP BY institution_id
"""
_CLASSES: Final = """
SELECT institution_id, kind, count(*) FROM institutions_nurseryclass
JOIN asked USING (institution_id)
WHERE ends_on IS NULL OR ends_on > day GROUP BY institution_id, kind
"""
_STANDINGS: Final = """
SELECT DISTINCT ON (institution_id) institution_id, id, status, starts_on
FROM institutions_standing JOIN asked USING (institution_id)
WHERE ends_on IS NULL OR ends_on > day ORDER BY institution_id, id
"""


@dataclass(slots=True)
class Known:
    """A registered institution and what the ledger tells of it from that day."""

    row: int
    number: int
    region: int
    on: date
    told: Told
    doubts: list[Doubt] = field(default_factory=list)


Knowns = Sequence[Known]


def bring_up_to_date(knowns: Knowns) -> Written:
    """Write what differs; whatever the register knows better becomes a doubt instead."""
    written = Written()
    with connection.cursor() as cursor:
        cursor.execute(_ASK)
        days = [(one.number, one.on) for one in knowns]
        copy_told(cursor, "asked", ("institution_id", "day"), days)
        if current := _without_later(knowns):
            respell(_told_facts(current, written), written)
            _offerings(current).write(written)
            _standings(current, written)
            _classes(current, written)
        cursor.execute("DROP TABLE asked")
    return written


def _told_facts(knowns: Knowns, written: Written) -> set[int]:
    """Gives the institutions about which a profile or a site says something else now."""
    changed = [overlay.write(written) for overlay in (_profiles(knowns), _sites(knowns))]
    _practices(knowns).write(written)
    return set().union(*changed)


def _rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def _without_later(knowns: Knowns) -> list[Known]:
    """A register that goes on after the ledger's day is not written backwards."""
    later: dict[int, date] = {}
    for model in _MODELS:
        for number, day in _rows(_LATER.format(rows=model._meta.db_table)):
            later[number] = min(day, later.get(number, day))
    for known in knowns:
        if known.number in later:
            words = (
                f"登记册自 {later[known.number]} 起已有更晚的登记，"
                f"台账截至 {known.on} 的内容没有写入"
            )
            known.doubts.append(Doubt("", "", words, "请核实后在机构页更正"))
    return [known for known in knowns if known.number not in later]


def _profiles(knowns: Knowns) -> Overlay:
    """A code is filled in where there is none, and never replaced."""
    overlay = Overlay(
        Profile,
        *_PROFILE,
        new_only=_NEW_PROFILE,
        heard_if={"credit_code": "stands.credit_code = ''"},
    )
    for one in knowns:
        overlay.tell(one.number, one.on, *map(one.told.profile.get, overlay.columns))
    return overlay


def _sites(knowns: Knowns) -> Overlay:
    overlay = Overlay(Site, *SITE.values(), new_only=("region_id",))
    for one in knowns:
        if told := one.told.site:
            values = map(told.get, SITE.values())
            overlay.tell(one.number, one.on, *values, one.region)
    return overlay


def _practices(knowns: Knowns) -> Overlay:
    overlay = Overlay(Practice, "video_days")
    for one in knowns:
        if told := one.told.practice:
            overlay.tell(one.number, one.on, told["video_days"])
    return overlay


def _offerings(knowns: Knowns) -> Overlay:
    """One of each kind; without a price nothing is said of one that the register has."""
    overlay = Overlay(
        Offering,
        *("price_fen", "meals_fen", "per"),
        new_only=("kind",),
        heard_if={"per": _PRICED},
        pairing=OF_ITS_KIND,
    )
    for one in knowns:
        for told in one.told.offerings:
            overlay.tell(one.number, one.on, *map(told.get, overlay.columns))
    return overlay


def _classes(knowns: Knowns, written: Written) -> None:
    """Classes are named and counted by the institution; a ledger only fills a void."""
    had: dict[int, Counter[str]] = defaultdict(Counter)
    for number, kind, count in _rows(_CLASSES):
        had[number][kind] = count
    sheaf = Sheaf(NurseryClass, "institution_id", "name", "kind", "places", "starts_on")
    for one in knowns:
        if one.number not in had:
            for told in one.told.classes:
                sheaf.add(one.number, told["name"], told["kind"], told["places"], one.on)
        else:
            _doubt_classes(one, had[one.number])
    _add(sheaf, written)


def _doubt_classes(known: Known, had: Counter[str]) -> None:
    told = Counter(one["kind"] for one in known.told.classes)
    if told and told != had:
        words = f"台账写{_counted(told)}，登记册是{_counted(had)}，没有改班级"
        known.doubts.append(Doubt("class_count", _counted(told), words, "请核实各班"))


def _counted(kinds: Mapping[str, int]) -> str:
    labels = dict(NurseryClass.Kind.choices)
    return "、".join(f"{labels[kind]} {count} 个" for kind, count in sorted(kinds.items()))


def _standings(knowns: Knowns, written: Written) -> None:
    """Known ones move on from the standing they have; those without any get what is told."""
    stood = {number: rest for number, *rest in _rows(_STANDINGS)}
    moves = Overlay(Standing, "status", "reason", "reference", pairing=BY_NUMBER)
    sheaf = Sheaf(
        Standing,
        *("institution_id", "status", "starts_on", "ends_on", "reason", "reference"),
    )
    for one in knowns:
        if one.number in stood:
            _move(one, moves, *stood[one.number])
        else:
            for period in one.told.life:
                sheaf.add(one.number, period.status.value, *_facts(period))
    moves.write(written)
    _add(sheaf, written)


def _facts(period: Period) -> tuple[date, date | None, str, str]:
    return period.starts_on, period.ends_on, period.reason, period.reference


def _move(known: Known, moves: Overlay, row: int, status: str, since: date) -> None:
    last = known.told.life[-1]
    if status == last.status:
        return
    if last.status == Status.REGISTERED or last.status not in life.MOVES[status]:
        had = Status(status).label
        words = f"台账写“{last.status.label}”，登记册是“{had}”，没有改状态"
        known.doubts.append(Doubt("status", last.status.label, words, "请核实状态"))
        return
    on = max(last.starts_on, since)
    told = (last.status.value, last.reason, last.reference)
    moves.tell(known.number, on, *told, meant=row)


def _add(sheaf: Sheaf, written: Written) -> None:
    if sheaf.rows:
        written.add(sheaf.model, sheaf.number())
        with Scribe() as scribe:
            scribe.write(sheaf)

"""Entries and seals as lines: what is hashed, what an extract holds, whether all agrees."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import QuerySet

from tuoyu.core.trail_proof import FORMAT, SEALED, Findings, canonical, verify
from tuoyu.records.models import Entry, Leaf, Seal
from tuoyu.records.queries.trail import Asked, browse

Line = dict[str, Any]
FIELDS = (
    "id",
    "at",
    "xid",
    "deed",
    "subject_kind",
    "subject_id",
    "subject_label",
    "region_path",
    "actor_id",
    "actor_name",
    "acting_for",
    "people",
    "detail",
)


def as_line(row: Line) -> Line:
    """An entry in the one form that is hashed; its moment in UTC to the microsecond."""
    return row | {"at": moment(row["at"])}


def moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


def seal_line(seal: Seal) -> Line:
    """A seal in the one form that is hashed."""
    row = {key: getattr(seal, key) for key in SEALED}
    return row | {"sealed_at": moment(seal.sealed_at)}


def unsealed(from_xid: int, until_xid: int) -> Iterator[Line]:
    """The entries of a stretch in the order in which they are sealed."""
    rows = Entry.objects.filter(xid__gte=from_xid, xid__lt=until_xid)
    return map(as_line, rows.order_by("xid", "pk").values(*FIELDS).iterator())


def extract(since: date, until: date, *, at: datetime) -> Iterator[str]:
    """JSON lines: a head, each seal that holds entries of those days, its entries, the rest."""
    head = {"kind": "trail", "format": FORMAT, "exported_at": moment(at)}
    yield _text(head | {"from": since.isoformat(), "to": until.isoformat()})
    asked = browse(Asked(since=since, until=until)).order_by()
    for seal in _seals_of(asked):
        yield from _stretch(seal)
    last = Seal.objects.last()
    open_ones = asked.filter(xid__gte=last.until_xid if last else 0)
    for row in open_ones.order_by("xid", "pk").values(*FIELDS).iterator():
        yield _text({"kind": "entry", "seal": None, "entry": as_line(row)})


def check_all() -> Findings:
    """The whole chain against the trail as it stands; reads every entry."""
    lines = (text for seal in Seal.objects.iterator() for text in _stretch(seal))
    head = _text({"kind": "trail", "format": FORMAT})
    return verify(_chained(head, lines))


def check_stretches(newest: QuerySet[Seal]) -> Findings:
    """The latest seals, given newest first, against the trail as it stands."""
    lines = (text for seal in reversed(newest) for text in _stretch(seal))
    return verify(_chained(_text({"kind": "trail", "format": FORMAT}), lines))


def _chained(head: str, lines: Iterator[str]) -> Iterator[str]:
    yield head
    yield from lines


def _seals_of(entries: QuerySet[Entry]) -> QuerySet[Seal]:
    """From the first to the last seal concerned without a gap: the chain must be walked."""
    numbers = Leaf.objects.filter(entry_id__in=entries.values("pk")).order_by("seal_id")
    first, last = numbers.first(), numbers.last()
    if first is None or last is None:
        return Seal.objects.none()
    return Seal.objects.filter(number__range=(first.seal_id, last.seal_id))


def _stretch(seal: Seal) -> Iterator[str]:
    yield _text({"kind": "seal", "digest": seal.digest} | seal_line(seal))
    leaves = list(seal.leaves.order_by("position").values_list("entry_id", "digest"))
    sealed = Entry.objects.filter(pk__in=seal.leaves.values("entry_id")).order_by()
    rows = {row["id"]: row for row in sealed.values(*FIELDS)}
    for number, digest in leaves:
        row = rows.get(number)
        entry = as_line(row) if row else None
        line = {"kind": "entry", "seal": seal.number, "id": number, "entry": entry}
        yield _text(line | {"leaf": bytes(digest).hex()})


def _text(line: Line) -> str:
    return canonical(line).decode() + "\n"

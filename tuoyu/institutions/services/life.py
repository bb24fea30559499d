"""An institution enters the register, and moves through its life."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import count, islice
from typing import Final

from django.db import connection, transaction

from tuoyu.core.errors import Refused
from tuoyu.institutions.models import Institution, Standing
from tuoyu.org.models import Region, Unit
from tuoyu.records.services import Actor, note

Status = Standing.Status
MOVES: Final[dict[str, frozenset[Status]]] = {
    "": frozenset((Status.REGISTERED, Status.FILED)),
    Status.REGISTERED: frozenset((Status.FILED, Status.CANCELLED)),
    Status.FILED: frozenset((Status.SUSPENDED, Status.CANCELLED, Status.REGISTERED)),
    Status.SUSPENDED: frozenset((Status.FILED, Status.CANCELLED)),
    Status.CANCELLED: frozenset(),
}
SERIAL_DIGITS = 5
_CODE_LOCK = 4_104_001  # any number that no other advisory lock of the platform uses
_LAST_CODES: Final = """
SELECT county, (SELECT max(code) FROM institutions_institution
                WHERE code >= county AND code < county || ':')
FROM unnest(%s::text[]) AS county
"""


@transaction.atomic
def open_institution(*, name: str, region: Region, by: Actor, at: datetime) -> Institution:
    """A new institution with its unit and number, and nothing known of it yet."""
    institution = make_institution(name=name, region=region, at=at)
    note("institution.opened", institution, by=by, at=at, code=institution.code)
    return institution


@transaction.atomic
def stand(
    institution: Institution,
    status: str,
    *,
    on: date,
    reason: str = "",
    reference: str = "",
    by: Actor,
    at: datetime,
) -> Standing:
    """Move the institution to another state of its life, from that day on."""
    institution = lock(institution)
    before = institution.standing_on(on)
    row = move(institution, Status(status), on=on, reason=reason, reference=reference)
    note(
        "institution.stood",
        institution,
        by=by,
        at=at,
        before=before.status if before else "",
        after=row.status,
        on=on,
        reason=reason,
        reference=reference,
    )
    return row


def move(
    institution: Institution, status: Status, *, on: date, reason: str = "", reference: str = ""
) -> Standing:
    """The row work of `stand`, for deeds with their own note; the caller holds the lock."""
    latest = institution.standings.order_by("-starts_on", "-pk").first()
    _allow(latest, status, on)
    if latest is not None and latest.starts_on == on:
        latest.status, latest.reason, latest.reference = status, reason, reference
        latest.ends_on = None
        latest.save(update_fields=["status", "reason", "reference", "ends_on"])
        return latest
    if latest is not None and latest.ends_on is None:
        latest.ends_on = on
        latest.save(update_fields=["ends_on"])
    return Standing.objects.create(
        institution=institution, status=status, starts_on=on, reason=reason, reference=reference
    )


def _allow(latest: Standing | None, status: Status, on: date) -> None:
    now = latest.status if latest else ""
    if latest is not None and on < latest.starts_on:
        had = latest.get_status_display()
        raise Refused(f"机构自 {latest.starts_on} 起是“{had}”，日期不能早于这一天。")
    if status not in MOVES[now]:
        had = f"现在是“{latest.get_status_display()}”" if latest else "还没有状态"
        raise Refused(f"机构{had}，不能转为“{status.label}”。")


def lock(institution: Institution) -> Institution:
    """Hold the institution for this transaction: its rows change one deed at a time."""
    # Lock alone first, then read: with a join in the locking statement, an institution that
    # moved to another place while we waited would not be found at all.
    Institution.objects.select_for_update().filter(pk=institution.pk).values_list("pk").get()
    related = ("unit__region", "county", "region")
    return Institution.objects.select_related(*related).get(pk=institution.pk)


def make_institution(
    *, name: str, region: Region, at: datetime, unit: Unit | None = None
) -> Institution:
    """Unit and institution, numbered; for deeds that leave their own note."""
    county = county_of(region)
    unit = unit or Unit.objects.create(kind=Unit.Kind.INSTITUTION, name=name, region=region)
    return Institution.objects.create(
        code=next_codes(county, 1)[0], unit=unit, region=region, county=county, entered_at=at
    )


def county_of(region: Region) -> Region:
    """The county level place that files this institution; Refused above county level."""
    if region.level == Region.Level.COUNTY:
        return region
    if region.level == Region.Level.TOWNSHIP and region.parent is not None:
        return region.parent
    raise Refused(f"“{region.name}”不是县（市、区）或乡镇街道，请选到县级以下。", status=422)


def next_codes(county: Region, many: int) -> list[str]:
    """County code and serial; numbers of one county are given out one transaction at a time."""
    return list(islice(codes_to_come([county])[county.pk], many))


def codes_to_come(counties: Sequence[Region]) -> dict[int, Iterator[str]]:
    """For each county the codes it gives out next, held for this transaction.

    Counties wait in the order of their keys, so that no two of us wait for each other.
    """
    keys = sorted(county.pk for county in counties)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, held.key) FROM unnest(%s::int[]) AS held(key)",
            [_CODE_LOCK, keys],
        )
        # A statement of its own, so that it sees what was given out while we waited.
        cursor.execute(_LAST_CODES, [[county.code for county in counties]])
        last = dict(cursor.fetchall())
    return {county.pk: _codes(county.code, last[county.code]) for county in counties}


def _codes(county: str, last: str | None) -> Iterator[str]:
    first = int(last[len(county) :]) + 1 if last else 1
    return (f"{county}{serial:0{SERIAL_DIGITS}d}" for serial in count(first))

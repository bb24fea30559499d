"""New institutions of a ledger, written in bulk: unit, institution and all dated rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from tuoyu.institutions.models import (
    Institution,
    NurseryClass,
    Offering,
    Practice,
    Profile,
    Site,
    Standing,
)
from tuoyu.institutions.queries.known import PROFILE, SITE
from tuoyu.institutions.services import life, spelling
from tuoyu.institutions.services.ledger.copying import Blocks, Sheaf
from tuoyu.institutions.services.ledger.telling import Told
from tuoyu.org.models import Region, Unit

_PROFILE: Final = (
    "name",
    "credit_code",
    "form",
    "employer_kind",
    *PROFILE.values(),
    "initials",
    "searchable",
)
_TEXTS: Final = frozenset(
    field.attname for field in Profile._meta.concrete_fields if not field.null
)


@dataclass(slots=True)
class Newcomer:
    """An institution about to enter, and the row of the ledger that tells of it."""

    row: int
    name: str
    county: Region
    region: Region
    on: date
    told: Told


@dataclass(slots=True)
class Sheaves:
    """The new rows of every model, in the order in which they must be written."""

    unit: Sheaf = field(
        default_factory=lambda: Sheaf(
            Unit,
            "kind",
            "name",
            "region_id",
            "needs_approval",
            "receipt_after_review",
            "is_closed",
        )
    )
    institution: Sheaf = field(
        default_factory=lambda: Sheaf(
            Institution, "code", "unit_id", "region_id", "county_id", "entered_at"
        )
    )
    profile: Sheaf = field(
        default_factory=lambda: Sheaf(Profile, "institution_id", "starts_on", *_PROFILE)
    )
    standing: Sheaf = field(
        default_factory=lambda: Sheaf(
            Standing,
            "institution_id",
            "status",
            "starts_on",
            "ends_on",
            "reason",
            "reference",
        )
    )
    site: Sheaf = field(
        default_factory=lambda: Sheaf(
            Site, "institution_id", "region_id", "starts_on", *SITE.values()
        )
    )
    nurseryclass: Sheaf = field(
        default_factory=lambda: Sheaf(
            NurseryClass, "institution_id", "name", "kind", "places", "starts_on"
        )
    )
    offering: Sheaf = field(
        default_factory=lambda: Sheaf(
            Offering, "institution_id", "kind", "price_fen", "per", "meals_fen", "starts_on"
        )
    )
    practice: Sheaf = field(
        default_factory=lambda: Sheaf(Practice, "institution_id", "video_days", "starts_on")
    )

    def write(self) -> dict[str, Blocks]:
        sheaves = (
            *(self.unit, self.institution, self.profile, self.standing, self.site),
            *(self.nurseryclass, self.offering, self.practice),
        )
        return {sheaf.model._meta.label_lower: sheaf.write() for sheaf in sheaves}


def enter(newcomers: list[Newcomer], at: datetime) -> tuple[dict[int, int], dict[str, Blocks]]:
    """Write them all; gives the institution of each ledger row, and the numbers written."""
    sheaves = Sheaves()
    units = sheaves.unit.number(len(newcomers))
    numbers = sheaves.institution.number(len(newcomers))
    codes = _codes(newcomers)
    for newcomer, unit, number in zip(newcomers, units, numbers, strict=True):
        sheaves.unit.add(
            Unit.Kind.INSTITUTION.value, newcomer.name, newcomer.region.pk, False, False, False
        )
        sheaves.institution.add(
            next(codes[newcomer.county.pk]), unit, newcomer.region.pk, newcomer.county.pk, at
        )
        _tell(sheaves, number, newcomer)
    written = sheaves.write()
    return {one.row: number for one, number in zip(newcomers, numbers, strict=True)}, written


def _codes(newcomers: Iterable[Newcomer]) -> Mapping[int, Any]:
    """Numbers for each county, counties always in the same order, so that none block."""
    counties: dict[int, Region] = {one.county.pk: one.county for one in newcomers}
    counts: dict[int, int] = dict.fromkeys(counties, 0)
    for one in newcomers:
        counts[one.county.pk] += 1
    return {pk: iter(life.next_codes(counties[pk], counts[pk])) for pk in sorted(counties)}


def _tell(sheaves: Sheaves, number: int, newcomer: Newcomer) -> None:
    told, on = newcomer.told, newcomer.on
    profile = told.profile | spelling.of(told.profile, told.site.get("address", ""))
    sheaves.profile.add(
        number, on, *(profile.get(name, "" if name in _TEXTS else None) for name in _PROFILE)
    )
    for period in told.life:
        sheaves.standing.add(
            number,
            period.status.value,
            period.starts_on,
            period.ends_on,
            period.reason,
            period.reference,
        )
    if told.site:
        site = [told.site.get(name) for name in SITE.values()]
        sheaves.site.add(number, newcomer.region.pk, on, site[0] or "", *site[1:])
    for one in told.classes:
        sheaves.nurseryclass.add(number, one["name"], one["kind"], one["places"], on)
    for one in told.offerings:
        sheaves.offering.add(
            number, one["kind"], one.get("price_fen"), one["per"], one.get("meals_fen"), on
        )
    if told.practice:
        sheaves.practice.add(number, told.practice["video_days"], on)

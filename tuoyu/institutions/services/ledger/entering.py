"""New institutions of a ledger, written in bulk: unit, institution and all dated rows."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Final

from django.db.models import Model

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
from tuoyu.institutions.services.ledger.copying import Sheaf
from tuoyu.institutions.services.ledger.numbering import (
    Blocks,
    as_blocks,
    numbers_in,
    take_numbers,
)
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


def _unsaid(model: type[Model], names: Iterable[str]) -> list[str | None]:
    """What a column keeps when the ledger says nothing: words are blank, all else unknown."""
    fields = map(model._meta.get_field, names)
    return [None if field.null else "" for field in fields]


_PROFILE_UNSAID: Final = _unsaid(Profile, _PROFILE)
_SITE_UNSAID: Final = _unsaid(Site, SITE.values())


@dataclass(slots=True)
class Newcomer:
    """An institution about to enter, and the row of the ledger that tells of it."""

    row: int
    name: str
    county: int
    region: int
    on: date
    told: Told
    unit: int = 0
    institution: int = 0
    code: str = ""


Newcomers = Sequence[Newcomer]


class Gate:
    """Gives those who enter their row numbers, and the code they keep for life."""

    def __init__(self, counties: Sequence[Region], most: int) -> None:
        self.numbers = {
            model: iter(numbers_in(take_numbers(model, most))) for model in (Unit, Institution)
        }
        self.codes = life.codes_to_come(counties)
        self.units: list[int] = []
        self.institutions: list[int] = []

    def admit(self, newcomers: Newcomers) -> None:
        many = len(newcomers)
        units = list(islice(self.numbers[Unit], many))
        institutions = list(islice(self.numbers[Institution], many))
        for one, unit, institution in zip(newcomers, units, institutions, strict=True):
            one.unit, one.institution = unit, institution
            one.code = next(self.codes[one.county])
        self.units += units
        self.institutions += institutions

    def admitted(self) -> dict[str, Blocks]:
        """The numbers that were used, in runs."""
        return {
            Unit._meta.label_lower: as_blocks(self.units),
            Institution._meta.label_lower: as_blocks(self.institutions),
        }


def bind(newcomers: Newcomers, at: datetime) -> Iterator[Sheaf]:
    """All their rows, each model behind those it names."""
    return (bind_one(newcomers, at) for bind_one in _BINDERS)


def _units(newcomers: Newcomers, at: datetime) -> Sheaf:
    sheaf = Sheaf(Unit, "id", "kind", "name", "region_id")
    for one in newcomers:
        sheaf.add(one.unit, Unit.Kind.INSTITUTION.value, one.name, one.region)
    return sheaf


def _institutions(newcomers: Newcomers, at: datetime) -> Sheaf:
    names = ("id", "code", "unit_id", "region_id", "county_id", "entered_at")
    sheaf = Sheaf(Institution, *names)
    for one in newcomers:
        sheaf.add(one.institution, one.code, one.unit, one.region, one.county, at)
    return sheaf


def _profiles(newcomers: Newcomers, at: datetime) -> Sheaf:
    sheaf = Sheaf(Profile, "institution_id", "starts_on", *_PROFILE)
    for one in newcomers:
        profile = one.told.profile
        profile |= spelling.of(profile, one.told.site.get("address", ""))
        values = map(profile.get, _PROFILE, _PROFILE_UNSAID)
        sheaf.add(one.institution, one.on, *values)
    return sheaf


def _sites(newcomers: Newcomers, at: datetime) -> Sheaf:
    sheaf = Sheaf(Site, "institution_id", "region_id", "starts_on", *SITE.values())
    for one in newcomers:
        if site := one.told.site:
            values = map(site.get, SITE.values(), _SITE_UNSAID)
            sheaf.add(one.institution, one.region, one.on, *values)
    return sheaf


def _standings(newcomers: Newcomers, at: datetime) -> Sheaf:
    names = ("status", "starts_on", "ends_on", "reason", "reference")
    sheaf = Sheaf(Standing, "institution_id", *names)
    for one in newcomers:
        for period in one.told.life:
            days = (period.starts_on, period.ends_on)
            sheaf.add(
                one.institution, period.status.value, *days, period.reason, period.reference
            )
    return sheaf


def _classes(newcomers: Newcomers, at: datetime) -> Sheaf:
    sheaf = Sheaf(NurseryClass, "institution_id", "name", "kind", "places", "starts_on")
    for one in newcomers:
        for told in one.told.classes:
            sheaf.add(one.institution, told["name"], told["kind"], told["places"], one.on)
    return sheaf


def _offerings(newcomers: Newcomers, at: datetime) -> Sheaf:
    sheaf = Sheaf(
        Offering, "institution_id", "kind", "per", "price_fen", "meals_fen", "starts_on"
    )
    for one in newcomers:
        for told in one.told.offerings:
            price, meals = told.get("price_fen"), told.get("meals_fen")
            sheaf.add(one.institution, told["kind"], told["per"], price, meals, one.on)
    return sheaf


def _practices(newcomers: Newcomers, at: datetime) -> Sheaf:
    sheaf = Sheaf(Practice, "institution_id", "video_days", "starts_on")
    for one in newcomers:
        if one.told.practice:
            sheaf.add(one.institution, one.told.practice["video_days"], one.on)
    return sheaf


_BINDERS: Final[tuple[Callable[[Newcomers, datetime], Sheaf], ...]] = (
    *(_units, _institutions, _profiles, _sites, _standings),
    *(_classes, _offerings, _practices),
)

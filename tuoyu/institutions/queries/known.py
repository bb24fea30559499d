"""The register and the regions as the judging of a ledger needs them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.db.models import F, FilteredRelation, Q

from tuoyu.core.ledger.known import Known
from tuoyu.core.ledger.regions import Region as LedgerRegion
from tuoyu.core.ledger.regions import Regions
from tuoyu.institutions.models import Institution
from tuoyu.org.models import Region

# How a ledger's entry calls what a profile or a site keeps.
PROFILE: Final = {
    "head": "head_name",
    "contact": "contact_name",
    "phone": "phone",
    "places": "places",
    "children": "children_declared",
    "staff": "staff_declared",
    "carers": "carers_declared",
    "health_workers": "health_workers_declared",
    "inclusive": "is_inclusive",
    "meals": "has_meals",
    "registrar": "registrar",
    "registrar_name": "registrar_name",
    "registered_on": "registered_on",
    "legal_form": "legal_form",
}
SITE: Final = {
    "address": "address",
    "area": "building_area_m2",
    "indoor_area": "indoor_area_m2",
    "outdoor_area": "outdoor_area_m2",
    "lowest_floor": "lowest_floor",
    "highest_floor": "highest_floor",
}
AREAS: Final = ("area", "indoor_area", "outdoor_area")
_WANTED: Final = (
    *("pk", "county_code", "unit_name", "told__credit_code", "stood__status"),
    *(f"told__{name}" for name in PROFILE.values()),
    *(f"place__{name}" for name in SITE.values()),
)
# A sum does not mind the order, and says at once that any column of any row has changed.
_DIGEST: Final = "sum(hashtextextended(known::text, 0))"


def ledger_regions() -> Regions:
    """The counties of the city, by name, short name and code."""
    rows = Region.objects.counties().current().filter(code__startswith=settings.CITY_CODE)
    city = Region.objects.filter(code=settings.CITY_CODE).first()
    counties = (LedgerRegion(row.code, row.name, (row.short_name,)) for row in rows)
    return Regions(counties, city=city.name if city else "")


def ledger_counties() -> dict[str, Region]:
    """By code, as an entry names them."""
    return {row.code: row for row in Region.objects.counties().current()}


@dataclass(frozen=True, slots=True)
class Registered:
    """What was registered at one moment, and the digest that tells whether it still is."""

    institutions: list[Known]
    digest: str


def known_institutions(on: date, within: tuple[str, ...]) -> Registered:
    """What is registered within those region paths, as a ledger would tell it. The digest is
    taken by the statement that reads, so that nothing comes between."""
    statement, values = _told(on, within)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT known.*, count(*) OVER (), {_DIGEST} OVER () FROM ({statement}) AS known",
            values,
        )
        rows = cursor.fetchall()
    institutions = [_known(dict(zip(_WANTED, row, strict=False))) for row in rows]
    return Registered(institutions, _digest(*rows[0][-2:]) if rows else _digest(0, None))


def digest_of_known(on: date, within: tuple[str, ...]) -> str:
    """The digest alone, in a tenth of the time."""
    statement, values = _told(on, within)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), {_DIGEST} FROM ({statement}) AS known", values)
        return _digest(*cursor.fetchone())


def _digest(many: int, together: Decimal | None) -> str:
    return f"{many}:{together or 0}"


def _told(on: date, within: tuple[str, ...]) -> tuple[str, Sequence[Any]]:
    """The statement that reads every column in `_WANTED`, in that order."""
    reach = Q(pk__in=[-1])
    for path in within:
        reach |= Q(unit__region__path__startswith=path)
    rows = (
        Institution.objects.filter(reach)
        .annotate(
            told=FilteredRelation("profiles", condition=_holds("profiles", on)),
            place=FilteredRelation("sites", condition=_holds("sites", on)),
            stood=FilteredRelation("standings", condition=_holds("standings", on)),
        )
        .annotate(county_code=F("county__code"), unit_name=F("unit__name"))
    )
    statement, values = rows.values_list(*_WANTED).query.sql_with_params()
    return statement, values


def _holds(relation: str, on: date) -> Q:
    open_ended = Q(**{f"{relation}__ends_on__isnull": True})
    return Q(**{f"{relation}__starts_on__lte": on}) & (
        open_ended | Q(**{f"{relation}__ends_on__gt": on})
    )


def _known(row: dict[str, Any]) -> Known:
    values: dict[str, Any] = {name: row[f"told__{own}"] for name, own in PROFILE.items()}
    values |= {name: row[f"place__{own}"] for name, own in SITE.items()}
    for name in AREAS:
        values[name] = None if values[name] is None else float(values[name])
    values["status"] = row["stood__status"]
    return Known(
        id=str(row["pk"]),
        name=row["unit_name"],
        region=row["county_code"],
        code=row["told__credit_code"] or "",
        address=row["place__address"] or "",
        phone=row["told__phone"] or "",
        values=values,
    )

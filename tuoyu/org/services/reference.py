"""Laying the reference rows: regions, townships and units, as often as one likes."""

import csv
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.db import transaction

from tuoyu.core.errors import Refused
from tuoyu.org.models import Region, Unit
from tuoyu.records.services import Actor, note

FOLDER = Path(__file__).resolve().parent.parent / "reference"
FIRST_DAY = date(2000, 1, 1)  # from here on the register knows these places
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Laid:
    """How many rows were not there before."""

    regions: int
    units: int


@transaction.atomic
def seed_reference(folder: Path = FOLDER, *, by: Actor, at: datetime) -> Laid:
    """Add what is missing; what people have changed since stays as they left it."""
    before = Region.objects.count(), Unit.objects.count()
    for row in _rows(folder / "regions.csv"):
        _lay_region(row)
    for row in _rows(folder / "townships.csv"):
        _lay_region(row | {"level": Region.Level.TOWNSHIP, "short_name": row["name"]})
    city = _city(is_new=not before[0])
    for row in _rows(folder / "departments.csv"):
        _lay_units(row, city)
    laid = Laid(Region.objects.count() - before[0], Unit.objects.count() - before[1])
    if laid.regions or laid.units:
        note("reference.seeded", city, by=by, at=at, regions=laid.regions, units=laid.units)
    return laid


def _city(*, is_new: bool) -> Region:
    """Renamed later, the register is right and the setting follows it when it can."""
    city = Region.objects.filter(code=settings.CITY_CODE).first()
    if city is None:
        raise Refused(f"regions.csv 里没有代码为 {settings.CITY_CODE}（CITY_CODE）的城市。")
    if is_new and city.name != settings.CITY_NAME:
        raise Refused(f"{city.code} 是{city.name}，而 CITY_NAME 写的是“{settings.CITY_NAME}”。")
    return city


def _rows(path: Path) -> list[Row]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except FileNotFoundError as reason:
        raise Refused(f"缺少基础数据文件 {path.name}，请检查目录 {path.parent}。") from reason


def _lay_region(row: Row) -> None:
    parent = Region.objects.get(code=row["parent"]) if row["parent"] else None
    Region.objects.get_or_create(
        code=row["code"],
        defaults={
            "name": row["name"],
            "short_name": row["short_name"],
            "level": row["level"],
            "is_zone": row.get("is_zone") == "1",
            "path": f"{parent.path}/{row['code']}" if parent else row["code"],
            "parent": parent,
            "population": int(row["population"]) if row.get("population") else None,
            "population_source": row.get("population_source", ""),
            "longitude": _degrees(row.get("longitude")),
            "latitude": _degrees(row.get("latitude")),
            "starts_on": FIRST_DAY,
        },
    )


def _degrees(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


def _lay_units(row: Row, city: Region) -> None:
    _lay_unit(row, city, name=row["city_name"], short_name=row["plan_word"])
    for county in Region.objects.counties().filter(parent=city):
        pattern = row["zone_name"] if county.is_zone else row["county_name"]
        _lay_unit(row, county, name=pattern.format(place=county.name), short_name="")


def _lay_unit(row: Row, region: Region, *, name: str, short_name: str) -> None:
    Unit.objects.get_or_create(
        kind=row["kind"],
        department=row["key"],
        region=region,
        is_closed=False,
        defaults={"name": name, "short_name": short_name},
    )

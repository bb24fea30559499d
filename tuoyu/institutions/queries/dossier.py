"""Reading the register: what is true of an institution on a day."""

from datetime import date, time
from decimal import Decimal
from typing import Any

from tuoyu.institutions.models import (
    Institution,
    Licence,
    NurseryClass,
    Offering,
    OperatorRelation,
    Practice,
    Profile,
    Room,
    Site,
)
from tuoyu.institutions.models.dossier import SECTIONS, key_of
from tuoyu.org.models import Dated


def dossier_of(institution: Institution, on: date) -> dict[str, Any]:
    """The register's part of the Dossier as it stood that day; parts not known are left out."""
    one = {"institution": institution}
    site = Site.objects.on(on).filter(**one).select_related("region").first()
    classes = list(NurseryClass.objects.on(on).filter(**one).order_by("pk"))
    found: dict[str, Any] = {
        "profile": _single("profile", Profile.objects.on(on).filter(**one).first()),
        "site": _single("site", site) | {"region_code": site.region.code} if site else None,
        "classes": [_item("classes", row) for row in classes],
        "rooms": [_room(row) for row in Room.objects.on(on).filter(**one).order_by("pk")],
        "offerings": [_item("offerings", row) for row in Offering.objects.on(on).filter(**one)],
        "licences": [_item("licences", row) for row in papers_on(institution, on)],
        "practice": _single("practice", Practice.objects.on(on).filter(**one).first()),
        "operators": [
            _item("operators", row) for row in OperatorRelation.objects.on(on).filter(**one)
        ],
    }
    return {name: part for name, part in found.items() if part}


def papers_on(institution: Institution, on: date) -> list[Licence]:
    """Papers that hold on the day, and the latest of each kind even when it has lapsed."""
    rows = institution.licences.filter(starts_on__lte=on).order_by("kind", "-starts_on", "-pk")
    shown: list[Licence] = []
    for row in rows:
        holds = row.ends_on is None or row.ends_on > on
        if holds or all(other.kind != row.kind for other in shown):
            shown.append(row)
    return shown


def _single(name: str, row: Dated | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {field: plain(getattr(row, field)) for field in SECTIONS[name].fields}


def _item(name: str, row: Dated) -> dict[str, Any]:
    key = {"key": key_of(row)} if "key" in SECTIONS[name].links else {}
    return key | _single(name, row)


def _room(row: Room) -> dict[str, Any]:
    key = f"c{row.nursery_class_id}" if row.nursery_class_id else None
    return _item("rooms", row) | {"class_key": key}


def plain(value: Any) -> Any:
    """As JSON keeps it: days and times in ISO, to the minute, decimals as text."""
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value

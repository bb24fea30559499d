"""Which office files an institution: the health authority of its county, never the city's."""

from datetime import date

from tuoyu.core.errors import Refused
from tuoyu.org.models import Region, Unit

HEALTH = "health"  # the department of the units, as the reference data has it


def office_of(region: Region) -> Unit:
    """The county's health authority."""
    county = county_of(region)
    units = Unit.objects.filter(
        kind=Unit.Kind.AUTHORITY, department=HEALTH, region=county, is_closed=False
    )
    unit = units.select_related("region").first()
    if unit is None:
        raise Refused(f"{county.name}还没有开通备案，请联系市卫生健康委。")
    return unit


def county_of(region: Region) -> Region:
    """The county level place that a township lies in, or the county itself."""
    place: Region | None = region
    while place is not None and place.level != Region.Level.COUNTY:
        place = place.parent
    if place is None:
        raise Refused(f"“{region.name}”不在任何县（市、区）内，无法确定备案机关。", status=422)
    return place


def region_in(county: Region, code: str) -> Region | None:
    """The place of that code, if it is this county or lies in it."""
    return Region.objects.filter(code=code, path__startswith=county.path).first()


def places_in(county: Region, *, on: date) -> list[Region]:
    """The county's townships and streets, for a choice; the county itself where it has none."""
    inside = Region.objects.on(on).filter(
        path__startswith=f"{county.path}/", level=Region.Level.TOWNSHIP
    )
    return list(inside) or [county]

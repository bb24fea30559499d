"""How far a person's grants carry: which counties, and which institutions."""

from datetime import date

from tuoyu.core.guard import Action
from tuoyu.institutions.models import Institution
from tuoyu.org.models import Region, User

LONG_NAME = 4  # 城乡一体化示范区 is called 示范区 in tables
WIDE = (Region.Level.PROVINCE, Region.Level.CITY)


def is_citywide(user: User, action: Action) -> bool:
    """Whether one of the grants is held in a body of the city or above."""
    return any(grant.unit.region.level in WIDE for grant in user.grants_for(action))


def counties_in_reach(user: User, action: Action, on: date) -> list[Region]:
    """The counties whose institutions a person may see, in the order of their codes."""
    paths = tuple(grant.region_path for grant in user.grants_for(action))
    counties = Region.objects.counties().on(on)
    return [county for county in counties if county.path.startswith(paths)]


def within_reach(user: User, action: Action, county: str = "") -> list[int] | None:
    """The institutions a person may see, in one county or all; None for the whole city."""
    if is_citywide(user, action) and not county:
        return None
    mine = Institution.objects.visible_to(user, action)
    if county:
        mine = mine.filter(county__code=county)
    return list(mine.order_by("pk").values_list("pk", flat=True))


def called(county: Region) -> str:
    """新华区, 示范区: the name, or the short one where it is long."""
    return county.name if len(county.name) <= LONG_NAME else county.short_name

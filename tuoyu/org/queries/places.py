"""Regions and units, as pages and upper rooms ask for them."""

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from tuoyu.core.guard import Action
from tuoyu.org.models import Region, Unit, User


def counties(*, in_city: bool | None = None) -> QuerySet[Region]:
    """The counties and zones of the city; `in_city` asks for those the targets count."""
    rows = Region.objects.counties().filter(parent__code=settings.CITY_CODE)
    rows = rows.filter(ends_on__isnull=True)
    return rows if in_city is None else rows.filter(counts_in_city=in_city)


def regions_for(user: User, action: Action) -> QuerySet[Region]:
    """Regions in reach of the grants that carry this action."""
    condition = Q(pk__in=[])
    for grant in user.grants_for(action):
        condition |= Q(path__startswith=grant.unit.region.path)
    return Region.objects.filter(condition)


def counties_within(user: User, action: Action) -> QuerySet[Region]:
    """The counties and zones within reach, for a filter to choose from."""
    rows = regions_for(user, action).filter(level=Region.Level.COUNTY, ends_on=None)
    return rows.order_by("code")


def counties_page(user: User, action: Action) -> QuerySet[Region]:
    """One line a county: how many townships and units it has."""
    rows = regions_for(user, action).filter(level=Region.Level.COUNTY)
    return rows.annotate(
        townships=Count("children", distinct=True),
        bodies=Count("units", filter=~Q(units__kind=Unit.Kind.INSTITUTION), distinct=True),
    ).order_by("code")


def bodies_of(region: Region) -> QuerySet[Unit]:
    """Authorities and health bodies of that very region."""
    rows = Unit.objects.filter(region=region, is_closed=False)
    return rows.exclude(kind=Unit.Kind.INSTITUTION).order_by("kind", "name")

"""Institutions within reach, and who signs in for each."""

from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from tuoyu.org.models import Grant, Region, Unit, User
from tuoyu.org.permissions import OPEN_ENTRANCE, Role
from tuoyu.org.queries.people import units_within
from tuoyu.org.queries.places import regions_for


def entrances_page(
    user: User, *, on: date, text: str = "", county: str = "", state: str = ""
) -> QuerySet[Unit]:
    """The list: one query for the institutions, one for their heads (`heads`)."""
    rows = institutions_for(user)
    if text:
        named = Q(grants__user__name__contains=text) | Q(grants__user__username=text)
        rows = rows.filter(Q(name__contains=text) | named).distinct()
    if county:
        rows = rows.filter(region__path__contains=f"/{county}")
    held = Grant.objects.on(on).filter(role=Role.MANAGER)
    if state:
        has = Exists(held.filter(unit=OuterRef("pk")))
        rows = rows.filter(has if state == "open" else ~has)
    heads = held.select_related("user").order_by("starts_on", "pk")
    return rows.prefetch_related(Prefetch("grants", heads, to_attr="heads")).order_by(
        "region__code", "name", "pk"
    )


def institutions_for(user: User) -> QuerySet[Unit]:
    """Open units of institutions in reach of those who let institutions in."""
    return units_within(user, OPEN_ENTRANCE).filter(kind=Unit.Kind.INSTITUTION)


def heads_for(user: User, *, on: date) -> QuerySet[Grant]:
    """Posts at the head of those institutions, held that day."""
    rows = Grant.objects.on(on).filter(user.reach(OPEN_ENTRANCE, "unit"), role=Role.MANAGER)
    return rows.select_related("user", "unit__region")


def sites_for(user: User) -> QuerySet[Region]:
    """Where an institution may be: counties and townships within reach, in order."""
    levels = (Region.Level.COUNTY, Region.Level.TOWNSHIP)
    rows = regions_for(user, OPEN_ENTRANCE).filter(level__in=levels, ends_on=None)
    return rows.select_related("parent").order_by("path")

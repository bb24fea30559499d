"""The rows of the register: what a list of institutions shows, narrowed and sorted."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tuoyu.institutions.models import Demonstration, Institution, Point, Site, Standing

Status = Standing.Status
LIVING: Final = (Status.REGISTERED, Status.FILED, Status.SUSPENDED)
SORTS: Final = {
    "name": "name",
    "county": "county_code",
    "places": "places",
    "since": "since",
    "points": "open_points",
    "code": "code",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed by, as the address says it; empty means all."""

    q: str = ""
    county: str = ""
    township: str = ""
    form: str = ""
    status: str = ""
    inclusive: str = ""
    places: str = ""
    more: str = ""
    sort: str = "code"

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Wanted":
        given = {name: query.get(name, "").strip()[:80] for name in cls.__dataclass_fields__}
        wanted = cls(**given | {"sort": given["sort"] or "code"})
        known = wanted.sort.lstrip("-") in SORTS
        return wanted if known else replace(wanted, sort="code")


PLACES: Final = {
    "1": Q(places__lte=5),
    "2": Q(places__gt=5, places__lte=50),
    "3": Q(places__gt=50, places__lte=150),
    "4": Q(places__gt=150),
    "unknown": Q(places__isnull=True),
}
INCLUSIVE: Final = {
    "yes": Q(inclusive=True),
    "no": Q(inclusive=False),
    "unknown": Q(inclusive__isnull=True),
}

MORE: Final = {
    "points": Q(open_points__gt=0),
    "demonstration": Q(is_demonstration=True),
}


def register(mine: QuerySet[Institution], wanted: Wanted) -> QuerySet[Institution]:
    """One row an institution, with everything a list or an export shows of it."""
    return _told(mine).filter(_condition(wanted)).order_by(_order(wanted.sort), "pk")


def _condition(wanted: Wanted) -> Q:
    """All that the address asks for; what it leaves empty asks for nothing."""
    asked = _status(wanted.status)
    asked &= PLACES.get(wanted.places, Q()) & INCLUSIVE.get(wanted.inclusive, Q())
    asked &= MORE.get(wanted.more, Q())
    for name, column in (("county", "county__code"), ("township", "region__code")):
        if value := getattr(wanted, name):
            asked &= Q(**{column: value})
    if wanted.form:
        asked &= Q(form=wanted.form)
    for word in wanted.q.lower().split():
        asked &= Q(told__searchable__contains=word) | Q(code=word)
    return asked


def _told(mine: QuerySet[Institution]) -> QuerySet[Institution]:
    named = Demonstration.objects.current().filter(institution=OuterRef("pk"))
    places = Site.objects.current().filter(institution=OuterRef("pk")).order_by("pk")
    points = Point.objects.open().filter(institution=OuterRef("pk")).order_by()
    counted = points.values("institution").annotate(count=Count("pk")).values("count")
    return (
        mine.select_related("county", "region")
        .annotate(
            told=_now("profiles"),
            stood=_now("standings"),
        )
        .annotate(
            name=Coalesce(F("told__name"), F("unit__name")),
            county_code=F("county__code"),
            form=F("told__form"),
            places=F("told__places"),
            children=F("told__children_declared"),
            inclusive=F("told__is_inclusive"),
            credit_code=F("told__credit_code"),
            legal_form=F("told__legal_form"),
            head=F("told__head_name"),
            phone=F("told__phone"),
            address=Subquery(places.values("address")[:1]),
            status=F("stood__status"),
            since=F("stood__starts_on"),
            open_points=Coalesce(Subquery(counted), 0),
            is_demonstration=Exists(named),
        )
    )


def _now(relation: str) -> FilteredRelation:
    """The row with no end yet; the partial search index holds just these."""
    return FilteredRelation(relation, condition=Q(**{f"{relation}__ends_on__isnull": True}))


def _status(status: str) -> Q:
    if status == "all":
        return Q()
    return Q(status=status) if status in Status.values else Q(status__in=LIVING)


def _order(sort: str) -> Any:
    column = F(SORTS[sort.lstrip("-")])
    if sort.startswith("-"):
        return column.desc(nulls_last=True)
    return column.asc(nulls_last=True)


def open_points_of(mine: QuerySet[Institution]) -> QuerySet[Point]:
    """Everything still to be settled at these institutions."""
    return Point.objects.open().filter(institution__in=mine)

"""Numbers as they stood: the latest of each indicator, and one indicator through time."""

from datetime import date

from django.db.models import QuerySet

from tuoyu.statistics.models import Snapshot


def latest(on: date) -> dict[tuple[str, str], Snapshot]:
    """The newest snapshot not after that day, by (indicator, county code)."""
    newest = (
        Snapshot.objects.filter(on__lte=on).order_by("-on").values_list("on", flat=True).first()
    )
    rows = Snapshot.objects.filter(on=newest) if newest else Snapshot.objects.none()
    return {(row.indicator, row.county_code): row for row in rows}


def series(indicator: str, county_code: str) -> "QuerySet[Snapshot]":
    """One indicator in one place, oldest first."""
    return Snapshot.objects.filter(indicator=indicator, county_code=county_code).order_by("on")

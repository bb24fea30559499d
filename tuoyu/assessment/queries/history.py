"""What changed in the city's verdicts between two days, and what one institution put right."""

from datetime import date
from enum import StrEnum

from django.db.models import QuerySet

from tuoyu.assessment.models import Breach, Sweep
from tuoyu.core.guard import Action
from tuoyu.institutions.models import Institution
from tuoyu.org.models import User


class Change(StrEnum):
    """The two ways in which verdicts change."""

    NEW = "new"
    MENDED = "mended"

    @property
    def label(self) -> str:
        return {"new": "新出现", "mended": "已改好"}[self]

    @property
    def day(self) -> str:
        return {"new": "starts_on", "mended": "ends_on"}[self]


def changed(
    user: User, action: Action, change: Change, *, since: date, until: date, county: str = ""
) -> "QuerySet[Breach]":
    """Breaches within reach that began, or ended, after one day and not after another."""
    moved = {f"{change.day}__gt": since, f"{change.day}__lte": until}
    rows = Breach.objects.visible_to(user, action).filter(**moved)
    if county:
        rows = rows.filter(institution__county__code=county)
    related = rows.select_related("institution__unit", "institution__county")
    return related.order_by(f"-{change.day}", "institution__code", "rule", "pk")


def mended(institution: Institution, on: date) -> "QuerySet[Breach]":
    """What an institution broke before that day and no longer does, newest first."""
    return institution.breaches.filter(ends_on__lte=on).order_by("-ends_on", "rule", "pk")


def first_sweep() -> Sweep | None:
    """Before this day nothing is known: what began then may be older."""
    return Sweep.objects.order_by("on").first()

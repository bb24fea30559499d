"""Settling what an import or a person found."""

from datetime import datetime

from django.db import transaction

from tuoyu.core.errors import Refused
from tuoyu.institutions.models import Point
from tuoyu.records.services import Actor, note


@transaction.atomic
def settle(point: Point, *, outcome: str, by: Actor, at: datetime) -> Point:
    """Say what was found out; the point is closed and stays on record (核实)."""
    # Locked alone, then read: a joined statement would keep what it saw before it waited.
    Point.objects.select_for_update().filter(pk=point.pk).values_list("pk").get()
    held = Point.objects.select_related("institution__unit__region").get(pk=point.pk)
    if held.settled_at is not None:
        raise Refused(f"这一项已核实：{held.outcome}")
    words = outcome.strip()
    if not words:
        raise Refused("请写核实结果。", field="outcome", status=422)
    held.settled_at, held.outcome = at, words
    held.save(update_fields=["settled_at", "outcome"])
    note(
        "institution.point_settled",
        held.institution,
        by=by,
        at=at,
        point=held.pk,
        reason=held.reason,
        outcome=words,
    )
    return held

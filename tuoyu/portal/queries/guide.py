"""How one opens an institution here: out of the books, the material slots and the offices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from tuoyu.assessment.queries import library
from tuoyu.books import Clock, Entry, Step
from tuoyu.filing.models import SLOTS
from tuoyu.filing.models.material import Slot
from tuoyu.filing.queries.offices import HEALTH
from tuoyu.org.models import Unit
from tuoyu.org.queries.places import counties

FILING, VISIT, ROUTES = "filing-procedure/", "hygiene-procedure/", "registration-and-filing/"
ROUTE: Final = "-route"


@dataclass(frozen=True, slots=True)
class Guide:
    """What the page says; every sentence of the law with where it stands."""

    routes: Sequence[Entry]
    steps: Sequence[Step]
    clocks: Sequence[Clock]
    slots: Sequence[Slot]
    offices: Sequence[Unit]


def guide(on: date, place: str) -> Guide:
    """The law in force that day, and the county offices that file."""
    law = library()
    entries, steps = law.entries(on, place), law.steps(on, place)
    routes = [
        entry for id, entry in entries.items() if id.startswith(ROUTES) and id.endswith(ROUTE)
    ]
    clocks = law.clocks(on, place)
    return Guide(
        routes=routes,
        steps=[step for id, step in steps.items() if id.startswith((FILING, VISIT))],
        clocks=[clock for id, clock in clocks.items() if id.startswith((FILING, VISIT))],
        slots=SLOTS,
        offices=_offices(),
    )


def _offices() -> list[Unit]:
    rows = Unit.objects.filter(kind=Unit.Kind.AUTHORITY, department=HEALTH, is_closed=False)
    inside = rows.filter(region__in=counties())
    return list(inside.select_related("region").order_by("region__code"))

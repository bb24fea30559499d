"""The papers of a filing, slot by slot, as both sides look through them."""

from collections.abc import Sequence
from dataclasses import dataclass

from tuoyu.filing.models import Filing, Material, Slot
from tuoyu.filing.queries.requirements import slots_for


@dataclass(frozen=True, slots=True)
class Shelf:
    """One slot with what lies in it."""

    slot: Slot
    required: bool
    papers: list[Material]

    @property
    def state(self) -> str:
        if self.papers:
            return "kept"
        return "broken" if self.required else "unknown"


def shelves(filing: Filing, materials: Sequence[Material]) -> list[Shelf]:
    """The slots of a filing; a pause or an end of service hands in no papers."""
    if not filing.is_of_content:
        return []
    return [
        Shelf(slot, required, [paper for paper in materials if paper.slot == slot.code])
        for slot, required in slots_for(filing)
    ]


def materials_of(filing: Filing) -> list[Material]:
    rows = filing.materials.filter(removed_at=None).select_related("attachment")
    return list(rows.order_by("slot", "pk"))


def chosen(found: Sequence[Shelf], paper: str, slot: str) -> Material | None:
    """The paper asked for, else the first of the slot asked for, else the first there is."""
    papers = [one for shelf in found for one in shelf.papers]
    by_number = [one for one in papers if str(one.pk) == paper]
    by_slot = [one for one in papers if one.slot == slot]
    return next(iter((*by_number, *by_slot, *([] if slot else papers))), None)

"""Laying the staff of a Dossier out: people, posts, certificates, checks."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tuoyu.institutions.models import Institution, NurseryClass
from tuoyu.institutions.services import dossier, life
from tuoyu.records.services import Actor, note
from tuoyu.workforce.services import people, posts, proofs, staffing


@transaction.atomic
def lay_out_staff(
    institution: Institution,
    staff: Sequence[Mapping[str, Any]],
    *,
    on: date,
    by: Actor,
    at: datetime,
    classes: Sequence[Mapping[str, Any]] = (),
    draft: bool = False,
) -> None:
    """The list is the staff from that day: who is not named has left.

    `classes` is the same content's list of classes, so that `class_key` may be a draft's own
    key. People are known by number; one whose number is masked, by the key `staff_of` gave.
    """
    found = staffing.read(staff)
    if not draft:
        dossier.refuse(found.problems)
    institution = life.lock(institution)
    known = people.find(found.workers, institution, draft=draft)
    lines = _lines(institution, classes, on)
    plan = posts.write(found.workers, known, institution, lines=lines, on=on, draft=draft)
    proofs.write(found.workers, known, on=on, draft=draft)
    note(
        "workforce.laid_out",
        institution,
        by=by,
        at=at,
        people=tuple(sorted({person.pk for person in known.values()})),
        on=on,
        came=len(plan.add),
        left=len(plan.close),
    )


def _lines(
    institution: Institution, classes: Sequence[Mapping[str, Any]], on: date
) -> dict[str, int]:
    rows = NurseryClass.objects.on(on).filter(institution=institution)
    by_name = {row.name: row.line for row in rows}
    keyed = {
        str(item["key"]): by_name[item["name"]]
        for item in classes
        if item.get("key") and item.get("name") in by_name
    }
    return {f"c{line}": line for line in by_name.values()} | by_name | keyed

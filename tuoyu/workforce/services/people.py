"""Finding or making the one record each person has, by the keyed hash of their number."""

import os
from collections.abc import Sequence
from datetime import date
from typing import Any

from tuoyu.core import sealing
from tuoyu.core.errors import Refused
from tuoyu.institutions.models import Institution
from tuoyu.workforce.models import Employment, Person
from tuoyu.workforce.models.dossier import PERSON
from tuoyu.workforce.services.staffing import Worker

UNNAMED = "（未填姓名）"
_RESIDENT = 18


def find(
    workers: Sequence[Worker], institution: Institution, *, draft: bool
) -> dict[int, Person]:
    """The person of each line, by line number; made where the number was not known."""
    known = _known(workers, institution)
    found: dict[int, Person] = {}
    fresh: list[Person] = []
    for worker in workers:
        name = sealing.lookup_hash(worker.identity) if worker.identity else worker.key
        person = known.get(name)
        if person is None:
            person = _new(worker, draft=draft)
            fresh.append(person)
            known[name or f"line {worker.number}"] = person
        _refuse_other_name(worker, person, draft=draft)
        found[worker.number] = person
    Person.objects.bulk_create(fresh)
    _bring_up_to_date(workers, found)
    return found


def _known(workers: Sequence[Worker], institution: Institution) -> dict[str | bytes, Person]:
    """Persons by hash; by key only those who work or worked here, so that a key opens nobody
    else's record."""
    hashes = [sealing.lookup_hash(one.identity) for one in workers if one.identity]
    rows = Person.objects.select_for_update().filter(id_hash__in=hashes).order_by("pk")
    known: dict[str | bytes, Person] = {bytes(person.id_hash): person for person in rows}
    if any(not one.identity for one in workers):
        here = Employment.objects.filter(institution=institution).select_related("person")
        known |= {f"p{row.person_id}": row.person for row in here}
    return known


def _new(worker: Worker, *, draft: bool) -> Person:
    place, label = f"staff.{worker.number}", f"人员第 {worker.number + 1} 行"
    if not worker.identity and not draft:
        raise Refused(f"{label}“证件号码”：没有填写", field=f"{place}.id_number", status=422)
    if not worker.person.get("name") and not draft:
        raise Refused(f"{label}“姓名”：没有填写", field=f"{place}.name", status=422)
    values = {"name": UNNAMED} | {name: value for name, value in worker.person.items() if value}
    return Person(**values, **(_sealed(worker.identity) if worker.identity else _nobody()))


def _sealed(identity: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id_sealed": sealing.seal(identity),
        "id_hash": sealing.lookup_hash(identity),
        "id_tail": identity[-sealing.VISIBLE :],
    }
    if len(identity) == _RESIDENT:
        found |= {"born_on": _born(identity), "sex": _sex(identity)}
    return found


def _born(identity: str) -> date:
    return date(int(identity[6:10]), int(identity[10:12]), int(identity[12:14]))


def _sex(identity: str) -> str:
    """The last digit but one: odd for men, even for women (GB 11643)."""
    return "男" if int(identity[16]) % 2 else "女"


def _nobody() -> dict[str, Any]:
    """A draft may name somebody without a number; such a row never outlives the judgement."""
    return {"id_sealed": b"", "id_hash": os.urandom(32)}


def _refuse_other_name(worker: Worker, person: Person, *, draft: bool) -> None:
    given = worker.person.get("name")
    if draft or not given or given == person.name:
        return
    raise Refused(
        f"人员第 {worker.number + 1} 行“姓名”：这个证件号码登记的是“{person.name[:1]}*”，"
        f"与“{given}”不符，请核对",
        field=f"staff.{worker.number}.name",
        status=422,
    )


def _bring_up_to_date(workers: Sequence[Worker], found: dict[int, Person]) -> None:
    """What this institution states of its people is the newest word on them."""
    changed: dict[int, Person] = {}
    for worker in workers:
        person = found[worker.number]
        for name, value in worker.person.items():
            if name != "name" and value not in (None, "") and getattr(person, name) != value:
                setattr(person, name, value)
                changed[person.pk] = person
    if changed:
        Person.objects.bulk_update(
            changed.values(), [name for name in PERSON if name != "name"]
        )

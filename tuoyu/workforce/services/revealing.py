"""Looking at a person's record, and showing a whole identity number: both are noted deeds."""

from datetime import datetime

from django.db import transaction

from tuoyu.core import sealing
from tuoyu.core.errors import Refused
from tuoyu.org.models import User
from tuoyu.records.services import note
from tuoyu.workforce.models import Person


@transaction.atomic
def look_at(person: Person, *, by: User, at: datetime) -> None:
    """Somebody opened the record: who looked stays in the trail."""
    note("person.looked_at", person, by=by, at=at, people=(person.pk,))


@transaction.atomic
def reveal(person: Person, *, reason: str, by: User, at: datetime) -> str:
    """The number in full, for the one who asked and said why."""
    if not reason.strip():
        raise Refused("请写为什么要看完整号码。", field="reason", status=422)
    number = sealing.unseal(person.id_sealed)
    note("person.revealed", person, by=by, at=at, people=(person.pk,), reason=reason.strip())
    return number

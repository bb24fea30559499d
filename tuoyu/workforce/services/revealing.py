"""Showing a whole identity number: a deed of its own, noted with whose it was."""

from datetime import datetime

from django.db import transaction

from tuoyu.core import sealing
from tuoyu.org.models import User
from tuoyu.records.services import note
from tuoyu.workforce.models import Person


@transaction.atomic
def reveal(person: Person, *, reason: str = "", by: User, at: datetime) -> str:
    """The number in full, for the one who asked; who looked stays in the trail."""
    number = sealing.unseal(person.id_sealed)
    note("person.revealed", person, by=by, at=at, people=(person.pk,), reason=reason)
    return number

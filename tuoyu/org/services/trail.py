"""Reading the trail is itself a deed: who watched the watchers can be seen too."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from tuoyu.org.models import User
from tuoyu.records.queries import Asked
from tuoyu.records.services import note


@transaction.atomic
def note_reading(user: User, asked: Asked, *, at: datetime) -> None:
    """Noted when something was looked for; turning pages of the whole is not."""
    looked_for = {key: value for key, value in asdict(asked).items() if value}
    if looked_for:
        note("trail.searched", user, by=user, at=at, asked=looked_for)


@transaction.atomic
def note_export(user: User, *, at: datetime) -> None:
    note("trail.exported", user, by=user, at=at)

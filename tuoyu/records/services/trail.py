"""Writing the trail. `note` is the last line of every deed."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Protocol

import structlog
from django.db import connection, models, transaction

from tuoyu.records.models import Entry

log = structlog.stdlib.get_logger("tuoyu.deeds")


class Actor(Protocol):
    """Whoever does a deed: a user, or the clockwork itself."""

    pk: Any
    name: str


class _Clockwork:
    """The platform acting by itself, on a schedule."""

    pk = None
    name = "系统"


CLOCKWORK: Actor = _Clockwork()


def note(
    deed: str,
    subject: models.Model,
    *,
    by: Actor,
    at: datetime,
    people: tuple[int, ...] = (),
    **detail: Any,
) -> Entry:
    """Leave one entry in the trail, inside the deed's own transaction.

    `detail` holds ids, changed field names and short values, never health content;
    `people` are the ids of persons whose personal data the deed read or changed. While
    somebody is supported, the actor is the supporter, and `acting_for` the one supported.
    """
    supporter: Actor | None = getattr(by, "supporter", None)
    actor = supporter or by
    entry = Entry.objects.create(
        at=at,
        xid=_transaction_number(),
        deed=deed,
        subject_kind=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_label=str(subject)[:200],
        region_path=getattr(subject, "region_path", "") or "",
        actor_id=actor.pk,
        actor_name=actor.name,
        acting_for=by.name if supporter else "",
        people=list(people),
        detail={key: _plain(value) for key, value in detail.items()},
    )
    transaction.on_commit(lambda: _log(entry))
    return entry


def _log(entry: Entry) -> None:
    """Into the server's log by numbers alone: names and details stay in the trail."""
    subject = f"{entry.subject_kind}:{entry.subject_id}"
    log.info("done", deed=entry.deed, subject=subject, actor=entry.actor_id, entry=entry.pk)


def _transaction_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_transaction()")
        return int(cursor.fetchone()[0])


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if isinstance(value, models.Model):
        return value.pk
    return value

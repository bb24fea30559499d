"""Signing in and out: how many browsers at once, and which of them to end."""

from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from tuoyu.org.models import SignIn, User
from tuoyu.records.models import Entry
from tuoyu.records.services import CLOCKWORK, note


@transaction.atomic
def begin(user: User, *, session_key: str, address: str, browser: str, at: datetime) -> SignIn:
    """One more browser; beyond the limit, those seen longest ago are signed out."""
    User.objects.select_for_update().get(pk=user.pk)
    SignIn.objects.filter(session_key=session_key).delete()
    earlier = list(user.sign_ins.order_by("-seen_at", "-pk"))
    ended = _end(earlier[settings.SESSIONS_EACH - 1 :])
    made = SignIn.objects.create(
        user=user,
        session_key=session_key,
        address=address or None,
        browser=browser[:200],
        began_at=at,
        seen_at=at,
    )
    note("person.signed_in", user, by=user, at=at, address=address, ended=ended)
    return made


def saw(sign_in_id: int, *, session_key: str, at: datetime) -> None:
    """Somebody is still there; a changed password gives the same browser a new key."""
    SignIn.objects.filter(pk=sign_in_id).update(session_key=session_key, seen_at=at)


@transaction.atomic
def sign_out(user: User, *, session_key: str, at: datetime, why: str = "") -> None:
    """This browser is done; the caller clears the session itself."""
    SignIn.objects.filter(session_key=session_key).delete()
    note("person.signed_out", user, by=user, at=at, why=why)


@transaction.atomic
def end_others(user: User, *, session_key: str, by: User, at: datetime) -> int:
    """Sign out of every browser but this one."""
    others = user.sign_ins.exclude(session_key=session_key)
    count = _end(others)
    note("person.signed_out_elsewhere", user, by=by, at=at, count=count)
    return count


@transaction.atomic
def lock_out(username: str, *, address: str, at: datetime) -> None:
    """Too many wrong passwords: noted once for each time the account is shut."""
    user = User.objects.select_for_update().filter(username=username).first()
    since = at - timedelta(hours=settings.AXES_COOLOFF_TIME)
    if user is None or locked_since(user, since):
        return
    note("person.locked_out", user, by=CLOCKWORK, at=at, address=address)


def locked_since(user: User, since: datetime) -> bool:
    rows = Entry.objects.filter(deed="person.locked_out", subject_id=user.pk, at__gt=since)
    return rows.exists()


def end_all(user: User) -> int:
    """For deeds after which nobody may go on under this account; they leave the note."""
    return _end(user.sign_ins.all())


def _end(rows: "QuerySet[SignIn] | list[SignIn]") -> int:
    """Django's session goes too, so that the browser's cookie opens nothing any more."""
    store: Any = import_module(settings.SESSION_ENGINE).SessionStore
    ended = list(rows)
    for row in ended:
        store(row.session_key).delete()
        row.delete()
    return len(ended)

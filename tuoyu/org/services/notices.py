"""Telling people: a notice in the app, and the same words by the channels they have.

A notice is itself a record of what was said, so sending and reading one leaves no entry.
"""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app

from tuoyu.core.channels import channel
from tuoyu.org.models import Notice, User

DELIVER = "org.deliver"
SENT = "sent"


@transaction.atomic
def notify(
    to: User | Iterable[User], *, title: str, at: datetime, body: str = "", link: str = ""
) -> list[Notice]:
    """One notice each; e-mail and SMS go out by the queue once the deed is committed."""
    people = [to] if isinstance(to, User) else list(to)
    made = [
        Notice.objects.create(to=one, title=title, body=body, link=link, sent_at=at)
        for one in people
    ]
    for notice in made:
        if addresses(notice.to):
            app.configure_task(DELIVER).defer(notice_id=notice.pk)
    return made


def addresses(user: User) -> dict[str, str]:
    """The channels that are switched on and that this person has an address for."""
    known = {"email": user.email, "sms": user.phone}
    return {name: known[name] for name in settings.NOTICE_CHANNELS if known.get(name)}


@transaction.atomic
def deliver(notice: Notice) -> None:
    """Send what has not gone out yet; why a channel failed is written on the notice."""
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    for name, address in addresses(notice.to).items():
        if notice.channels.get(name) != SENT:
            notice.channels[name] = _send(name, address, notice)
    notice.save(update_fields=["channels"])


def _send(name: str, address: str, notice: Notice) -> str:
    text = "\n\n".join(filter(None, (notice.body, _whole_link(notice.link))))
    try:
        channel(name).send(address, notice.title, text)
    except Exception as reason:
        # Whatever a mail server or a provider answers, the notice in the app stands.
        return f"没有发出：{type(reason).__name__} {reason}"[:200]
    return SENT


def _whole_link(link: str) -> str:
    return f"{settings.SITE_URL}{link}" if link.startswith("/") else link


@transaction.atomic
def mark_read(notice: Notice, *, at: datetime) -> None:
    Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=at)


@transaction.atomic
def mark_all_read(user: User, *, at: datetime) -> None:
    Notice.objects.filter(to=user, read_at__isnull=True).update(read_at=at)

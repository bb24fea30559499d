"""Ways to reach a person outside the platform: e-mail, and SMS behind an interface.

Which SMS provider a city buys is its own affair: it is spoken to by HTTP (`tuoyu.core.sms`)
once SMS_GATEWAY_URL is set, or by a class of the city's own that SMS_CHANNEL names.
"""

import logging
from typing import Protocol, cast

from django.conf import settings
from django.core.mail import send_mail
from django.utils.module_loading import import_string

log = logging.getLogger("tuoyu.channels")


class Channel(Protocol):
    """Sends one short message to one address; raises when it could not be handed over."""

    def send(self, address: str, title: str, text: str) -> None: ...


class Email:
    """By the SMTP server of EMAIL_HOST."""

    def send(self, address: str, title: str, text: str) -> None:
        send_mail(title, text, settings.DEFAULT_FROM_EMAIL, [address])


class PrintedSms:
    """Writes the message to the log instead of sending it: for demo and development."""

    def send(self, address: str, title: str, text: str) -> None:
        log.warning("短信（未接通服务商）致尾号 %s：%s", address[-4:], title)


def channel(name: str) -> Channel:
    """`email` or `sms`; the SMS class is the one that settings name."""
    if name == "email":
        return Email()
    return cast(Channel, import_string(settings.SMS_CHANNEL)())

"""SMS by an HTTP gateway: a city's own message platform, or a small bridge to a provider.

One POST a message, as docs/operate.md describes. What goes out is the title alone, in a
template the provider has approved: the text of a notice is not for the network of phones.
"""

import json
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any, Final
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

PATIENCE: Final = 10  # seconds; the queue tries again later
LONGEST: Final = 35  # what fits beside the signature in one message of 70 characters
ENOUGH: Final = 65_536  # bytes of an answer that are read


class NotTaken(Exception):
    """The gateway answered, but did not take the message."""


class _StayHere(HTTPRedirectHandler):
    """A message is not carried to another address than the one that was set."""

    def redirect_request(self, *args: Any) -> None:
        return None


class Gateway:
    """Hands a message over by the SMS_GATEWAY_… settings."""

    def send(self, address: str, title: str, text: str) -> None:
        body = {
            "phone": address,
            "sign": settings.SMS_SIGN,
            "template": settings.SMS_TEMPLATE,
            "params": {"title": _shortened(title)},
        }
        request = Request(settings.SMS_GATEWAY_URL, json.dumps(body).encode(), _headers())
        try:
            with build_opener(_StayHere).open(request, timeout=PATIENCE) as answer:
                said = answer.read(ENOUGH)
        except HTTPException as reason:
            raise NotTaken(f"短信网关的应答读不懂（{type(reason).__name__}）") from reason
        _check(said)


def _headers() -> Mapping[str, str]:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    if settings.SMS_GATEWAY_TOKEN:
        headers["Authorization"] = f"Bearer {settings.SMS_GATEWAY_TOKEN}"
    return headers


def _shortened(title: str) -> str:
    return title if len(title) <= LONGEST else title[: LONGEST - 1] + "…"


def _check(said: bytes) -> None:
    """Gateways that answer 200 to everything say in a field whether they took it: code=OK."""
    name, sign, wanted = settings.SMS_GATEWAY_TAKEN.partition("=")
    if not sign:
        return
    try:
        answer = json.loads(said)
    except ValueError:
        raise NotTaken("短信网关的应答不是 JSON") from None
    found = answer.get(name) if isinstance(answer, dict) else None
    if str(found) != wanted:
        raise NotTaken(f"短信网关没有接收：{name}={found}")

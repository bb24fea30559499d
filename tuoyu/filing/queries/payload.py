"""What an issued paper says, packed small enough for a QR code, and signed.

A packed payload is `base64url(canonical JSON) "." base64url(Ed25519 signature)`. Canonical
JSON is UTF-8 with sorted keys and no spaces; docs/verify-receipt.md explains the short keys.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from django.conf import settings

Payload = Mapping[str, Any]
VERSION = 1
LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Opened:
    """A packed payload taken apart: what it says, and whether our key signed just that."""

    payload: dict[str, Any]
    is_genuine: bool


# What goes into the QR code, under short keys; nothing that names a person.
SHORT = {
    "k": "kind",
    "n": "number",
    "c": "code",
    "d": "issued_on",
    "o": "office",
    "i": "name",
    "u": "credit_code",
    "a": "address",
    "p": "places",
    "s": "services",
    "f": "filing",
}


def signed_part(said: Payload) -> dict[str, Any]:
    """The part of a paper that is signed and travels in its QR code."""
    return {"v": VERSION} | {
        short: said[name] for short, name in SHORT.items() if said.get(name)
    }


def sign(payload: Payload) -> str:
    """The signature over the canonical form, in base64url."""
    return _encode(_private_key().sign(canonical(payload)))


def holds(payload: Payload, signature: str) -> bool:
    """Is this signature ours, over just that payload?"""
    return _holds(_decode(signature), canonical(payload))


def pack(payload: Payload, signature: str) -> str:
    return f"{_encode(canonical(payload))}.{signature}"


def unpack(packed: str) -> Opened | None:
    """None when this is no packed payload at all."""
    head, _, tail = packed.strip().partition(".")
    if not tail or len(packed) > LONGEST:
        return None
    try:
        raw, signature = _decode(head), _decode(tail)
        payload = json.loads(raw)
    except (ValueError, binascii.Error):
        return None
    return Opened(payload, _holds(signature, raw)) if isinstance(payload, dict) else None


def canonical(payload: Payload) -> bytes:
    text = json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def public_key() -> str:
    """Our public key, 32 bytes in hex."""
    return _private_key().public_key().public_bytes_raw().hex()


def _holds(signature: bytes, raw: bytes) -> bool:
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key()))
    try:
        key.verify(signature, raw)
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=2)
def _key(seed: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))


def _private_key() -> Ed25519PrivateKey:
    return _key(settings.SIGNING_KEY)


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _decode(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)

"""Identity numbers at rest: sealed so that a stolen table says nothing, hashed so that a known
number can be found.

A sealed value is: cipher (1 byte) · fingerprint of the key (4) · nonce (12) · tag (16) · text.
The first five bytes say how to open it, so ciphers and keys can change while old rows stay
readable: a retired key goes to FIELD_KEYS_RETIRED. SM4 here is not a certified module
(GM/T 0028).
"""

import hashlib
import hmac
import os
from collections.abc import Iterator
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from tuoyu.core.environment import BadSetting

AES_GCM: Final = b"\x01"
SM4_GCM: Final = b"\x02"
CIPHERS: Final = {"aes-gcm": AES_GCM, "sm4-gcm": SM4_GCM}
NONCE, TAG, FINGERPRINT = 12, 16, 4
VISIBLE = 4
ID_LENGTH = 18


class Unsealable(Exception):
    """A sealed value that no key of ours opens, or that was changed on its way."""


def seal(text: str) -> bytes:
    """Encrypt with the cipher and key of today."""
    cipher, secret = _chosen_cipher(), _key(settings.FIELD_KEY)
    prefix, nonce = cipher + _fingerprint(secret), os.urandom(NONCE)
    encryptor = Cipher(_algorithm(cipher, secret), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(prefix)
    body = encryptor.update(text.encode()) + encryptor.finalize()
    return prefix + nonce + encryptor.tag + body


def unseal(sealed: bytes | memoryview) -> str:
    """Decrypt what `seal` made, today or in the past."""
    raw = bytes(sealed)
    prefix, rest = raw[: 1 + FINGERPRINT], raw[1 + FINGERPRINT :]
    nonce, tag, body = rest[:NONCE], rest[NONCE : NONCE + TAG], rest[NONCE + TAG :]
    if len(tag) < TAG:
        raise Unsealable("密文不完整。")
    algorithm = _algorithm(prefix[:1], _secret_of(prefix[1:]))
    decryptor = Cipher(algorithm, modes.GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(prefix)
    try:
        return (decryptor.update(body) + decryptor.finalize()).decode()
    except InvalidTag as error:
        raise Unsealable("密文被改动过，无法解开。") from error


def lookup_hash(text: str) -> bytes:
    """A keyed hash (32 bytes) of a number, however it is spelled."""
    plain = "".join(text.split()).upper()
    return hmac.digest(_key(settings.LOOKUP_KEY), plain.encode(), "sha256")


def mask_id(number: str) -> str:
    """As shown on screens: only the last four; a stored tail alone gives the same picture."""
    tail = number[-VISIBLE:]
    return "*" * (max(len(number), ID_LENGTH) - len(tail)) + tail if number else ""


def _chosen_cipher() -> bytes:
    try:
        return CIPHERS[settings.FIELD_CIPHER]
    except KeyError:
        raise BadSetting(
            f"FIELD_CIPHER 只能是 {' 或 '.join(CIPHERS)}，现在是“{settings.FIELD_CIPHER}”。"
        ) from None


def _key(text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise BadSetting("FIELD_KEY、LOOKUP_KEY 应是 64 位十六进制字符（32 字节）。")
    return key


def _keys() -> Iterator[bytes]:
    yield _key(settings.FIELD_KEY)
    yield from map(_key, settings.FIELD_KEYS_RETIRED)


def _secret_of(fingerprint: bytes) -> bytes:
    for secret in _keys():
        if hmac.compare_digest(_fingerprint(secret), fingerprint):
            return secret
    raise Unsealable("没有能解开它的密钥。更换密钥后，旧密钥要放进 FIELD_KEYS_RETIRED。")


def _fingerprint(secret: bytes) -> bytes:
    return hashlib.sha256(b"tuoyu field key" + secret).digest()[:FINGERPRINT]


def _algorithm(cipher: bytes, secret: bytes) -> algorithms.AES | algorithms.SM4:
    if cipher == AES_GCM:
        return algorithms.AES(_derived(secret, 32, b"tuoyu field aes-gcm"))
    if cipher == SM4_GCM:
        return algorithms.SM4(_derived(secret, 16, b"tuoyu field sm4-gcm"))
    raise Unsealable("不认识的密文格式。")


def _derived(secret: bytes, length: int, purpose: bytes) -> bytes:
    """Each cipher gets a key of its own from the one secret."""
    return HKDF(hashes.SHA256(), length, salt=None, info=purpose).derive(secret)

"""Files in a bucket that speaks S3; address and keys as boto3 reads them (AWS_… variables)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from tuoyu.core.stores.faults import Missing, Unreachable

GONE: Final = ("404", "NoSuchKey", "NotFound")
# A person is waiting: a store that does not answer is said so within seconds.
PATIENCE: Final = Config(connect_timeout=5, read_timeout=30, retries={"max_attempts": 2})


class Bucket:
    """Objects `prefix/ab/abcdef…`; putting one is atomic by the nature of the protocol."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.bucket, self.prefix = parts.netloc, parts.path.strip("/")
        self.client: Any = boto3.client("s3", config=PATIENCE)

    def keep(self, sha256: str, content: bytes) -> None:
        with _said(sha256):
            if not self._has(sha256):
                self.client.put_object(Bucket=self.bucket, Key=self._key(sha256), Body=content)

    def read(self, sha256: str) -> bytes:
        with _said(sha256):
            answer = self.client.get_object(Bucket=self.bucket, Key=self._key(sha256))
            content: bytes = answer["Body"].read()
        return content

    def _has(self, sha256: str) -> bool:
        try:
            self.client.head_object(Bucket=self.bucket, Key=self._key(sha256))
        except ClientError as reason:
            if _code(reason) in GONE:
                return False
            raise
        return True

    def _key(self, sha256: str) -> str:
        return "/".join(filter(None, (self.prefix, sha256[:2], sha256)))


@contextmanager
def _said(sha256: str) -> Iterator[None]:
    """Only what is truly not there is missing; every other fault is the store's."""
    try:
        yield
    except ClientError as reason:
        gone = _code(reason) in GONE
        raise (Missing(sha256) if gone else Unreachable(str(reason))) from reason
    except BotoCoreError as reason:
        raise Unreachable(str(reason)) from reason


def _code(reason: ClientError) -> str:
    return str(reason.response["Error"]["Code"])

"""Files in a bucket that speaks S3; address and keys as boto3 reads them (AWS_… variables)."""

from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.exceptions import ClientError

from tuoyu.core.stores.missing import Missing

GONE = ("404", "NoSuchKey", "NotFound")


class Bucket:
    """Objects `prefix/ab/abcdef…`; putting one is atomic by the nature of the protocol."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.bucket, self.prefix = parts.netloc, parts.path.strip("/")
        self.client: Any = boto3.client("s3")

    def keep(self, sha256: str, content: bytes) -> None:
        if not self._has(sha256):
            self.client.put_object(Bucket=self.bucket, Key=self._key(sha256), Body=content)

    def read(self, sha256: str) -> bytes:
        try:
            answer = self.client.get_object(Bucket=self.bucket, Key=self._key(sha256))
        except ClientError as reason:
            raise _missing(reason, sha256) from reason
        content: bytes = answer["Body"].read()
        return content

    def _has(self, sha256: str) -> bool:
        try:
            self.client.head_object(Bucket=self.bucket, Key=self._key(sha256))
        except ClientError as reason:
            if isinstance(_missing(reason, sha256), Missing):
                return False
            raise
        return True

    def _key(self, sha256: str) -> str:
        return "/".join(filter(None, (self.prefix, sha256[:2], sha256)))


def _missing(reason: ClientError, sha256: str) -> Exception:
    """Only what is truly not there is missing; every other fault stays what it is."""
    return Missing(sha256) if reason.response["Error"]["Code"] in GONE else reason

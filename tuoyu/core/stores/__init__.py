"""Where files lie, named by their content: a folder, or a bucket that speaks S3."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, cast

from django.utils.module_loading import import_string

from tuoyu.core.stores.faults import Missing, Unreachable
from tuoyu.core.stores.folder import Folder

__all__ = ["Missing", "Store", "Unreachable", "open_store"]


class Store(Protocol):
    """Keeps bytes under the SHA-256 of what they are."""

    def keep(self, sha256: str, content: bytes) -> None: ...

    def read(self, sha256: str) -> bytes: ...


def open_store(address: str) -> Store:
    """The store at a path, or at s3://bucket/prefix (which wants the optional boto3)."""
    if not address.startswith("s3://"):
        return Folder(Path(address))
    make = cast(Callable[[str], Store], import_string("tuoyu.core.stores.bucket.Bucket"))
    return make(address)

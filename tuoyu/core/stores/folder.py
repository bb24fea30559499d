"""Files in a folder; a file is there whole or not at all, also after a power cut."""

import os
import tempfile
from pathlib import Path

from tuoyu.core.stores.faults import Missing


class Folder:
    """`ab/abcdef…` under one root."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def keep(self, sha256: str, content: bytes) -> None:
        place = self._place(sha256)
        if place.is_file():
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, fresh = tempfile.mkstemp(dir=place.parent, prefix=".arriving-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(fresh).rename(place)
        except BaseException:
            Path(fresh).unlink(missing_ok=True)
            raise
        _settle(place.parent)

    def read(self, sha256: str) -> bytes:
        try:
            return self._place(sha256).read_bytes()
        except FileNotFoundError as reason:
            raise Missing(sha256) from reason

    def _place(self, sha256: str) -> Path:
        return self.root / sha256[:2] / sha256


def _settle(folder: Path) -> None:
    """A rename is kept only once its folder is on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""The archive: a plain tar of the dump, the attachments and, last, the manifest."""

import contextlib
import hashlib
import io
import os
import re
import shutil
import tarfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import cast

from tuoyu.core.backup.manifest import Manifest, from_json
from tuoyu.core.errors import Refused

DUMP, MANIFEST, FOLDER = "database.dump", "manifest.json", "attachments/"
ADDRESS = re.compile(r"[0-9a-f]{64}")


class Writer:
    """Writes one archive, readable by its owner alone: it holds personal data."""

    def __init__(self, path: Path) -> None:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self.file = os.fdopen(handle, "wb")
        self.tar = tarfile.open(fileobj=self.file, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self.dump = ("", 0)
        self.attachments = 0
        self.attachment_bytes = 0

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self.file.close()

    def add_dump(self, path: Path) -> None:
        with path.open("rb") as file:
            self.dump = (hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size)
        self.tar.add(path, DUMP)

    def add_attachments(self, store: Path | None) -> None:
        """Files still arriving bear other names and are in no row yet."""
        for path in sorted(store.glob("*/*")) if store else ():
            if ADDRESS.fullmatch(path.name):
                self.tar.add(path, FOLDER + path.name)
                self.attachments += 1
                self.attachment_bytes += path.stat().st_size

    def close_with(self, at: datetime, postgresql: str, marks: dict[str, str]) -> Manifest:
        sha256, size = self.dump
        manifest = Manifest(
            made_at=at.isoformat(timespec="seconds"),
            postgresql=postgresql,
            database_sha256=sha256,
            database_bytes=size,
            attachments=self.attachments,
            attachment_bytes=self.attachment_bytes,
            key_marks=marks,
        )
        entry = tarfile.TarInfo(MANIFEST)
        entry.size = len(content := manifest.to_json())
        self.tar.addfile(entry, io.BytesIO(content))
        self.tar.close()
        self.file.flush()
        os.fsync(self.file.fileno())
        return manifest


class Reader:
    """Reads one archive, trusting nothing in it before it is checked."""

    def __init__(self, path: Path) -> None:
        try:
            self.tar = tarfile.open(path, "r:")  # noqa: SIM115 - closed in __exit__
        except FileNotFoundError:
            raise Refused(f"没有找到备份文件 {path}。") from None
        except tarfile.ReadError as error:
            raise Refused(f"{path} 不是本系统的备份文件，或已损坏。") from error

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_: object) -> None:
        self.tar.close()

    def check(self, dump: Path) -> Manifest:
        """Hash every member, write the dump aside, and compare with the manifest."""
        found, attachments = None, 0
        for entry in self.tar:
            if entry.name == MANIFEST:
                found = from_json(self._open(entry).read())
            elif entry.name == DUMP:
                with dump.open("wb") as target:
                    shutil.copyfileobj(self._open(entry), target)
            else:
                self._check_attachment(entry)
                attachments += 1
        if found is None or not dump.exists():
            raise Refused("备份文件不完整：缺少清单或数据库。请换另一份备份。")
        with dump.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        if (sha256, attachments) != (found.database_sha256, found.attachments):
            raise Refused("备份文件与清单不符，可能被改动或损坏。请换另一份备份。")
        return found

    def attachments(self) -> Iterator[tuple[str, bytes]]:
        """Every attachment with its hash; one at a time, as uploads are limited in size."""
        for entry in self.tar:
            if entry.name.startswith(FOLDER):
                yield entry.name.removeprefix(FOLDER), self._open(entry).read()

    def _check_attachment(self, entry: tarfile.TarInfo) -> None:
        name = entry.name.removeprefix(FOLDER)
        if not entry.name.startswith(FOLDER) or not ADDRESS.fullmatch(name):
            raise Refused(f"备份文件里有不认识的内容“{entry.name}”，没有恢复任何东西。")
        if hashlib.file_digest(self._open(entry), "sha256").hexdigest() != name:
            raise Refused(f"附件 {name[:12]}… 的内容与它的指纹不符，没有恢复任何东西。")

    def _open(self, entry: tarfile.TarInfo) -> io.BufferedReader:
        file = self.tar.extractfile(entry) if entry.isreg() else None
        if file is None:
            raise Refused(f"备份文件里的“{entry.name}”不是普通文件，没有恢复任何东西。")
        return cast(io.BufferedReader, file)

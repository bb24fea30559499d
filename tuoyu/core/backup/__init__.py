"""One file that holds a whole installation: its database and its attachments.

    save(url, store, target)      restore(url, store, source, replace=False)

`url` is the database's URL and `store` the folder of attachments, or None where these lie in a
bucket with backups of its own. `keys` names the keys of the installation: their marks (never
the keys) travel along, so that a restore under other keys is refused before it does harm.
"""

import os
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tuoyu.core.backup import database
from tuoyu.core.backup.archive import Reader, Writer
from tuoyu.core.backup.manifest import Manifest, marks
from tuoyu.core.errors import Refused
from tuoyu.core.obstacles import reason_of
from tuoyu.core.stores.folder import Folder

__all__ = ["Manifest", "restore", "save"]


def save(
    url: str, store: Path | None, target: Path, *, keys: Mapping[str, str] | None = None
) -> Manifest:
    """Write a backup, whole or not at all; the database first, as files only ever grow."""
    if target.exists():
        raise Refused(f"{target} 已存在。请换一个文件名，备份不会覆盖旧文件。")
    if not target.parent.is_dir():
        raise Refused(f"没有文件夹 {target.parent}，请先建好再备份。")
    with _beside(target) as folder, _disk_troubles(target):
        dump = folder / "database.dump"
        version = database.dump(url, dump)
        with Writer(folder / "whole.tar") as writer:
            writer.add_dump(dump)
            writer.add_attachments(store)
            manifest = writer.close_with(datetime.now(UTC), version, marks(keys or {}))
        (folder / "whole.tar").rename(target)
        _settle(target.parent)
    return manifest


def restore(
    url: str,
    store: Path | None,
    source: Path,
    *,
    replace: bool = False,
    keys: Mapping[str, str] | None = None,
) -> Manifest:
    """Check all of a backup, then put its files and, at one stroke, its database in place."""
    with _beside(store or source) as folder, _disk_troubles(folder), Reader(source) as reader:
        manifest = reader.check(folder / "database.dump")
        manifest.check_keys(marks(keys or {}))
        if manifest.attachments and store is None:
            raise Refused(
                "备份里有附件，而当前附件存放在对象存储。请先把 ATTACHMENT_STORE 设为文件夹。"
            )
        if not replace and not database.is_empty(url):
            raise Refused("目标数据库里已有数据，没有动它。确认要整体替换时请加 --replace。")
        if store is not None:
            for sha256, content in reader.attachments():
                Folder(store).keep(sha256, content)
        database.load(url, folder / "database.dump")
    return manifest


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A private folder on the same disk, so that the last step is a mere rename."""
    near = next(parent for parent in path.absolute().parents if parent.is_dir())
    try:
        with tempfile.TemporaryDirectory(dir=near, prefix=".tuoyu-backup-") as folder:
            yield Path(folder)
    except PermissionError as error:
        raise Refused(f"无法写入 {error.filename}：没有权限。") from error


@contextmanager
def _disk_troubles(path: Path) -> Iterator[None]:
    try:
        yield
    except tarfile.TarError as error:
        raise Refused(f"备份文件已损坏：{error}。请换另一份备份。") from error
    except PermissionError:
        raise
    except OSError as error:
        raise Refused(f"{error.filename or path}：{reason_of(error)}。") from error


def _settle(folder: Path) -> None:
    """A rename is kept only once its folder is on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

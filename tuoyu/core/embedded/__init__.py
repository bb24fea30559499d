"""A PostgreSQL server without an administrator: found or unpacked, made, started, stopped."""

import os
from pathlib import Path

from tuoyu.core.embedded import binaries, server
from tuoyu.core.embedded.address import parse
from tuoyu.core.embedded.errors import Unready
from tuoyu.core.embedded.locale_check import assert_locale
from tuoyu.core.embedded.place import find

__all__ = [
    "Unready",
    "answers",
    "assert_locale",
    "ensure",
    "parse",
    "programs",
    "status",
    "stop",
]


def ensure() -> str:
    """The database's URL: DATABASE_URL if given, else that of the embedded server, started."""
    return os.environ.get("DATABASE_URL") or server.start(find())


def stop(*, only_idle: bool = False) -> bool:
    """Stop the embedded server, if there is one; False: others still use it and it was left."""
    if os.environ.get("DATABASE_URL"):
        return True
    return server.stop(find(), only_idle=only_idle)


def answers() -> bool:
    """Whether the embedded server runs; a given one is watched by its own people."""
    return bool(os.environ.get("DATABASE_URL")) or server.answers(find())


def status() -> str:
    """One sentence on which server is used and whether it answers."""
    if os.environ.get("DATABASE_URL"):
        return "使用 DATABASE_URL 指定的数据库。"
    place = find()
    running = server.answers(place)
    return f"内置数据库在 {place.data}，{'运行中' if running else '没有运行'}。"


def programs() -> tuple[Path, dict[str, str]] | None:
    """The folder of psql, pg_dump … of the embedded server and the environment they need."""
    if os.environ.get("DATABASE_URL"):
        return None
    folder = binaries.choose(find())
    return folder, binaries.libraries(folder)

"""One `make run` at a time in one folder."""

import fcntl
import os
import time
from pathlib import Path

PATIENCE = 20.0  # seconds: children of a killed run are still ending


class Busy(Exception):
    """Another run of the same folder is alive; the message says which."""


def claim(path: Path) -> int:
    """A handle that holds the claim until it and its copies in child processes are closed."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    deadline = time.monotonic() + PATIENCE
    while not _take(handle):
        owner = os.pread(handle, 20, 0).decode().strip()
        if _lives(owner) or time.monotonic() > deadline:
            os.close(handle)
            raise Busy(
                f"这个文件夹里已有一个 make run 在运行（进程 {owner}），请先用 Ctrl-C 停掉它。"
            )
        time.sleep(0.2)
    os.ftruncate(handle, 0)
    os.pwrite(handle, str(os.getpid()).encode(), 0)
    return handle


def _take(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lives(owner: str) -> bool:
    return owner.isdigit() and Path(f"/proc/{owner}").exists()

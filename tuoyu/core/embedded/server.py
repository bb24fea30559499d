"""Start and stop the embedded server: one at a time, whatever was killed before."""

import contextlib
import fcntl
import os
import shutil
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tuoyu.core.embedded import binaries
from tuoyu.core.embedded.address import DATABASE, OWNER, PORT, socket_url
from tuoyu.core.embedded.cluster import configure, create
from tuoyu.core.embedded.errors import Unready
from tuoyu.core.embedded.explain import explain
from tuoyu.core.embedded.place import Place
from tuoyu.core.obstacles import ANOTHER_FOLDER, reason_of

PATIENCE = 60  # seconds: recovery after a crash replays what was committed
ATTEMPTS = 10  # orphans of a killed server hold its memory for a moment
DYING = 1.0  # seconds a killed process may still be seen
ANSWER = 5.0  # seconds after which a server that took the call is busy rather than gone
GREETING = (8).to_bytes(4, "big") + (80877103).to_bytes(4, "big")  # "may we speak TLS?"


def start(place: Place) -> str:
    """The URL of the running server, started if it was not."""
    if not answers(place):
        with _alone(place):
            if not answers(place):
                _start(place)
    return socket_url(str(_sockets(place)))


def stop(place: Place, *, only_idle: bool = False) -> bool:
    """Stop the server; with only_idle, leave it to others who are still connected."""
    with _alone(place):
        if _pid(place) is None:
            return True
        programs = binaries.choose(place)
        if only_idle and _others(place, programs):
            return False
        control = (programs / "pg_ctl", "stop", "-D", place.data, "-w", "-t", str(PATIENCE))
        environment = binaries.libraries(programs)
        for mode in ("fast", "immediate"):
            if place.run(*control, "-m", mode, **environment).returncode == 0:
                return True
    raise Unready(f"数据库没有停下来，请看 {place.log} 和 {place.data / 'log'}。")


def answers(place: Place) -> bool:
    """Whether a server of ours runs and accepts connections."""
    if _pid(place) is None:
        return False
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as door:
        door.settimeout(ANSWER)
        return _greets(door, _sockets(place)) and _status_line(place).startswith("ready")


def _greets(door: socket.socket, sockets: Path) -> bool:
    """A word must come back: the socket of a dying server still takes calls."""
    try:
        door.connect(str(sockets / f".s.PGSQL.{PORT}"))
        door.sendall(GREETING)
        return bool(door.recv(1))
    except TimeoutError:
        return True
    except OSError:
        return False


def _start(place: Place) -> None:
    if _pid(place) is not None:
        _revive(place)
        return
    if not place.data.exists():
        _room_for(place)
    programs = binaries.choose(place)
    if not place.data.exists():
        print("正在建立内置数据库……", file=sys.stderr)
        create(place, programs)
    _clear_leftovers(place)
    configure(place)
    _launch(place, programs)


def _revive(place: Place) -> None:
    """It runs but does not answer: it starts up, is dying, or its socket was swept away."""
    for tenth in range(PATIENCE * 10):
        if answers(place):
            return
        if _pid(place) is None:
            break
        if tenth > DYING * 10 and _status_line(place).startswith("ready"):
            _halt(place)
            break
        time.sleep(0.1)
    else:
        raise Unready(f"数据库一直没有就绪，请看 {place.data / 'log'}。")
    _start(place)


def _halt(place: Place) -> None:
    programs = binaries.choose(place)
    control = (programs / "pg_ctl", "stop", "-D", place.data, "-m", "fast", "-w")
    place.run(*control, **binaries.libraries(programs))


def _launch(place: Place, programs: Path) -> None:
    control = (programs / "pg_ctl", "start", "-D", place.data, "-l", place.log)
    for attempt in range(ATTEMPTS):
        before = _logs(place)
        answer = place.run(
            *control, "-w", "-t", str(PATIENCE), "-s", **binaries.libraries(programs)
        )
        if answer.returncode == 0 and answers(place):
            return
        said = answer.stderr + _said_since(before, place)
        if "pre-existing shared memory" not in said or attempt == ATTEMPTS - 1:
            break
        time.sleep(0.5)
    raise Unready(explain(said, place))


def _logs(place: Place) -> dict[Path, int]:
    """The start-up log, the server's own logs, and how long each one is."""
    paths = [*(place.data / "log").glob("*.log"), place.log]
    return {path: path.stat().st_size for path in paths if path.exists()}


def _said_since(before: dict[Path, int], place: Place) -> str:
    return "".join(
        path.read_bytes()[before.get(path, 0) :].decode(errors="replace")
        for path in _logs(place)
    )


def _pid(place: Place) -> int | None:
    """The server's process, if it lives; a stale number may have gone to another program."""
    lines = _pid_file(place)
    number = int(lines[0]) if lines and lines[0].strip().isdigit() else 0
    return number if number and _is_server_of(number, place.data) else None


def _is_server_of(number: int, data: Path) -> bool:
    """A server works inside its data folder; one we may not look into is taken for ours."""
    try:
        name = Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0")[0]
    except OSError:
        return False
    if os.path.basename(name) != b"postgres":
        return False
    try:
        return os.path.samefile(f"/proc/{number}/cwd", data)
    except PermissionError:
        return True
    except OSError:
        return False


def _pid_file(place: Place) -> list[str]:
    try:
        return (place.data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []
    except PermissionError:
        raise Unready(
            f"{place.data} 属于别的用户，当前用户打不开。"
            "请用原来的用户（或 root）运行，或用 TUOYU_VAR 另选一个文件夹。"
        ) from None


def _status_line(place: Place) -> str:
    lines = _pid_file(place)
    return lines[7] if len(lines) > 7 else ""


def _sockets(place: Place) -> Path:
    """Where the running server listens, which may differ from where we would put it today."""
    lines = _pid_file(place)
    return Path(lines[4]) if len(lines) > 4 and lines[4] else place.sockets


def _clear_leftovers(place: Place) -> None:
    """PostgreSQL sees a dead number in its lock files by itself, but not a reused one."""
    for path in (
        place.data / "postmaster.pid",
        place.sockets / f".s.PGSQL.{PORT}.lock",
    ):
        number = path.read_text().split("\n")[0].strip() if path.exists() else ""
        if number.isdigit() and Path(f"/proc/{number}").exists():
            path.unlink()


def _others(place: Place, programs: Path) -> bool:
    query = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    answer = place.run(
        programs / "psql", "-XAtq", "-h", _sockets(place), "-p", str(PORT), "-U", OWNER,
        "-d", DATABASE, "-c", query, **binaries.libraries(programs),
    )  # fmt: skip
    return answer.stdout.strip() not in {"", "0"}


def _room_for(place: Place) -> None:
    if shutil.disk_usage(place.home).free < 512 * 1024 * 1024:
        raise Unready(f"{place.home} 所在磁盘剩余不足 512 MB，请清理后再试。")


@contextlib.contextmanager
def _alone(place: Place) -> Iterator[None]:
    """Two starts at once wait for each other; the system frees the lock of a killed process."""
    try:
        handle = os.open(place.lock, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise Unready(f"无法写入 {place.home}：{reason_of(error)}。{ANOTHER_FOLDER}") from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)

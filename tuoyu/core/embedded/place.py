"""Where the embedded server lives and as whom it runs: never as root, never on the network."""

import hashlib
import os
import pwd
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tuoyu.core.embedded.address import PORT
from tuoyu.core.embedded.errors import Unready
from tuoyu.core.obstacles import ANOTHER_FOLDER, reason_of

PROJECT = Path(__file__).resolve().parents[3]
ELSEWHERE = Path(
    "/var/lib/tuoyu"
)  # for root, when the project lies where no other user may look
SHORT = Path("/tmp")  # the only folder whose path is surely short enough
SOCKET_PATH_LIMIT = 100  # sun_path holds 107 bytes; the server adds a suffix for its lock file
SERVICE_USERS = ("tuoyu", "postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """The user the server runs as."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True)
class Place:
    """The folders of one embedded server."""

    home: Path
    account: Account | None  # None: the server runs as whoever calls

    @property
    def data(self) -> Path:
        return self.home / "pg"

    @property
    def log(self) -> Path:
        return self.data / "start.log"

    @property
    def binaries(self) -> Path:
        return self.home / "postgresql"

    @property
    def lock(self) -> Path:
        return self.home / "pg.lock"

    @property
    def sockets(self) -> Path:
        """A folder whose path fits into a socket address and into the configuration file."""
        near = self.home / "run"
        name = str(near / f".s.PGSQL.{PORT}.lock")
        if len(os.fsencode(name)) <= SOCKET_PATH_LIMIT and re.fullmatch(r"[\w./-]+", name):
            return near
        return SHORT / f"tuoyu-{_fingerprint(self.home)}"

    def folder(self, path: Path) -> Path:
        """Make a folder that only the server's user may enter."""
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.give(path)
            self._check_private(path)
        except OSError as error:
            raise Unready(
                f"无法使用文件夹 {path}：{reason_of(error)}。{ANOTHER_FOLDER}"
            ) from None
        return path

    def give(self, path: Path) -> None:
        if self.account and path.stat().st_uid == 0:
            os.chown(path, self.account.uid, self.account.gid)

    def _check_private(self, path: Path) -> None:
        """Somebody else's folder of that name would let them answer in the server's stead."""
        found = path.lstat()
        mine = found.st_uid == (self.account.uid if self.account else os.geteuid())
        if not mine or not stat.S_ISDIR(found.st_mode):
            raise Unready(
                f"文件夹 {path} 属于别的用户。请用那个用户运行，或用 TUOYU_VAR 另选一个文件夹。"
            )
        if stat.S_IMODE(found.st_mode) & 0o077:
            path.chmod(0o700)

    def run(self, *command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a program as the server's user, in a clean environment."""
        return subprocess.run(
            [str(word) for word in command],
            cwd="/",
            env=clean_environment(environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            umask=0o077,
            start_new_session=True,  # Ctrl-C reaches us alone: no half-made server
            **identity(self.account),
        )


def find() -> Place:
    """The place of this project's server, made if need be."""
    var = Path(os.environ.get("TUOYU_VAR") or PROJECT / "var").resolve()
    try:
        var.mkdir(mode=0o755, parents=True, exist_ok=True)
    except OSError as error:
        raise Unready(f"无法建立文件夹 {var}：{reason_of(error)}。{ANOTHER_FOLDER}") from None
    if os.geteuid() != 0:
        return Place(var, None)
    return _place_for_root(var)


def clean_environment(additions: Mapping[str, str]) -> dict[str, str]:
    """Without PG… variables, which would send our programs to another server."""
    kept = {"PATH": os.environ.get("PATH") or os.defpath, "LC_ALL": "C.UTF-8", "HOME": "/"}
    return kept | dict(additions)


def _place_for_root(var: Path) -> Place:
    account = _account_of(var / "pg") or _service_account()
    if _reaches(account, var):
        return Place(var, account)
    home = ELSEWHERE / _fingerprint(var)
    try:
        home.mkdir(mode=0o755, parents=True, exist_ok=True)
    except OSError as error:
        raise Unready(
            f"无法建立数据库文件夹 {home}：{reason_of(error)}。{ANOTHER_FOLDER}"
        ) from None
    if not (home / "pg").exists():
        print(f"用户 {account.name} 进不了 {var}，内置数据库放在 {home}。", file=sys.stderr)
    return Place(home, account)


def _account_of(data: Path) -> Account | None:
    """Who made the data goes on running it, if root comes by later."""
    try:
        uid = data.stat().st_uid
        return _account(pwd.getpwuid(uid)) if uid else None
    except (OSError, KeyError):
        return None


def _service_account() -> Account:
    _add_user(SERVICE_USERS[0])
    for name in SERVICE_USERS:
        try:
            return _account(pwd.getpwnam(name))
        except KeyError:
            continue
    raise Unready(
        "PostgreSQL 不能以 root 运行，而本机没有可用的服务用户。"
        "请先执行：useradd --system tuoyu"
    )


def _add_user(name: str) -> None:
    program = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin")
    if program and name not in {entry.pw_name for entry in pwd.getpwall()}:
        shell = "/usr/sbin/nologin"
        options = ("--system", "--user-group", "--no-create-home", "--shell", shell)
        subprocess.run([program, *options, name], capture_output=True, check=False)


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _reaches(account: Account, folder: Path) -> bool:
    """Only a process of that user can tell: parents and mounts all have a say."""
    command = ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)]
    try:
        answer = subprocess.run(
            command, cwd="/", capture_output=True, check=False, **identity(account)
        )
    except OSError as error:
        reason = f"无法切换到服务用户 {account.name}：{error.strerror}。请改用普通用户运行。"
        raise Unready(reason) from None
    return answer.returncode == 0


def identity(account: Account | None) -> dict[str, Any]:
    """What subprocess needs to run a program as that user."""
    if account is None:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]

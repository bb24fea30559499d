"""Make a database cluster, and say how it runs."""

import locale
import os
import shutil
import subprocess
from pathlib import Path

from tuoyu.core.embedded import binaries
from tuoyu.core.embedded.address import DATABASE, OWNER, PORT
from tuoyu.core.embedded.errors import Unready
from tuoyu.core.embedded.explain import explain
from tuoyu.core.embedded.place import Place, clean_environment, identity

LOCALE = "C.UTF-8"

# For two cores and one city; a bigger one sets DATABASE_URL and tunes its own server.
CONFIGURATION = """\
# Written at each start; put your own settings into postgresql.conf below the include line.
listen_addresses = ''
port = {port}
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = {buffers}MB
effective_cache_size = {cache}MB
work_mem = {work}MB
maintenance_work_mem = {maintenance}MB
max_parallel_workers = 2
max_parallel_workers_per_gather = 1
jit = off
random_page_cost = 1.1
fsync = on
synchronous_commit = on
full_page_writes = on
wal_level = minimal
max_wal_senders = 0
max_wal_size = 1GB
checkpoint_timeout = 15min
timezone = 'Asia/Shanghai'
log_timezone = 'Asia/Shanghai'
lc_messages = 'C'
logging_collector = on
log_directory = 'log'
log_filename = 'postgresql-%a.log'
log_truncate_on_rotation = on
log_rotation_age = 1d
log_rotation_size = 0
"""


def create(place: Place, programs: Path) -> None:
    """Build aside and move into place, so that a killed start leaves nothing half made."""
    fresh = place.data.with_name("pg.new")
    shutil.rmtree(fresh, ignore_errors=True)
    place.folder(fresh)
    _initialise(place, programs, fresh)
    _allow_owner_only(place, fresh)
    _create_database(place, programs, fresh)
    fresh.rename(place.data)


def configure(place: Place) -> None:
    """Write the settings anew: the folder may have moved, the project may have learned."""
    sockets = place.folder(place.sockets)
    target = place.data / "tuoyu.conf"
    text = CONFIGURATION.format(port=PORT, sockets=sockets, **_memory(_megabytes()))
    target.write_text(text, "utf-8")
    place.give(target)


def _memory(present: int) -> dict[str, int]:
    """Shares of the machine's memory, in MB: it also serves pages, jobs and people."""
    return {
        "buffers": min(max(present // 16, 128), 1024),
        "cache": present // 2,
        "work": min(max(present // 256, 8), 64),
        "maintenance": min(max(present // 32, 64), 512),
    }


def _megabytes() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20


def _initialise(place: Place, programs: Path, fresh: Path) -> None:
    if not _host_knows_locale():  # PostgreSQL's builtin C.UTF-8 does not serve pg_trgm
        raise Unready("本机没有 C.UTF-8 字符环境，中文搜索会失灵。请安装 locales 后再试。")
    options: list[str | Path] = [
        "-D",
        fresh,
        "-U",
        OWNER,
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-instructions",
    ]
    answer = place.run(programs / "initdb", *options, **binaries.libraries(programs))
    if answer.returncode != 0:
        raise Unready(explain(answer.stderr, place))


def _host_knows_locale() -> bool:
    """Asked without changing this process's own locale."""
    try:
        before = locale.setlocale(locale.LC_CTYPE)
        locale.setlocale(locale.LC_CTYPE, LOCALE)
    except locale.Error:
        return False
    locale.setlocale(locale.LC_CTYPE, before)
    return True


def _allow_owner_only(place: Place, fresh: Path) -> None:
    """Trust is safe here: only the server's user and root can enter the socket's folder."""
    (fresh / "pg_hba.conf").write_text("local all all trust\n", "utf-8")
    with (fresh / "postgresql.conf").open("a", encoding="utf-8") as settings:
        settings.write("\ninclude_if_exists 'tuoyu.conf'\n")


def _create_database(place: Place, programs: Path, fresh: Path) -> None:
    answer = subprocess.run(
        [str(programs / "postgres"), "--single", "-D", str(fresh), "postgres"],
        cwd="/",
        env=clean_environment(binaries.libraries(programs)),
        input=f"CREATE DATABASE {DATABASE}\n",
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        start_new_session=True,
        **identity(place.account),
    )
    if answer.returncode != 0 or "ERROR" in answer.stderr:
        raise Unready(explain(answer.stderr, place))

"""The database's part: PostgreSQL's own programs, one snapshot out, one transaction in."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tuoyu.core import embedded
from tuoyu.core.embedded.binaries import SYSTEM
from tuoyu.core.errors import Refused

LIBPQ = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
SCHEMAS = """
SELECT quote_ident(nspname) FROM pg_namespace
WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' ORDER BY 1
"""
HAS_TABLES = """
SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND nspname !~ '^pg_' AND nspname <> 'information_schema')
"""


@dataclass(frozen=True)
class Program:
    """One of PostgreSQL's programs, and the environment that leads it to our database."""

    path: str
    environment: Mapping[str, str]


def dump(url: str, target: Path) -> str:
    """Write a custom-format dump of one snapshot; the server's version is returned."""
    version = _version(url)
    program = _program("pg_dump", url, version)
    answer = subprocess.run(
        [program.path, "--format=custom", "--no-owner", "--file", str(target)],
        env=program.environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if answer.returncode != 0:
        raise Refused(f"数据库没有导出：{_last_line(answer.stderr)}")
    return f"{version // 10000}.{version % 10000}"


def is_empty(url: str) -> bool:
    """Whether no table is there yet."""
    with _connect(url) as connection:
        return connection.execute(HAS_TABLES).fetchone() == (False,)


def load(url: str, source: Path) -> None:
    """Replace all that the database holds; until the last word nothing has changed."""
    version = _version(url)
    from_file, into_server = (_program(name, url, version) for name in ("pg_restore", "psql"))
    with tempfile.TemporaryFile() as said:
        reader = subprocess.Popen(
            [from_file.path, "--no-owner", "--file=-", str(source)],
            env=from_file.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
        )
        writer = subprocess.Popen(
            [into_server.path, "-Xq", "-vON_ERROR_STOP=1"],
            env=into_server.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        with reader, writer:
            _pour(reader, writer, _clearing(url, version))
        if reader.returncode or writer.returncode:
            said.seek(0)
            raise Refused(f"数据库没有恢复，原有数据未动：{_last_line(said.read())}")
    with _connect(url) as connection:
        connection.execute("ANALYZE")


def _pour(
    reader: subprocess.Popen[bytes], writer: subprocess.Popen[bytes], opening: str
) -> None:
    """COMMIT follows only once the reader has ended well: a broken stream changes nothing."""
    assert reader.stdout
    assert writer.stdin
    with contextlib.suppress(BrokenPipeError):
        writer.stdin.write(opening.encode())
        shutil.copyfileobj(reader.stdout, writer.stdin, 1024 * 1024)
        if reader.wait() == 0:
            writer.stdin.write(b"\nCOMMIT;\n")
        writer.stdin.flush()
    reader.stdout.close()
    with contextlib.suppress(BrokenPipeError):
        writer.stdin.close()


def _clearing(url: str, version: int) -> str:
    """Begin, and drop what is there; a lock held elsewhere stops us instead of hanging."""
    with _connect(url) as connection:
        schemas = [name for (name,) in connection.execute(SCHEMAS)]
    lines = ["BEGIN;", "SET client_min_messages = warning;", "SET lock_timeout = '10s';"]
    lines += [f"DROP SCHEMA {name} CASCADE;" for name in schemas]
    lines += ["CREATE SCHEMA public;", "GRANT USAGE ON SCHEMA public TO PUBLIC;"]
    if version >= 150000:  # as a new database has it: its owner, whoever that will be
        lines.append("ALTER SCHEMA public OWNER TO pg_database_owner;")
    return "\n".join(lines) + "\n"


def _connect(url: str) -> psycopg.Connection[tuple[object, ...]]:
    try:
        return psycopg.connect(url, autocommit=True)
    except psycopg.OperationalError as error:
        raise Refused(f"连不上数据库：{' '.join(str(error).split())}") from error


def _version(url: str) -> int:
    with _connect(url) as connection:
        return connection.info.server_version


def _program(name: str, url: str, version: int) -> Program:
    """That of the server's own major version where it can be had: others may not fit."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    environment |= _access(url)
    bundled = embedded.programs()
    if bundled and embedded.parse(url)["HOST"] == embedded.parse(embedded.ensure())["HOST"]:
        folder, libraries = bundled
        return Program(str(folder / name), environment | libraries)
    path = shutil.which(name, path=str(SYSTEM / str(version // 10000) / "bin"))
    path = path or shutil.which(name)
    if path is None:
        raise Refused(f"没有找到 {name}。请安装 postgresql-client-{version // 10000} 后再试。")
    return Program(path, environment)


def _access(url: str) -> dict[str, str]:
    """By the environment: a password on the command line could be read by everybody here."""
    entry = embedded.parse(url)
    access = {variable: str(entry[key]) for key, variable in LIBPQ.items() if entry[key]}
    options = {f"PG{key.replace('_', '').upper()}": v for key, v in entry["OPTIONS"].items()}
    if "connect_timeout" in entry["OPTIONS"]:
        options["PGCONNECT_TIMEOUT"] = options.pop("PGCONNECTTIMEOUT")
    return access | options | {"PGDATABASE": str(entry["NAME"])}


def _last_line(said: bytes) -> str:
    lines = [line for line in said.decode(errors="replace").splitlines() if line.strip()]
    errors = [line for line in lines if "ERROR" in line or "error" in line]
    return (errors or lines or ["没有说明原因"])[0]

"""The ground of every measurement: databases of its own, and the best of several runs."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import psycopg

HEAVY = os.environ.get("BENCH_DATABASE", "tuoyu_bench")
LEAN, LEDGER = f"{HEAVY}_lean", f"{HEAVY}_ledger"
INSTITUTIONS = int(os.environ.get("BENCH_INSTITUTIONS", "100000"))
RUNS = int(os.environ.get("BENCH_RUNS", "5"))
Answer = TypeVar("Answer")


def url_of(name: str) -> str:
    """The same server, another database."""
    head, _, query = os.environ["DATABASE_URL"].partition("?")
    return f"{head.rpartition('/')[0]}/{name}?{query}".rstrip("?")


def exists(name: str) -> bool:
    with _server() as server:
        found = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return found.fetchone() is not None


def make(name: str, template: str = "template1") -> None:
    """A new database; one left from an earlier run is dropped first."""
    with _server() as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def slim(name: str) -> None:
    """Bring a copy of the demo city to the size the issue names."""
    text = Path(__file__).with_name("lean.sql").read_text("utf-8")
    with psycopg.connect(url_of(name), autocommit=True) as server:
        server.execute(text)  # type: ignore[call-overload]
        server.execute("VACUUM ANALYZE")


def _server() -> "psycopg.Connection[Any]":
    return psycopg.connect(url_of("postgres"), autocommit=True)


def best(deed: Callable[[], Answer], runs: int = RUNS) -> tuple[float, Answer]:
    """The shortest of several runs, since the machine may be shared, and the last answer."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        answer = deed()
        times.append(time.perf_counter() - start)
    return min(times), answer


def spread(times: list[float]) -> tuple[float, float]:
    """The 50th and 95th of a hundred, in milliseconds."""
    ordered = sorted(times)
    return ordered[len(ordered) // 2] * 1000, ordered[int(len(ordered) * 0.95)] * 1000

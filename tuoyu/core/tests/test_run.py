import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tuoyu.core.run import alone, doors
from tuoyu.core.run.family import Child, end_all
from tuoyu.core.tests.soon import soon

ROOT = Path(__file__).resolve().parents[3]
SLEEP = (sys.executable, "-c", "import time; time.sleep(60)")
DEAF = (
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)",
)


def _child(*command: str) -> Child:
    return Child("试验", command or SLEEP, os.environ)


def _is_gone(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@pytest.fixture
def child() -> Iterator[Child]:
    made = _child()
    yield made
    made.wait(0)


def test_a_killed_child_is_started_again(
    child: Child, capsys: pytest.CaptureFixture[str]
) -> None:
    child.start()
    assert child.process is not None
    first = child.process.pid
    os.kill(first, signal.SIGKILL)

    assert soon(lambda: _watched(child) not in {None, first})

    assert "试验意外退出（信号 SIGKILL），现在重新启动。" in capsys.readouterr().out


def _watched(child: Child) -> int | None:
    child.watch(time.monotonic())
    return child.process.pid if child.process else None


def test_a_child_that_keeps_falling_is_started_ever_more_slowly() -> None:
    child = _child(sys.executable, "-c", "raise SystemExit(3)")
    pauses = []
    for _ in range(4):
        child.start()
        assert child.process is not None
        child.process.wait()
        child.watch(now := time.monotonic())
        pauses.append(round(child.resume_at - now))

    assert pauses == [0, 1, 3, 7]


def test_what_a_child_had_started_goes_with_it() -> None:
    script = f"sleep 60 & echo $!; exec {' '.join(repr(word) for word in SLEEP)}"
    child = _child("/bin/sh", "-c", script)
    reader, writer = os.pipe()
    saved = os.dup(1)
    os.dup2(writer, 1)
    child.start()
    os.dup2(saved, 1)
    grandchild = int(os.read(reader, 20))

    child.end(signal.SIGTERM)
    child.wait(5)

    assert soon(lambda: _is_gone(grandchild))


def test_a_child_that_will_not_listen_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tuoyu.core.run.family.PATIENCE", 0.3)
    deaf = _child(*DEAF)
    deaf.start()
    time.sleep(0.3)

    end_all([deaf])

    assert deaf.process is None


def test_children_do_not_outlive_a_killed_parent() -> None:
    script = (
        "import os, time; from tuoyu.core.run.family import Child;"
        f"child = Child('x', {SLEEP!r}, os.environ); child.start();"
        "print(child.process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    number = int(parent.stdout.readline())

    parent.kill()
    parent.wait()

    assert soon(lambda: _is_gone(number))


def test_a_taken_port_gives_way_to_the_next() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]

        assert doors.free_port("127.0.0.1", taken) > taken
        assert not doors.answers(f"http://127.0.0.1:{doors.free_port('127.0.0.1', taken)}/")


def test_without_a_free_port_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "TRIES", 0)

    with pytest.raises(doors.NoPort, match="PORT="):
        doors.free_port("127.0.0.1", 8000)


@pytest.mark.parametrize("wanted", [-1, 0, 65536])
def test_a_port_that_cannot_be_is_named(wanted: int) -> None:
    with pytest.raises(doors.NoPort, match=f"没有端口 {wanted}"):
        doors.free_port("127.0.0.1", wanted)


@pytest.mark.parametrize("host", ["203.0.113.9", "nowhere.invalid"])
def test_a_host_that_is_not_this_machine_is_named(host: str) -> None:
    with pytest.raises(doors.NoPort, match=f"{host} 不是本机的地址"):
        doors.free_port(host, 18000)


def test_the_address_shown_is_one_that_a_browser_can_open() -> None:
    assert doors.address("127.0.0.1", 8000) == "http://127.0.0.1:8000"
    assert doors.address("0.0.0.0", 8000) == "http://127.0.0.1:8000"
    assert doors.address("::1", 8000) == "http://[::1]:8000"


def test_only_one_run_at_a_time(tmp_path: Path) -> None:
    first = alone.claim(tmp_path / "run.lock")

    with pytest.raises(alone.Busy, match=f"进程 {os.getpid()}"):
        alone.claim(tmp_path / "run.lock")
    os.close(first)

    os.close(alone.claim(tmp_path / "run.lock"))


def test_a_run_waits_for_the_children_of_a_killed_one(tmp_path: Path) -> None:
    first = alone.claim(tmp_path / "run.lock")
    os.ftruncate(first, 0)  # as if its owner were dead: no such process
    script = "import time; time.sleep(0.7)"
    orphan = subprocess.Popen([sys.executable, "-c", script], pass_fds=(first,))
    os.close(first)

    os.close(alone.claim(tmp_path / "run.lock"))

    assert orphan.wait() == 0

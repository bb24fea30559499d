"""`make run` as a person meets it: up, struck down piece by piece, up again, down on Ctrl-C."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tuoyu.core import embedded
from tuoyu.core.embedded import place

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.journey


class Run:
    """One `make run`, and what it has printed so far."""

    def __init__(self) -> None:
        self.said = ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tuoyu.core.run"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said += line

    def hears(self, words: str, seconds: float = 180) -> str:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if found := re.search(words, self.said):
                return found[0]
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise AssertionError(f"没有听到“{words}”：\n{self.said}")

    def ends(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)


@pytest.fixture
def var(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="tuoyu-run-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        monkeypatch.setenv("TUOYU_VAR", folder)
        monkeypatch.setenv("PORT", "18000")
        for name in ("DATABASE_URL", "SITE_URL", "DJANGO_SETTINGS_MODULE", "ATTACHMENT_STORE"):
            monkeypatch.delenv(name, raising=False)
        yield Path(folder)
        for number in _processes("tuoyu.core.run"):
            os.kill(number, signal.SIGKILL)
        embedded.stop()


def _page(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def _page_soon(address: str) -> int:
    deadline = time.monotonic() + 120
    while (status := _page(address)) != 200 and time.monotonic() < deadline:
        time.sleep(0.3)
    return status


def _processes(words: str) -> list[int]:
    """Those of this test's own family, which carry its folder in their environment."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            mine = os.environ["TUOYU_VAR"].encode() in (folder / "environ").read_bytes()
        except (OSError, ValueError):
            continue
        if folder.name.isdigit() and mine and words in command:
            found.append(int(folder.name))
    return found


def test_it_comes_up_survives_every_kill_keeps_its_data_and_goes_down(var: Path) -> None:
    run = Run()
    address = run.hears(r"http://127\.0\.0\.1:\d+") + "/accounts/login/"
    assert _page(address) == 200
    assert "密码都是" in run.said
    run.hears("后台任务已开始办理")
    assert "Launching" not in run.said  # the library's own words
    assert len(_processes("django work")) == 1

    with psycopg.connect(embedded.ensure()) as connection:
        connection.execute("CREATE TABLE promise AS SELECT 7 AS kept")
    os.kill(int((place.find().data / "postmaster.pid").read_text().split()[0]), 9)
    run.hears("数据库没有应答")
    assert _page_soon(address) == 200

    for number in _processes("granian"):
        os.kill(number, signal.SIGKILL)
    run.hears("网页服务意外退出")
    assert _page_soon(address) == 200

    for number in _processes("django work"):
        os.kill(number, signal.SIGKILL)
    run.hears("后台任务意外退出")

    second = Run()
    second.hears("已有一个 make run")
    assert second.process.wait(10) == 2

    run.process.kill()
    run.process.wait()
    again = Run()
    again.hears("托育平台已就绪")
    assert "密码都是" in again.said
    with psycopg.connect(embedded.ensure()) as connection:
        assert connection.execute("SELECT kept FROM promise").fetchone() == (7,)

    assert again.ends() == 0
    assert not _processes("granian")
    assert not _processes("procrastinate")
    assert "没有运行" in embedded.status()

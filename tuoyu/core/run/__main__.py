"""`python -m tuoyu.core.run`: bring everything up, watch over it, take it down on Ctrl-C."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from tuoyu.core import embedded, environment
from tuoyu.core.obstacles import ANOTHER_FOLDER, sentence_of
from tuoyu.core.run import alone, doors
from tuoyu.core.run.family import Child, end_all

ROOT = Path(__file__).resolve().parents[3]
GLANCE = 0.5  # seconds between two looks at the children
SLOW_START = 60.0

stopping = threading.Event()


def main() -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stopping.set())
    try:
        return _run()
    except (embedded.Unready, environment.BadSetting, doors.NoPort, alone.Busy) as reason:
        print(reason, file=sys.stderr)
    except OSError as error:
        print(sentence_of(error), ANOTHER_FOLDER, sep="", file=sys.stderr)
    return 2


def _run() -> int:
    var = Path(os.environ.get("TUOYU_VAR") or ROOT / "var")
    environment.load(ROOT / ".env")
    os.environ.setdefault("LOG_LEVEL", "WARNING")  # a terminal is read by people
    var.mkdir(parents=True, exist_ok=True)
    claim = alone.claim(var / "run.lock")
    try:
        embedded.ensure()
        host = environment.text("HOST", "127.0.0.1")
        port = _port(host)
        address = doors.address(host, port)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuoyu.settings")
        os.environ.setdefault("SITE_URL", address)
        if not _prepare():
            return _stopped_early()
        _serve(_children(host, port, claim), address)
        return 0
    finally:
        _stop_database()


def _stopped_early() -> int:
    """By Ctrl-C, or because something stood in the way and has been said."""
    if stopping.is_set():
        print("\n正在停止……", flush=True)
        return 0
    return 2


def _port(host: str) -> int:
    wanted = environment.number("PORT", 8000)
    port = doors.free_port(host, wanted)
    if port != wanted:
        print(f"端口 {wanted} 已被别的程序占用，改用 {port}。", flush=True)
    return port


def _prepare() -> bool:
    """In a process of its own, so that this one stays small and can always be stopped."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tuoyu.core.run.prepare"], cwd=ROOT, start_new_session=True
    )
    while process.poll() is None and not stopping.wait(0.05):
        pass
    if process.poll() is None:
        process.terminate()
    return process.wait() == 0 and not stopping.is_set()


def _children(host: str, port: int, claim: int) -> list[Child]:
    python = (sys.executable, "-P", "-m")
    web = (
        *python, "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers",
        "--log-level", "warning", "tuoyu.wsgi:application",
    )  # fmt: skip
    worker = (*python, "django", "work")
    return [
        Child("网页服务", web, os.environ, (claim,)),
        Child("后台任务", worker, os.environ, (claim,)),
    ]


def _serve(children: list[Child], address: str) -> None:
    for child in children:
        child.start()
    announced, began, looked = False, time.monotonic(), 0.0
    while not stopping.wait(GLANCE if announced else 0.1):
        now = time.monotonic()
        for child in children:
            child.watch(now)
        if now - looked > 2:
            looked = now
            _watch_database()
        if not announced and (doors.answers(address) or now - began > SLOW_START):
            announced = True
            print(f"\n托育平台已就绪：{address}\n按 Ctrl-C 停止。", flush=True)
    print("\n正在停止……", flush=True)
    end_all(children)


def _watch_database() -> None:
    try:
        if not embedded.answers():
            print("数据库没有应答，正在重新启动。", flush=True)
            embedded.ensure()
    except embedded.Unready as reason:
        print(reason, file=sys.stderr, flush=True)


def _stop_database() -> None:
    try:
        if not embedded.stop(only_idle=True):
            print("内置数据库还有别的程序在用，让它继续运行（make stop 可停掉它）。")
    except embedded.Unready as reason:
        print(reason, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())

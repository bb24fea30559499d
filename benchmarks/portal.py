"""Portal search and an institution's page against a bare one-query view on the same server."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from urllib.parse import quote

import django

django.setup()

from django.urls import reverse  # noqa: E402

from tuoyu.institutions.models import Institution  # noqa: E402

SECONDS, CALLERS = 3.0, 4
WORDS = ("示例", "石榴", "托育", "建设路", "sltyy")


def main() -> None:
    port = _free()
    server = _serve(port)
    try:
        _wait(port)
        codes = list(Institution.objects.order_by("?").values_list("code", flat=True)[:40])
        find = [f"{reverse('portal:find')}?q={quote(word)}" for word in WORDS]
        place = [reverse("portal:place", args=[code]) for code in codes]
        rates: dict[str, float] = {"bare": 0, "find": 0, "place": 0}
        for _ in range(3):  # in turn, the best of each
            for name, paths in (("bare", ["/bare/"]), ("find", find), ("place", place)):
                rates[name] = max(rates[name], _rate(port, paths))
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)
    if not all(rates.values()):
        raise SystemExit("有页面没有答 200")
    bare, search, page = rates.values()
    print(
        f"RESULT portal search | {search:.0f}/s of {bare:.0f}/s = {search / bare:.2f} | ≥ 0.4\n"
        f"RESULT institution page | {page:.0f}/s of {bare:.0f}/s = {page / bare:.2f} | ≥ 0.3"
    )


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _serve(port: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--workers",
            "2",
            "--blocking-threads",
            "4",
            "--log-level",
            "warning",
            "benchmarks.bare:application",
        ],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "benchmarks.settings"},
        start_new_session=True,
    )


def _wait(port: int) -> None:
    for _ in range(240):
        try:
            if _get(http.client.HTTPConnection("127.0.0.1", port, timeout=5), "/bare/") == 200:
                return
        except OSError:
            time.sleep(0.25)
    raise SystemExit("服务器没有起来")


def _get(line: http.client.HTTPConnection, path: str) -> int:
    line.request("GET", path, headers={"Accept-Encoding": "identity"})
    answer = line.getresponse()
    answer.read()
    return answer.status


def _rate(port: int, paths: list[str]) -> float:
    """Answers a second over kept connections; every answer must be a page."""
    counts = [0] * CALLERS
    until = time.perf_counter() + SECONDS

    def call(number: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.perf_counter() < until:
            status = _get(line, paths[(counts[number] + number) % len(paths)])
            if status != 200:
                raise SystemExit(f"{paths[0]} 答 {status}")
            counts[number] += 1

    start = time.perf_counter()
    callers = [threading.Thread(target=call, args=[number]) for number in range(CALLERS)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    return sum(counts) / (time.perf_counter() - start)


main()

"""Portal search and an institution's page against a bare one-query view on the same server."""

import http.client
import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from urllib.parse import quote

import django

django.setup()

from django.urls import reverse  # noqa: E402

from tuoyu.institutions.models import Profile  # noqa: E402

SECONDS, CALLERS, ROUNDS = 1.0, 4, 10
WORDS = ("示例", "石榴", "托育", "建设路", "sltyy")


def main() -> None:
    port = _free()
    server = _serve(port)
    try:
        _wait(port)
        rates = [
            {name: _rate(port, paths) for name, paths in _asked().items()}
            for _ in range(ROUNDS)  # the three in turn, so that a busy moment meets them all
        ][1:]  # the first round warms connections and templates
        waits = {name: _wait_for(port, path) for name, path in _sorted().items()}
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)
    for name, label, target in (("find", "search", 0.4), ("place", "page", 0.3)):
        share = statistics.median(one[name] / one["bare"] for one in rates)
        told = " of ".join(
            f"{max(one[part] for one in rates):.0f}/s" for part in (name, "bare")
        )
        print(f"RESULT portal {label} | best {told}; median ratio {share:.2f} | ≥ {target}")
    for name, milliseconds in waits.items():
        print(f"RESULT portal {name} | p50 {milliseconds:.0f} ms | < 200 ms")


def _asked() -> dict[str, list[str]]:
    """Addresses: common words, and pieces of the names and initials of forty institutions."""
    rows = Profile.objects.filter(ends_on=None).order_by("?")
    some = list(rows.values_list("institution__code", "name", "initials")[:40])
    pieces = [piece for _, *texts in some for text in texts for piece in (text[2:4], text[:6])]
    find = reverse("portal:find")
    return {
        "bare": ["/bare/"],
        "find": [f"{find}?q={quote(word)}" for word in (*WORDS, *pieces)],
        "place": [reverse("portal:place", args=[code]) for code, *_ in some],
    }


def _sorted() -> dict[str, str]:
    """Pages that must not sort the whole city, and one far behind."""
    find, word = reverse("portal:find"), quote(WORDS[0])
    return {
        "all by price": f"{find}?sort=price",
        "all by distance": f"{find}?near=113.3,33.74",
        f"page 2,000 of {WORDS[0]}": f"{find}?q={word}&page=2000",
    }


def _wait_for(port: int, path: str) -> float:
    """Milliseconds until one answer is there, the middle one of fifteen."""
    line, times = http.client.HTTPConnection("127.0.0.1", port, timeout=30), []
    for _ in range(15):
        start = time.perf_counter()
        if (status := _get(line, path)) != 200:
            raise SystemExit(f"{path} 答 {status}")
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


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
        stderr=subprocess.DEVNULL,  # one line of the log for each of 100,000 answers
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
    counts, refused = [0] * CALLERS, []
    until = time.perf_counter() + SECONDS

    def call(number: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.perf_counter() < until:
            path = paths[(counts[number] + number) % len(paths)]
            status = _get(line, path)
            if status != 200:
                refused.append(f"{path} 答 {status}")
                return
            counts[number] += 1

    start = time.perf_counter()
    callers = [threading.Thread(target=call, args=[number]) for number in range(CALLERS)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    if refused:
        raise SystemExit(refused[0])
    return sum(counts) / (time.perf_counter() - start)


main()

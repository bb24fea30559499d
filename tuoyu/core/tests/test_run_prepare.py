import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tuoyu.core.run import healthy, prepare


def test_assets_are_collected_only_after_a_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []

    def call(name: str, **options: object) -> None:
        calls.append(name)
        tmp_path.mkdir(exist_ok=True)

    monkeypatch.setattr(prepare, "call_command", call)

    prepare._collect_assets(tmp_path)
    prepare._collect_assets(tmp_path)
    assert calls == ["collectstatic"]

    monkeypatch.setattr(prepare, "_fingerprint", lambda: "other")
    prepare._collect_assets(tmp_path)
    assert calls == ["collectstatic", "collectstatic"]


class Answer(BaseHTTPRequestHandler):
    status = 200
    asked: dict[str, str]

    def do_GET(self) -> None:
        type(self).asked = dict(self.headers.items())
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Answer]]:
    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("PORT", str(server.server_port))
    monkeypatch.setenv("ALLOWED_HOSTS", "tuoyu.example.cn,localhost")
    yield Answer
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("status", "code"), [(200, 0), (403, 0), (500, 1), (503, 1)])
def test_only_a_server_that_answers_without_fault_is_healthy(
    web: type[Answer], status: int, code: int
) -> None:
    web.status = status

    assert healthy.main() == code
    assert web.asked["Host"] == "tuoyu.example.cn"
    assert web.asked["X-Forwarded-Proto"] == "https"


def test_where_nobody_listens_nothing_is_healthy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "1")

    assert healthy.main() == 1

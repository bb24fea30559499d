import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from tuoyu.core import embedded
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


@pytest.mark.django_db
@pytest.mark.parametrize(("https", "demo"), [(False, True), (True, False)])
def test_a_demo_city_is_laid_only_where_no_tls_leads_to_it(
    https: bool, demo: bool, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HTTPS = https
    calls: list[str] = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **_: calls.append(name))
    monkeypatch.setattr(prepare, "_show_accounts", lambda lines: None)

    prepare._fill()

    assert calls[:2] == ["migrate", "seed_reference"]
    assert ("demo" in calls) is demo


@pytest.mark.django_db
def test_accounts_are_shown_only_where_they_exist(capsys: pytest.CaptureFixture[str]) -> None:
    prepare._show_accounts(["officer 县级经办"])
    assert not capsys.readouterr().out

    get_user_model().objects.create(username="officer", name="示例")
    prepare._show_accounts(["officer 县级经办", "密码都是 x"])
    assert "officer 县级经办\n  密码都是 x" in capsys.readouterr().out


def test_what_is_in_the_way_is_said_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_: object) -> None:
        raise embedded.Unready("数据库的字符环境不对。")

    monkeypatch.setattr(embedded, "assert_locale", refuse)

    assert prepare.main() == 2
    assert capsys.readouterr().err == "数据库的字符环境不对。\n"


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

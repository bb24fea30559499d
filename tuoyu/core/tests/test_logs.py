"""Server logs: a line an answer and a deed, by numbers, and never what somebody typed."""

import json
import logging
from typing import Any

import pytest
import structlog
from django.db import IntegrityError
from django.test import Client, RequestFactory

from tuoyu.core import logs, views
from tuoyu.core.request_log import HEADER, answered, number_of


def line_of(*, readable: bool = False, **given: Any) -> str:
    """One record as the handler would write it."""
    config = logs.set_up("INFO", readable=readable)["formatters"]["line"]
    formatter = config.pop("()")(**config)
    record = logging.LogRecord("tuoyu.x", logging.ERROR, "f", 1, "断了", (), **given)
    return str(formatter.format(record))


def refused_row() -> Any:
    words = "duplicate key\nDETAIL:  Key (phone)=(" + "1380000" * 2 + ") exists.\n"
    try:
        raise IntegrityError(words)
    except IntegrityError as error:
        return (type(error), error, error.__traceback__)


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Any:
    with structlog.testing.capture_logs(
        processors=[structlog.contextvars.merge_contextvars]
    ) as found:
        monkeypatch.setattr(
            "tuoyu.core.request_log.log", structlog.stdlib.get_logger("tuoyu.answers")
        )
        yield found


def test_in_production_a_line_is_one_json_object() -> None:
    line = line_of(exc_info=None)

    assert json.loads(line) | {"timestamp": ""} == {
        "event": "断了",
        "level": "error",
        "logger": "tuoyu.x",
        "timestamp": "",
    }


def test_in_development_people_read_it() -> None:
    line = line_of(readable=True, exc_info=None)

    assert "断了" in line
    assert not line.startswith("{")


@pytest.mark.parametrize("readable", [True, False])
def test_what_the_database_quotes_of_a_row_is_left_out(readable: bool) -> None:
    line = line_of(readable=readable, exc_info=refused_row())

    assert "duplicate key" in line
    assert "1380000" * 2 not in line


def test_an_answer_leaves_a_line_without_what_was_asked(lines: Any) -> None:
    answer = Client().get("/ui/", {"q": "李秘密"}, headers={HEADER: "proxy-12345"})

    (line,) = [one for one in lines if one["event"] == "answered"]
    assert answer.headers[HEADER] == line["request"] == "proxy-12345"
    assert (line["method"], line["page"], line["status"]) == ("GET", "ui", 200)
    assert line["user"] is None
    assert "李秘密" not in str(lines)


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "a b c d e f g", '{"a": 1}......'])
def test_a_number_that_is_none_is_replaced(given: str) -> None:
    answer = Client().get("/ui/", headers={HEADER: given})

    assert answer.headers[HEADER] != given
    assert len(answer.headers[HEADER]) == 12


def test_an_address_that_leads_nowhere_is_not_written_down(lines: Any) -> None:
    Client().get("/secret-key-in-an-address/")

    (line,) = [one for one in lines if one["event"] == "answered"]
    assert (line["page"], line["status"]) == ("", 404)
    assert "secret-key" not in str(line)


def test_where_no_page_can_be_drawn_a_plain_line_must_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: Any) -> str:
        raise ValueError("no such style sheet")

    monkeypatch.setattr(views, "render_to_string", broken)

    page = answered(views.failed)(RequestFactory().get("/"))

    assert page.status_code == 500
    assert page.headers[HEADER] in page.content.decode()
    assert page.headers["Content-Type"].startswith("text/plain")


def test_the_error_page_gives_the_number_to_quote() -> None:
    request, seen = RequestFactory().get("/"), []

    def answer(request: Any) -> Any:
        seen.append(number_of(request))
        return views.failed(request)

    page = answered(answer)(request)

    assert page.status_code == 500
    assert f"编号 {seen[0]}" in page.content.decode()

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tuoyu.core import embedded
from tuoyu.core.embedded.address import socket_url
from tuoyu.core.embedded.cluster import _memory
from tuoyu.core.embedded.explain import explain
from tuoyu.core.embedded.place import Place


def test_a_socket_url_is_read_back() -> None:
    entry = embedded.parse(socket_url("/srv/a b/run"))

    assert (entry["HOST"], entry["PORT"]) == ("/srv/a b/run", "5432")
    assert (entry["NAME"], entry["USER"], entry["OPTIONS"]) == ("tuoyu", "tuoyu", {})


def test_a_network_url_keeps_its_password_and_options() -> None:
    url = "postgresql://city:p%40ss%2F@db.internal:6432/tuoyu?sslmode=verify-full&connect_timeout=5"

    entry = embedded.parse(url)

    assert (entry["HOST"], entry["PORT"], entry["NAME"]) == ("db.internal", "6432", "tuoyu")
    assert (entry["USER"], entry["PASSWORD"]) == ("city", "p@ss/")
    assert entry["OPTIONS"] == {"sslmode": "verify-full", "connect_timeout": "5"}


@pytest.mark.parametrize(
    "url", ["mysql://db/tuoyu", "postgresql://db", "tuoyu", "postgresql://db:port/tuoyu"]
)
def test_what_is_no_database_url_is_refused(url: str) -> None:
    with pytest.raises(embedded.Unready, match="DATABASE_URL"):
        embedded.parse(url)


class Answering:
    """A connection whose every query gets the same row."""

    def __init__(self, *row: str) -> None:
        self.row = row

    @contextmanager
    def cursor(self) -> Iterator[Any]:
        yield self

    def execute(self, query: str) -> None:
        assert "pg_database" in query

    def fetchone(self) -> tuple[str, ...]:
        return self.row


@pytest.mark.parametrize("found", ["C.UTF-8", "C.utf8"])
def test_the_right_locale_passes(found: str) -> None:
    embedded.assert_locale(Answering("UTF8", found, found))


@pytest.mark.parametrize(
    "found",
    [
        ("UTF8", "C", "C"),
        ("UTF8", "C", "C.UTF-8"),  # the builtin provider over a bare C: pg_trgm sees nothing
        ("UTF8", "zh_CN.UTF-8", "zh_CN.UTF-8"),
        ("SQL_ASCII", "C.UTF-8", "C.UTF-8"),
    ],
)
def test_a_wrong_locale_stops_the_start(found: tuple[str, ...]) -> None:
    with pytest.raises(embedded.Unready, match="中文搜索会失灵"):
        embedded.assert_locale(Answering(*found))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('FATAL:  could not write lock file "x": No space left on device', "磁盘已满"),
        ('FATAL:  could not open file "x": Permission denied', "权限"),
        ("FATAL:  could not map anonymous shared memory: Cannot allocate memory", "内存不足"),
        ('LOG:  could not bind Unix address "x": Address already in use', "占用"),
        ("", "没有输出"),
    ],
)
def test_the_servers_last_words_are_explained(said: str, told: str) -> None:
    assert told in explain(said, Place(Path("/srv"), None))


@pytest.mark.parametrize(
    ("present", "buffers", "work"), [(1024, 128, 8), (4096, 256, 16), (65536, 1024, 64)]
)
def test_the_server_takes_its_share_of_the_memory(
    present: int, buffers: int, work: int
) -> None:
    shares = _memory(present)

    assert (shares["buffers"], shares["work"]) == (buffers, work)

"""Questions asked at once see one moment."""

import threading
import time
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from tuoyu.core.snapshot import ask, ask_at_once

pytestmark = pytest.mark.django_db(transaction=True)
LOCK = 7_410_901
WAITS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


@pytest.fixture
def moments() -> Iterator[None]:
    run("CREATE TABLE moment (word text)")
    yield
    run("DROP TABLE moment")


def run(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text)


def test_shares_are_asked_on_connections_of_their_own() -> None:
    asked = ask_at_once(["SELECT pg_backend_pid()"] * 3)

    assert len({rows[0][0] for rows in asked}) == 3


def write_while_asked(held: threading.Event) -> None:
    """Hold the lock that the second share needs until a row more is committed."""
    try:
        run(f"SELECT pg_advisory_lock({LOCK})")
        held.set()
        while ask(WAITS) == [(0,)]:
            time.sleep(0.01)
        run("INSERT INTO moment VALUES ('later')")
    finally:
        connection.close()


def test_what_is_committed_meanwhile_is_in_no_share(moments: None) -> None:
    held = threading.Event()
    writer = threading.Thread(target=write_while_asked, args=[held])
    writer.start()
    held.wait(10)

    waits = f"SELECT count(*) FROM (SELECT pg_advisory_lock_shared({LOCK})) w, moment"
    asked = ask_at_once(["SELECT count(*) FROM moment", waits])

    writer.join()
    assert asked == [[(0,)], [(0,)]]
    assert ask("SELECT count(*) FROM moment") == [(1,)]


def test_inside_a_transaction_it_is_refused() -> None:
    """Other connections would not see what the transaction has changed."""
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        ask_at_once(["SELECT 1"])

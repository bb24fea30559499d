"""Deeds of several people at the same moment, each on its own connection."""

import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

from tuoyu.core.errors import Refused

Deed = Callable[[], Any]
PATIENCE = 30
# Whoever waits for somebody else, perhaps in another test's database, does not count.
WAITS_FOR_US = """SELECT EXISTS (
    SELECT FROM pg_locks waiting WHERE NOT waiting.granted
    AND pg_backend_pid() = ANY (pg_blocking_pids(waiting.pid)))"""


def at_once(*deeds: Deed, tells: str = "status") -> list[str]:
    """What each came to, sorted: done, what a refusal tells, or the name of an error."""
    gate, outcomes = threading.Barrier(len(deeds)), []

    def run(deed: Deed) -> None:
        gate.wait(PATIENCE)
        outcomes.append(_outcome(deed, tells))

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return sorted(outcomes)


def after_waiting(change: Deed, deed: Deed) -> str:
    """What a deed comes to that had to wait until somebody else's change was committed."""
    outcomes: list[str] = []
    thread = threading.Thread(target=lambda: outcomes.append(_outcome(deed)))
    with transaction.atomic():
        change()
        thread.start()
        _until_it_waits()
    thread.join(PATIENCE)
    return outcomes[0]


def _outcome(deed: Deed, tells: str = "status") -> str:
    try:
        deed()
    except Refused as refused:
        return str(getattr(refused, tells))
    except Exception as error:
        return type(error).__name__
    finally:
        connection.close()
    return "done"


def _until_it_waits() -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(WAITS_FOR_US)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("the deed did not wait")

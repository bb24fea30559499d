"""Deeds of several people at the same moment, each on its own connection."""

import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

from tuoyu.core.errors import Refused

Deed = Callable[[], Any]
PATIENCE = 30


def at_once(*deeds: Deed) -> list[str]:
    """What each came to, sorted: done, the status of a refusal, or the name of an error."""
    gate, outcomes = threading.Barrier(len(deeds)), []

    def run(deed: Deed) -> None:
        gate.wait(10)
        outcomes.append(_outcome(deed))

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


def _outcome(deed: Deed) -> str:
    try:
        deed()
    except Refused as refused:
        return str(refused.status)
    except Exception as error:
        return type(error).__name__
    finally:
        connection.close()
    return "done"


def _until_it_waits() -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("the deed did not wait")

"""Rows go to the database while the next ones are made ready."""

import sys
from contextlib import AbstractContextManager
from queue import Queue
from threading import Thread
from types import TracebackType
from typing import Any, Final

from django.db import connection

from tuoyu.institutions.services.ledger.copying import Sheaf

_AHEAD: Final = 40  # sheaves waiting to be written; more would only fill memory
# Seconds after which whoever reckons lets the scribe go on. It needs a moment only, a few
# times a table, and PostgreSQL idles until then.
_PATIENCE: Final = 0.00002
# References are checked table by table, each looked up by its index: what was planned while a
# table was nearly empty would read all of it, or more of it, for every row.
_BY_INDEX: Final = """
SET CONSTRAINTS ALL IMMEDIATE;
DISCARD PLANS;
SET LOCAL enable_seqscan = off;
SET LOCAL enable_bitmapscan = off
"""
_AS_BEFORE: Final = """
SET CONSTRAINTS ALL DEFERRED;
SET LOCAL enable_seqscan TO DEFAULT;
SET LOCAL enable_bitmapscan TO DEFAULT
"""


class Scribe(AbstractContextManager["Scribe"]):
    """Copies sheaves one after another in a thread of its own, inside the transaction.

    PostgreSQL keeps indexes and checks references on the other core meanwhile. Until the end
    of the `with` nobody else may use the connection.
    """

    def __init__(self) -> None:
        self.work: Queue[Any] = Queue(_AHEAD)
        self.is_over = False
        self.failure: BaseException | None = None

    def __enter__(self) -> "Scribe":
        with connection.cursor() as cursor:
            cursor.execute(_BY_INDEX)
        self.patience = sys.getswitchinterval()
        sys.setswitchinterval(_PATIENCE)
        self.thread = Thread(target=self._copy_all, args=(connection.connection,))
        self.thread.start()
        return self

    def write(self, sheaf: Sheaf) -> None:
        """Hand the rows over."""
        for part in sheaf.parts():
            self.work.put(part)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        reason: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.work.put(None)
        self.thread.join()
        sys.setswitchinterval(self.patience)
        if self.failure and kind is None:
            with connection.wrap_database_errors:
                raise self.failure
        if kind is None:
            with connection.cursor() as cursor:
                cursor.execute(_AS_BEFORE)

    def _copy_all(self, plain: Any) -> None:
        try:
            with plain.cursor() as cursor:
                while found := self._next():
                    statement, lines = found
                    with cursor.copy(statement) as copy:
                        copy.write(lines)
        except BaseException as reason:
            self.failure = reason
            while not self.is_over:  # taken, not written, so that nobody waits for room
                self._next()

    def _next(self) -> Any:
        """A statement and its lines; nothing once all work is at an end."""
        found = self.work.get()
        self.is_over = found is None
        return found

"""Rows go to the database while the next ones are made ready."""

from contextlib import AbstractContextManager
from queue import Queue
from threading import Thread
from types import TracebackType
from typing import Any, Final

from django.db import connection

from tuoyu.institutions.services.ledger.copying import Sheaf
from tuoyu.institutions.services.ledger.numbering import Blocks, Numbers, numbers_in

_AHEAD: Final = 40  # chunks waiting to be written; more would only fill memory
_NO_MORE_LINES: Final = b""


class Scribe(AbstractContextManager["Scribe"]):
    """Copies sheaves one after another in a thread of its own, inside the transaction.

    PostgreSQL keeps indexes and checks references on the other core meanwhile. Until the end
    of the `with` nobody else may use the connection.
    """

    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers
        self.work: Queue[Any] = Queue(_AHEAD)
        self.is_over = False
        self.failure: BaseException | None = None

    def __enter__(self) -> "Scribe":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        self.thread = Thread(target=self._copy_all, args=(connection.connection,))
        self.thread.start()
        return self

    def write(self, sheaf: Sheaf) -> Blocks:
        """Hand the rows over; gives the numbers they will have."""
        if not sheaf.rows:
            return []
        self.work.put(sheaf.statement)
        used = self.numbers.use(sheaf.model, len(sheaf.rows))
        for lines in sheaf.lines(numbers_in(used)):
            self.work.put(lines)
        self.work.put(_NO_MORE_LINES)
        return used

    def __exit__(
        self,
        kind: type[BaseException] | None,
        reason: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.work.put(None)
        self.thread.join()
        if self.failure and kind is None:
            with connection.wrap_database_errors:
                raise self.failure
        if kind is None:
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    def _copy_all(self, plain: Any) -> None:
        try:
            with plain.cursor() as cursor:
                while statement := self._next():
                    with cursor.copy(statement) as copy:
                        while lines := self._next():
                            copy.write(lines)
        except BaseException as reason:
            self.failure = reason
            while not self.is_over:  # taken, not written, so that nobody waits for room
                self._next()

    def _next(self) -> Any:
        """A statement, its lines, and nothing once they or all work are at an end."""
        if self.is_over:
            return None
        found = self.work.get()
        self.is_over = found is None
        return found

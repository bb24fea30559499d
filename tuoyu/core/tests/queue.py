"""An empty queue before a test that lets a real worker run, and after it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def empty_queue() -> Iterator[None]:
    """Django does not empty these tables between tests: they are not its own."""
    _empty()
    yield
    _empty()


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")

"""A real worker in a test: an empty queue before and after it, and the worker itself."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import connection, connections


@contextmanager
def empty_queue() -> Iterator[None]:
    """Django does not empty these tables between tests: they are not its own."""
    _empty()
    yield
    _empty()


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


def work_once(**options: Any) -> None:
    """`tuoyu work --once` on a thread of its own: in ours, a browser's loop may be running."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(_work, options).result()


def _work(options: dict[str, Any]) -> None:
    try:
        call_command("work", once=True, **options)
    finally:
        connections.close_all()

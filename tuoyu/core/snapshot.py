"""Several questions about one moment, asked at once on connections of their own.

One connection of PostgreSQL reckons on little more than one core. A question that divides by
rows is asked in parts, a connection each, and all of them read one exported snapshot: what is
committed meanwhile is in none of them.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection, transaction

Rows = list[tuple[Any, ...]]


def ask(text: str, values: Any = None) -> Rows:
    """The rows of one reckoning query; JIT costs more than it saves; hashes fit in memory."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off; SET LOCAL work_mem = '256MB'")
        cursor.execute(text, values)
        return list(cursor.fetchall())


def ask_at_once(texts: Sequence[str]) -> list[Rows]:
    """The rows of each query, as of one moment; not inside a transaction."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        with ThreadPoolExecutor(max(1, len(texts) - 1)) as others:
            asked = [others.submit(_aside, text, snapshot) for text in texts[1:]]
            own = [_share(cursor, text) for text in texts[:1]]
            return own + [one.result() for one in asked]


def _aside(text: str, snapshot: str) -> Rows:
    """On the thread's own connection, which ends with it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SET TRANSACTION SNAPSHOT %s", [snapshot])
            return _share(cursor, text)
    finally:
        connection.close()


def _share(cursor: Any, text: str) -> Rows:
    """Each share on one core: the others have the rest.

    A share is large, but bounds on both sides of a join make it look small to the planner, who
    would then look rows up one by one.
    """
    cursor.execute("SET LOCAL jit = off; SET LOCAL work_mem = '256MB'")
    cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
    cursor.execute("SET LOCAL enable_nestloop = off")
    cursor.execute(text)
    return list(cursor.fetchall())

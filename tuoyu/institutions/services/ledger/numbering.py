"""Row numbers, in runs and between marks."""

from collections.abc import Iterable
from itertools import chain

from django.db import connection, models

# First and last number of each run, both included: [[3, 5], [9, 9]].
Blocks = list[list[int]]


def numbers_in(blocks: Blocks) -> list[int]:
    return list(chain.from_iterable(range(first, last + 1) for first, last in blocks))


def take_numbers(model: type[models.Model], count: int) -> Blocks:
    """The next `count` numbers; others may take some in between, so they come in runs."""
    with connection.cursor() as cursor:
        cursor.execute(
            # MATERIALIZED, or the sequence is looked up again for every number.
            "WITH sequence AS MATERIALIZED"
            " (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS name),"
            " taken AS (SELECT nextval(name) AS number FROM sequence, generate_series(1, %s)),"
            " runs AS (SELECT number, number - row_number() OVER (ORDER BY number) AS run"
            "          FROM taken)"
            " SELECT min(number), max(number) FROM runs GROUP BY run ORDER BY 1",
            [model._meta.db_table, count],
        )
        return [list(run) for run in cursor.fetchall()]


def marks(kinds: Iterable[type[models.Model]]) -> dict[str, int]:
    """The next number of each: what is written between two marks has a number between them."""
    labels = {kind._meta.db_table: kind._meta.label_lower for kind in kinds}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, nextval(pg_get_serial_sequence(name, 'id'))"
            " FROM unnest(%s::text[]) AS name",
            [list(labels)],
        )
        return {labels[name]: number for name, number in cursor.fetchall()}


def as_blocks(numbers: list[int]) -> Blocks:
    """[3, 4, 5, 9] as [[3, 5], [9, 9]]."""
    blocks: Blocks = []
    for number in sorted(numbers):
        if blocks and blocks[-1][1] == number - 1:
            blocks[-1][1] = number
        else:
            blocks.append([number, number])
    return blocks

"""Row numbers taken from their sequences beforehand, in runs."""

from collections.abc import Mapping
from itertools import chain

from django.db import connection, models

# First and last number of each run, both included: [[3, 5], [9, 9]].
Blocks = list[list[int]]
Wanted = Mapping[type[models.Model], int]


class Numbers:
    """So many numbers for the rows of each model; those that nobody uses stay unused."""

    def __init__(self, wanted: Wanted) -> None:
        self.blocks = {model: take_numbers(model, count) for model, count in wanted.items()}

    def of(self, model: type[models.Model]) -> list[int]:
        """Those not yet used, in the order in which they will be."""
        return numbers_in(self.blocks[model])

    def use(self, model: type[models.Model], count: int) -> Blocks:
        """The next `count` of them, which nobody gets again."""
        used, left = _parted(self.blocks[model], count)
        self.blocks[model] = left
        return used


def numbers_in(blocks: Blocks) -> list[int]:
    return list(chain.from_iterable(range(first, last + 1) for first, last in blocks))


def _parted(blocks: Blocks, count: int) -> tuple[Blocks, Blocks]:
    used: Blocks = []
    left: Blocks = []
    for first, last in blocks:
        middle = min(last, first + count - 1)
        if middle >= first:
            used.append([first, middle])
        if middle < last:
            left.append([max(first, middle + 1), last])
        count = max(0, count - (last - first + 1))
    return used, left


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


def as_blocks(numbers: list[int]) -> Blocks:
    """[3, 4, 5, 9] as [[3, 5], [9, 9]]."""
    blocks: Blocks = []
    for number in sorted(numbers):
        if blocks and blocks[-1][1] == number - 1:
            blocks[-1][1] = number
        else:
            blocks.append([number, number])
    return blocks

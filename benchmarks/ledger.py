"""A ledger of 20,000 rows judged and written, against calamine reading it and a raw COPY."""

import io
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import django

django.setup()

import python_calamine  # noqa: E402
import xlsxwriter  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from tuoyu.core import clock  # noqa: E402
from tuoyu.core.ledger.pausing import collector_paused  # noqa: E402
from tuoyu.institutions.models import LedgerImport  # noqa: E402
from tuoyu.institutions.services import ledger as ledgers  # noqa: E402
from tuoyu.institutions.services.ledger.numbering import (  # noqa: E402
    numbers_in,
    take_numbers,
)
from tuoyu.institutions.services.ledger.scribe import Scribe  # noqa: E402
from tuoyu.institutions.tests.ledgers import HEADS, make_row  # noqa: E402
from tuoyu.records.services import CLOCKWORK  # noqa: E402

ROWS = int(os.environ.get("BENCH_LEDGER_ROWS", "20000"))
RUNS = int(os.environ.get("BENCH_RUNS", "5"))
# One table of the register: its name, the columns written, and the rows as Python has them.
Part = tuple[str, list[str], list[list[Any]]]


def main() -> None:
    content = _workbook()
    ledger, parts = _what_is_written(content)
    cells = values = tables = ours = 1e9
    for _ in range(RUNS):
        cells = min(cells, _read_and_copy(content, _as_text))
        values = min(values, _read_and_copy(content, lambda rows: parts))
        tables = min(tables, _read_and_copy_into_the_register(content, ledger, parts))
        ours = min(ours, _import(content)[0])
    rows, new = sum(len(part[2]) for part in parts), ledger.summary["result"]["new"]
    print(
        f"RESULT ledger of {ROWS:,} rows, {new:,} new, {rows:,} rows written: {ours:.2f} s |"
        f" calamine and COPY of the same values into bare tables {values:.2f} s ="
        f" {ours / values:.1f}×; into the register's own tables {tables:.2f} s ="
        f" {ours / tables:.1f}×; of the file's {len(HEADS)} columns as text {cells:.2f} s ="
        f" {ours / cells:.1f}× | ≤ 5×"
    )


def _workbook() -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("台账")
    sheet.write_row(0, 0, HEADS)
    for number in range(1, ROWS + 1):
        sheet.write_row(number, 0, make_row(number))
    book.close()
    return file.getvalue()


def _as_text(rows: list[list[Any]]) -> list[Part]:
    return [("cells", [f"c{number}" for number in range(len(HEADS))], rows[1:])]


def _what_is_written(content: bytes) -> tuple[LedgerImport, list[Part]]:
    """One import, and its rows as they were handed to COPY, numbers and blanks included."""
    found: dict[Any, Part] = {}
    write = Scribe.write

    def listen(scribe: Scribe, sheaf: Any) -> None:
        blanks = list(sheaf.blanks.values())
        names = [*sheaf.columns, *sheaf.blanks]
        _, _, rows = found.setdefault(sheaf.model, (sheaf.model._meta.db_table, names, []))
        rows += ([_plain(value) for value in (*row, *blanks)] for row in sheaf.rows)
        write(scribe, sheaf)

    Scribe.write = listen  # type: ignore[method-assign,assignment]
    _, ledger = _import(content)
    Scribe.write = write  # type: ignore[method-assign]
    return ledger, [_numbered(model, part) for model, part in found.items()]


def _numbered(model: Any, part: Part) -> Part:
    """With the numbers that the database gave where the rows brought none."""
    table, names, rows = part
    if "id" in names:
        return part
    numbers = numbers_in(take_numbers(model, len(rows)))
    numbered = [[number, *row] for number, row in zip(numbers, rows, strict=True)]
    return table, ["id", *names], numbered


def _plain(value: Any) -> Any:
    return connection.ops.adapt_json_value(value, None) if isinstance(value, list) else value


def _read_and_copy(content: bytes, choose: Callable[[list[list[Any]]], list[Part]]) -> float:
    """Into tables that have the columns but no index, no key and nothing to check."""
    with _bare_tables(choose([[]])):
        start = time.perf_counter()
        for table, names, rows in choose(_read(content)):
            _copy(f"bare_{table}", names, rows)
        return time.perf_counter() - start


def _read_and_copy_into_the_register(
    content: bytes, ledger: LedgerImport, parts: list[Part]
) -> float:
    """Every index kept and every reference checked, as for anybody who writes there."""
    with transaction.atomic():
        ledger.attachment.save(force_insert=True)
        ledger.save(force_insert=True)
        start = time.perf_counter()
        _read(content)
        for table, names, rows in parts:
            _copy(table, names, rows)
        _check_references()
        seconds = time.perf_counter() - start
        transaction.set_rollback(True)
    return seconds


def _read(content: bytes) -> list[list[Any]]:
    book = python_calamine.load_workbook(io.BytesIO(content))
    return book.get_sheet_by_index(0).to_python()


def _copy(table: str, names: list[str], rows: list[list[Any]]) -> None:
    columns = ", ".join(f'"{name}"' for name in names)
    statement = f"COPY {table} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _check_references() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@contextmanager
def _bare_tables(parts: list[Part]) -> Iterator[None]:
    """Made and committed beforehand, so that their rows are logged as ours are."""
    with connection.cursor() as cursor:
        for table, names, _ in parts:
            text = ", ".join(f"{name} text" for name in names)
            columns = text if table == "cells" else f"LIKE {table}"
            cursor.execute(f"CREATE TABLE bare_{table} ({columns})")
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        with connection.cursor() as cursor:
            for table, _, _ in parts:
                cursor.execute(f"DROP TABLE bare_{table}")


def _import(content: bytes) -> tuple[float, LedgerImport]:
    """Judged, written and every reference checked, as `tuoyu import-ledger --commit` does it;
    then rolled back and settled, so that each run meets the same register."""
    with collector_paused(), transaction.atomic():
        start, at = time.perf_counter(), clock.now()
        ledger, _ = ledgers.enter_ledger(content, name="台账.xlsx", by=CLOCKWORK, at=at)
        _check_references()
        seconds = time.perf_counter() - start
        transaction.set_rollback(True)
    ledgers.settle_in()
    return seconds, ledger


if __name__ == "__main__":
    main()

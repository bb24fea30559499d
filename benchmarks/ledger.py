"""A ledger of 20,000 rows judged and written, against calamine reading it and a raw COPY."""

import io
import os
import time

import django

django.setup()

import python_calamine  # noqa: E402
import xlsxwriter  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from tuoyu.core import clock  # noqa: E402
from tuoyu.institutions.services import ledger as ledgers  # noqa: E402
from tuoyu.institutions.tests.ledgers import HEADS, make_row  # noqa: E402
from tuoyu.records.services import CLOCKWORK  # noqa: E402

ROWS = int(os.environ.get("BENCH_LEDGER_ROWS", "20000"))


def main() -> None:
    content = _workbook()
    plain, ours = 1e9, 1e9
    for _ in range(3):
        plain = min(plain, _read_and_copy(content))
        seconds, new = _import(content)
        ours = min(ours, seconds)
    print(
        f"RESULT ledger of {ROWS:,} rows, {new:,} new | {ours:.1f} s; calamine and COPY"
        f" {plain:.2f} s = {ours / plain:.1f}× | ≤ 5×"
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


def _read_and_copy(content: bytes) -> float:
    start = time.perf_counter()
    rows = python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    columns = ", ".join(f"c{number} text" for number in range(len(HEADS)))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE plain ({columns}) ON COMMIT DROP")
        with cursor.copy("COPY plain FROM STDIN") as copy:
            for row in rows[1:]:
                copy.write_row(row)
    return time.perf_counter() - start


def _import(content: bytes) -> tuple[float, int]:
    """Judged and written, then rolled back, so that each run meets the same register."""
    with transaction.atomic():
        start = time.perf_counter()
        at = clock.now()
        ledger, judgement = ledgers.take_ledger(content, name="台账.xlsx", by=CLOCKWORK, at=at)
        ledger = ledgers.write_ledger(ledger, judgement, {}, by=CLOCKWORK, at=at)
        seconds = time.perf_counter() - start
        new = int(ledger.summary["result"]["new"])
        transaction.set_rollback(True)
    return seconds, new


main()

"""A judgement kept for the screen: the summary, and one row of the table for each row."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from tuoyu.core.ledger.judging import RowJudgement
from tuoyu.core.ledger.ledger import JudgedTable, Ledger
from tuoyu.core.ledger.points import Outcome, Place, Point, Weight
from tuoyu.core.ledger.report import outline
from tuoyu.institutions.models import LedgerImport, LedgerRow
from tuoyu.institutions.services.ledger.copying import Sheaf
from tuoyu.institutions.services.ledger.judging import Judgement
from tuoyu.institutions.services.ledger.pointing import masked
from tuoyu.institutions.services.ledger.scribe import Scribe

LONGEST_CELL: Final = 300
# The table it stands in, its number in the file, and the row itself.
Placed = tuple[int, int, RowJudgement]


def summarise(judgement: Judgement) -> dict[str, Any]:
    """Everything but the rows: sheets, columns, points about sheets, counts, open claims."""
    rows = judgement.rows
    counts = Counter(row.outcome.value for row in rows)
    settle = sum(any(p.weight is Weight.SETTLE for p in row.points) for row in rows)
    return outline(judgement.ledger) | {
        "tables": [
            {"sheet": table.table.sheet.title, "heads": _heads(table)}
            for table in _tables(judgement.ledger)
        ],
        "points": [
            _plain(point) for sheet in judgement.ledger.sheets for point in sheet.points
        ],
        "counts": {outcome.value: counts[outcome.value] for outcome in Outcome},
        "to_settle": settle,
        "rows": len(rows),
    }


def keep_rows(ledger: LedgerImport, judgement: Judgement) -> None:
    """Replace the rows of this ledger; what an officer chose goes with the old judgement."""
    LedgerRow.objects.filter(ledger=ledger).delete()
    numbers = {row.place: number for number, row in enumerate(judgement.rows, start=1)}
    with Scribe() as scribe:
        for part in judgement.parts:
            rows = ((part.table, number, row) for number, row in part.rows)
            scribe.write(bind(ledger, rows, numbers, {}))


def bind(
    ledger: LedgerImport,
    rows: Iterable[Placed],
    numbers: Mapping[Place, int],
    institutions: Mapping[int, int],
) -> Sheaf:
    """Rows as the screens show them. `numbers`: of each row by its place in the file;
    `institutions`: what a row became part of, by its number."""
    sheaf = Sheaf(
        LedgerRow,
        *("ledger_id", "number", "institution_id", "sheet", "row", "table", "outcome", "name"),
        *("county", "matched_id", "same_as", "why", "to_settle", "points", "changes"),
    )
    for table, number, row in rows:
        sheaf.add(ledger.pk, number, institutions.get(number), *_row(row, table, numbers))
    return sheaf


def _tables(ledger: Ledger) -> list[JudgedTable]:
    return [table for sheet in ledger.sheets for table in sheet.tables]


def _heads(table: JudgedTable) -> list[list[str]]:
    """Letter, heading and field of every column that has a name."""
    matches = table.mapping.matches
    return [
        [
            column.letter,
            column.name,
            matches[column.position].field if column.position in matches else "",
        ]
        for column in table.mapping.columns
    ]


def _row(row: RowJudgement, table: int, numbers: Mapping[Place, int]) -> tuple[Any, ...]:
    entry = row.entry
    return (
        row.place.sheet[:40],
        row.place.row,
        table,
        row.outcome.value,
        (entry.name or "")[:160],
        entry.region.code if entry.region else "",
        int(row.matched) if row.matched else None,
        numbers[row.same_as] if row.same_as else None,
        row.why[:120],
        sum(point.weight is Weight.SETTLE for point in row.points),
        [_plain(point) for point in row.points],
        [[name, _said(old), _said(new)] for name, (old, new) in (row.changes or {}).items()],
    )


def _plain(point: Point) -> list[Any]:
    """Sheet, row, column, field, value, reason, suggestion, weight; people's numbers masked."""
    value = masked(point).value[:LONGEST_CELL]
    return [*point[:4], value, *point[5:7], point.weight.value]


def _said(value: object) -> str:
    if value is None or value == "":
        return "空"
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)

"""The refused rows of a ledger as a workbook: as they came, the reason beside each cell."""

from tuoyu.core.ledger.judging import RowJudgement
from tuoyu.core.ledger.ledger import JudgedTable, Ledger
from tuoyu.core.ledger.points import Outcome, Point, Weight
from tuoyu.core.sheets.columns import position
from tuoyu.core.sheets.export import Column, Reason, write_table
from tuoyu.core.sheets.values import Cell

_PLACE = (Column("工作表", 14), Column("行号", 8))


def write_refused(ledger: Ledger) -> bytes:
    """An xlsx with the columns of the first table; other tables' rows follow by column name."""
    tables = [table for sheet in ledger.sheets for table in sheet.tables]
    names = list(
        dict.fromkeys(c.name for table in tables for c in table.mapping.columns if c.name)
    )
    picked = [
        (table, row) for table in tables for row in table.rows if row.outcome is Outcome.REFUSED
    ]
    rows = [
        [row.place.sheet, row.place.row, *_cells(table, row, names)] for table, row in picked
    ]
    reasons = {at: _reasons(table, row, names) for at, (table, row) in enumerate(picked)}
    columns = [*_PLACE, *(Column(name) for name in names)]
    return write_table(
        columns,
        rows,
        title="退回的行",
        sheet="退回的行",
        reasons=reasons,
        reason_header="退回原因",
    )


def _cells(table: JudgedTable, row: RowJudgement, names: list[str]) -> list[Cell | None]:
    at = {column.name: column.position for column in table.mapping.columns}
    return [row.cells[at[name]] if name in at else None for name in names]


def _reasons(table: JudgedTable, row: RowJudgement, names: list[str]) -> list[Reason]:
    heads = {column.position: column.name for column in table.mapping.columns}
    return [
        Reason(_column(point, heads, names), f"{point.reason}。{point.suggestion}".rstrip("。"))
        for point in row.points
        if point.weight is Weight.REFUSE
    ]


def _column(point: Point, heads: dict[int, str], names: list[str]) -> int:
    name = heads.get(position(point.column), "") if point.column else ""
    return len(_PLACE) + names.index(name) if name in names else 0

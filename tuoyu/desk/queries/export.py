"""The inbox as a spreadsheet."""

from collections.abc import Iterable
from datetime import date

from tuoyu.core.sheets.export import Column, write_table
from tuoyu.desk.queries.inbox import GROUPS, Line, lines
from tuoyu.filing.models import Filing

COLUMNS = (
    Column("办件编号", 16),
    Column("机构", 32),
    Column("事项", 12),
    Column("属地", 14),
    Column("当前一步", 14),
    Column("期限", 12),
    Column("剩余", 10),
    Column("分组", 14),
    Column("提交", 12),
    Column("承办", 12),
    Column("补正次数", 10),
)


def workbook(filings: Iterable[Filing], *, on: date) -> bytes:
    rows = (_row(line) for line in lines(filings, on=on))
    return write_table(COLUMNS, rows, title=f"待办备案（{on}）", sheet="待办")


def _row(line: Line) -> list[str | int | date | None]:
    filing = line.filing
    return [
        filing.number,
        filing.title,
        filing.get_kind_display(),
        filing.region.name,
        line.step,
        filing.due_on,
        None if line.left is None else f"{line.left} {line.unit}",
        dict(GROUPS)[line.group],
        filing.submitted_at.date() if filing.submitted_at else None,
        filing.officer.name if filing.officer else "",
        filing.corrections,
    ]

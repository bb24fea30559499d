"""The inbox as a spreadsheet."""

from collections.abc import Iterable
from datetime import date, datetime

from tuoyu.core.clock import CITY_ZONE
from tuoyu.core.sheets.export import Column, write_table
from tuoyu.desk.queries.dues import SORTS, Due
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


CALENDAR_COLUMNS = (
    Column("日期", 12),
    Column("类别", 12),
    Column("什么到期", 36),
    Column("谁", 40),
)


def calendar_workbook(dues: Iterable[Due], *, month: date) -> bytes:
    rows: Iterable[list[str | date]] = (
        [due.on, SORTS[due.sort], due.what, due.who] for due in dues
    )
    title = f"{month.year} 年 {month.month} 月到期事项"
    return write_table(CALENDAR_COLUMNS, rows, title=title, sheet="日历")


def workbook(filings: Iterable[Filing], *, on: date) -> bytes:
    rows = (_row(line) for line in lines(filings, on=on))
    return write_table(COLUMNS, rows, title=f"待办备案（{on}）", sheet="待办")


def _day(moment: datetime | None) -> date | None:
    """In the city: what came before eight in the morning is of that day in no other zone."""
    return moment.astimezone(CITY_ZONE).date() if moment else None


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
        _day(filing.submitted_at),
        filing.officer.name if filing.officer else "",
        filing.corrections,
    ]

"""The tables of a plan: tasks with what they promise, and how each table was understood."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from tuoyu.books.plan_reader.belonging import Clause, clause_of
from tuoyu.books.plan_reader.deadlines import Deadline, deadlines_of
from tuoyu.books.plan_reader.outline import Captioned, Outline
from tuoyu.books.plan_reader.quantities import quantities
from tuoyu.books.plan_reader.tables import TaskTable
from tuoyu.books.plan_reader.tasks import Task, bare, tasks_of

_LONGEST = 40
_UNNAMED = "任务表"


def tasks_in(
    found: Outline, clauses: Sequence[Clause], issued_on: date | None, per: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows of all tables of tasks, and every table in the order of the text."""
    tasks: list[dict[str, Any]] = []
    tables = []
    known = [one for one in found.tables if isinstance(one.table, TaskTable)]
    for captioned in found.tables:
        if not isinstance(captioned.table, TaskTable):
            tables.append(_not_understood(captioned))
            continue
        number = known.index(captioned) + 1
        title = captioned.table.title or captioned.caption or _UNNAMED
        rows, notes = tasks_of(captioned.table, title, number, issued_on)
        label = f"附表{number}" if len(known) > 1 else "附表"
        own = [_task(row, clauses, issued_on, per) for row in rows]
        tasks.extend(
            one | {"id": f"{label}-{one['row']}", "says": f"{title}第 {one['row']} 行"}
            for one in own
        )
        tables.append(_understood(captioned.table, title, notes, len(rows)))
    return tasks, tables


def _task(
    task: Task, clauses: Sequence[Clause], issued_on: date | None, per: str
) -> dict[str, Any]:
    days = [*task.days, *deadlines_of(task.text, issued_on)]
    by_day: dict[date, Deadline] = {}
    for day in days:
        by_day.setdefault(day.by, day)
    return {
        "table": task.table,
        "row": task.row,
        "clause": clause_of(task, clauses),
        "heading": _heading(task),
        "text": task.text,
        "units": task.units,
        "deadlines": [
            {"by": d.by.isoformat(), "text": d.text.removeprefix("到")} for d in by_day.values()
        ],
        "targets": _promised(task, list(by_day.values()), per),
        "doubts": task.doubts,
    }


def _promised(task: Task, days: list[Deadline], per: str) -> list[dict[str, Any]]:
    """A column of a year promises by the end of that year; other columns by the row's days."""
    found = quantities(task.promises, days, per)
    for text, by in task.by_year:
        found.extend(one | {"by": by.isoformat()} for one in quantities(text, [], per))
    return found


def _heading(task: Task) -> str:
    name = bare(task.task.split("\n")[0])
    return re.split(r"[，。；：,;:]", name)[0][:_LONGEST] or task.task[:_LONGEST]


def _understood(table: TaskTable, title: str, notes: list[str], count: int) -> dict[str, Any]:
    heads = [column.head for column in table.columns if column.head]
    return {"title": title, "columns": heads, "rows": count, "notes": notes, "read": True}


def _not_understood(captioned: Captioned) -> dict[str, Any]:
    rows = captioned.lines
    return {"title": captioned.caption, "rows": len(rows), "lines": rows, "read": False}

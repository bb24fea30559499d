"""The strip over the inbox: how much falls due on which of the coming days."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from tuoyu.core import clock

WEEK = "一二三四五六日"


def strip_days(on: date) -> list[date]:
    """Today and the next seven days."""
    return [on + timedelta(days=n) for n in range(8)]


def strip(found: Iterable[tuple[date | None, bool, int]], on: date) -> list[dict[str, Any]]:
    """The cells above the list: overdue, eight days, later, standing still."""
    found = list(found)
    by_day = {due_on: number for due_on, stands, number in found if due_on and not stands}
    days = strip_days(on)
    late = sum(n for day, n in by_day.items() if day < on)
    cells = [_cell("overdue", "已超期", late, "late" if late else "")]
    cells += _day_cells(days, by_day, on)
    cells.append(_cell("later", "以后", sum(n for d, n in by_day.items() if d > days[-1])))
    cells.append(_cell("stopped", "计时中止", sum(n for _, stands, n in found if stands)))
    return cells


def _day_cells(days: list[date], by_day: dict[date, int], on: date) -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = []
    off: list[date] = []
    for day in days:
        if day != on and not clock.is_workday(day) and day not in by_day:
            off.append(day)
            continue
        cells += [_off(off)] if off else []
        off = []
        label = f"今天 周{WEEK[day.weekday()]} {day.day}" if day == on else _label(day, on)
        cells.append(_cell(day.isoformat(), label, by_day.get(day, 0), "now" * (day == on)))
    return [*cells, _off(off)] if off else cells


def _label(day: date, on: date) -> str:
    shown = f"{day.day}" if day.month == on.month else f"{day:%m-%d}"
    return f"周{WEEK[day.weekday()]} {shown}"


def _off(days: list[date]) -> dict[str, Any]:
    week = "".join(WEEK[day.weekday()] for day in days)
    span = f"{days[0].day}–{days[-1].day}" if len(days) > 1 else f"{days[0].day}"
    return {"label": f"周{week} {span}", "count": 0, "state": "off", "key": ""}


def _cell(key: str, label: str, count: int, state: str = "") -> dict[str, Any]:
    return {"label": label, "count": count, "state": state, "key": key}

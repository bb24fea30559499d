"""`tuoyu read-plan FILE`: clauses, units, dates and quantities of a government plan."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tuoyu.books.plan_reader import joined, read_plan
from tuoyu.core.errors import Refused

TARGET = ("min", "max", "object", "per")
CLAUSE = ("id", "heading", "text", "units", "deadlines")


class Command(BaseCommand):
    help = "从方案文件（txt、docx）读出条款、责任单位、时限和数量"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="方案文件")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise Refused(f"找不到文件“{path}”。")
        plan = read_plan(path.read_bytes(), path.name)
        if options["json"]:
            self.stdout.write(json.dumps(_shape(plan), ensure_ascii=False))
            return
        self.stdout.write("\n".join(_lines(plan)))


def _clauses(plan: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Rows of a table of tasks with the clause they belong to, or as clauses of their own."""
    return joined(plan["clauses"], plan["tasks"])


def _shape(plan: Mapping[str, Any]) -> dict[str, Any]:
    """What scripts rely on, and no more."""
    clauses = [
        {name: clause[name] for name in CLAUSE}
        | {"targets": [{name: one[name] for name in TARGET} for one in clause["targets"]]}
        for clause in _clauses(plan)
    ]
    return {"title": plan["title"], "issued_on": plan["issued_on"], "clauses": clauses}


def _lines(plan: Mapping[str, Any]) -> list[str]:
    clauses = _clauses(plan)
    head = f"{plan['title']}（{plan['issued_on'] or '日期不明'}），{len(clauses)} 条"
    doubts = [f"{one['says']}：{doubt}" for one in plan["tasks"] for doubt in one["doubts"]]
    return [head, *map(_line, clauses), *map(_told, plan["tables"]), *doubts]


def _line(clause: Mapping[str, Any]) -> str:
    units = "、".join(clause["units"]) or "没有写责任单位"
    days = "、".join(deadline["by"] for deadline in clause["deadlines"])
    return f"{clause['id']} {clause['heading']}｜{units}{'｜' + days if days else ''}"


def _told(table: Mapping[str, Any]) -> str:
    """How a table was read, so that nobody takes it for left out."""
    if not table["read"]:
        return f"有一张 {table['rows']} 行的表没有认出列，原样留在前面的条款里"
    return f"{table['title']}：{table['rows']} 行，列为{'、'.join(table['columns'])}"

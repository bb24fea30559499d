"""`tuoyu coverage`: every clause of the plan, and what proves it."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tuoyu.planning.queries.coverage import coverage, coverage_page


class Command(BaseCommand):
    help = "方案每一条由什么证明（docs/plan-coverage.md 由它生成）"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(coverage(), ensure_ascii=False))
            return
        self.stdout.write(coverage_page(), ending="")

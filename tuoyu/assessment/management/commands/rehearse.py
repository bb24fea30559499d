"""`tuoyu rehearse DRAFT.yaml`: what a draft would do to the city; nothing is written."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tuoyu.assessment.queries import library
from tuoyu.assessment.queries.rehearsal import rehearse
from tuoyu.core.clock import today
from tuoyu.core.errors import Refused


class Command(BaseCommand):
    help = "把草案放到全市名册上推演，不写入任何判断"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("draft", type=Path, help="草案文件（YAML）")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["draft"]
        if not path.is_file():
            raise Refused(f"找不到文件“{path}”。")
        result = rehearse(library().read_draft(path.read_bytes(), path.name), today())
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False, default=str))
            return
        self.stdout.write(f"{result['title']}（草案，未生效）：{result['fall']} 家会新增不达标")
        for rule in result["rules"]:
            counted = f"新增不符合 {rule['newly_broken']} 处，待查明 {rule['unknown']} 处"
            self.stdout.write(f"  {rule['says']}：{counted}")
        for county in result["counties"]:
            counted = f"{county['institutions']} 家，受影响托位 {county['places']} 个"
            self.stdout.write(f"  {county['name']}：{counted}")

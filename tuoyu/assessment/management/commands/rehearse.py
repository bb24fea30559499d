"""`tuoyu rehearse DRAFT.yaml`: what a draft would do to the city; nothing is written."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from tuoyu.assessment.queries.drafts import checked_draft
from tuoyu.assessment.queries.rehearsal import needs, rehearse
from tuoyu.books import Book, BookError
from tuoyu.core.clock import today
from tuoyu.core.errors import Refused


class Command(BaseCommand):
    help = "把草案放到全市名册上推演，不写入任何判断"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("draft", type=Path, help="草案文件（YAML）")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        draft = _read(options["draft"])
        result, falls = rehearse(draft, today(), settings.CITY_CODE)
        if options["json"]:
            whole = result | {"needs": needs(falls)}
            self.stdout.write(json.dumps(whole, ensure_ascii=False, default=str))
            return
        self.stdout.write("\n".join(_lines(result)))


def _read(path: Path) -> Book:
    if not path.is_file():
        raise Refused(f"找不到文件“{path}”。")
    try:
        return checked_draft(path.read_text("utf-8-sig"), path.name)
    except UnicodeDecodeError:
        raise Refused(f"“{path.name}”不是 UTF-8 文本。") from None
    except BookError as error:
        raise Refused("；".join(map(str, error.problems))) from error


def _lines(result: dict[str, Any]) -> list[str]:
    fall = f"{result['fall']} 家会新增不达标，涉及托位 {result['places']} 个"
    head = f"{result['title']}（草案，未生效）：{fall}"
    rules = [
        f"  {rule['says']}：新增不符合 {rule['newly_broken']} 处，待查明 {rule['unknown']} 处"
        for rule in result["rules"]
    ]
    counties = [
        f"  {county['name']}：{county['institutions']} 家，涉及托位 {county['places']} 个"
        for county in result["counties"]
        if county["institutions"]
    ]
    return [head, *rules, *counties]

"""`tuoyu export-trail --from DATE --to DATE FILE`: an extract that can be verified anywhere."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from tuoyu.core import clock
from tuoyu.core.obstacles import reason_of
from tuoyu.records.queries.seals import extract


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as reason:
        raise CommandError(f"日期应写成 2026-11-24 这样，现在是“{text}”。") from reason


class Command(BaseCommand):
    help = "导出一段日期的留痕和封存，供 tuoyu verify 或 tools/verify_trail.py 核验。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="since", type=_day, help="从哪天起（默认最早）")
        parser.add_argument("--to", dest="until", type=_day, help="到哪天止（默认今天）")
        parser.add_argument("file", type=Path, help="写到哪个文件")

    def handle(self, *args: Any, **options: Any) -> None:
        since = options["since"] or date(2000, 1, 1)
        until = options["until"] or clock.today()
        if until < since:
            raise CommandError("截止日期早于开始日期。")
        target: Path = options["file"]
        fresh = target.with_name(target.name + ".part")
        try:
            count = _write(fresh, since, until)
        except OSError as reason:
            raise CommandError(f"写不了 {target}：{reason_of(reason)}。") from reason
        fresh.rename(target)
        self.stdout.write(f"已写出 {count} 行到 {target}")


def _write(path: Path, since: date, until: date) -> int:
    """All from one snapshot, so that seals and entries belong together."""
    with transaction.atomic(), path.open("w", encoding="utf-8") as file:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        count = 0
        for line in extract(since, until, at=clock.now()):
            file.write(line)
            count += 1
    return count

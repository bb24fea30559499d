"""`tuoyu verify [FILE]`: check an extract, or without a file the trail of this database."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tuoyu.core.obstacles import reason_of
from tuoyu.core.trail_proof import report, verify
from tuoyu.records.queries.seals import check_all


class Command(BaseCommand):
    help = "核验留痕摘录；不给文件时，核验本库全部封存。有改动时退出码为 1。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="export-trail 写出的文件")
        parser.add_argument("--anchor", default="", help="链上应当有的封存摘要")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path | None = options["file"]
        if path is None:
            findings = check_all()
        else:
            try:
                with path.open(encoding="utf-8") as file:
                    findings = verify(file, anchor=options["anchor"])
            except OSError as reason:
                raise CommandError(f"读不了 {path}：{reason_of(reason)}。") from reason
            except (KeyError, TypeError, ValueError) as reason:
                raise CommandError(f"{path} 不是留痕摘录，或已经残缺。") from reason
        self.stdout.write(report(findings))
        if findings.problems:
            sys.exit(1)

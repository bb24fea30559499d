"""`tuoyu demo-ledger FILE`: write a sample ledger to import."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tuoyu.demo.ledger import ledger


class Command(BaseCommand):
    help = "写出一份示例备案台账（虚构），用来试导入"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="写到哪个 xlsx 文件")

    def handle(self, *args: Any, **options: Any) -> None:
        options["file"].write_bytes(ledger())
        self.stdout.write(f"示例台账已写到 {options['file'].name}。")

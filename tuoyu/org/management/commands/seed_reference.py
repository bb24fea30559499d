"""`tuoyu seed_reference`: lay regions, townships and units; safe to repeat."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tuoyu.core import clock
from tuoyu.org.services.reference import FOLDER, seed_reference
from tuoyu.records.services import CLOCKWORK


class Command(BaseCommand):
    help = "铺设基础数据：区划到乡镇、各级单位。可以重复执行，不改动已有的行。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=FOLDER, help="三个 CSV 所在目录")

    def handle(self, *args: Any, **options: Any) -> None:
        laid = seed_reference(options["folder"], by=CLOCKWORK, at=clock.now())
        self.stdout.write(f"新增区划 {laid.regions} 个、单位 {laid.units} 个。")

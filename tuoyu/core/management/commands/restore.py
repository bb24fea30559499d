"""`tuoyu restore FILE [--replace]`: what a backup holds, checked first, then put in place."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from tuoyu.core import backup, embedded
from tuoyu.core.backup.places import keys, store


class Command(BaseCommand):
    help = "从备份文件恢复数据库和附件"
    requires_system_checks = []  # a rescue must not depend on the rest

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="tuoyu backup 存下的文件")
        parser.add_argument("--replace", action="store_true", help="整体替换现有数据")

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        held = backup.restore(
            embedded.ensure(), store(settings), file, replace=replace, keys=keys(settings)
        )
        self.stdout.write(f"已恢复 {held.made_at} 的备份，附件 {held.attachments} 个。")
        self.stdout.write("请执行 tuoyu migrate，然后启动服务。")

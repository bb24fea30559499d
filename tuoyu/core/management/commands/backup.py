"""`tuoyu backup FILE`: database and attachments in one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from tuoyu.core import backup, embedded
from tuoyu.core.backup.places import keys, store


class Command(BaseCommand):
    help = "把数据库和附件存成一个备份文件"
    requires_system_checks = []  # a rescue must not depend on the rest

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="备份文件，不会覆盖已有的")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        saved = backup.save(embedded.ensure(), store(settings), file, keys=keys(settings))
        size = file.stat().st_size / 1024 / 1024
        self.stdout.write(f"已备份到 {file}（{size:.1f} MB，附件 {saved.attachments} 个）。")
        self.stdout.write("密钥不在备份里，请另存一份 secrets.env 或 .env。")
        if store(settings) is None:
            self.stdout.write("附件存放在对象存储，请用它自己的备份。")

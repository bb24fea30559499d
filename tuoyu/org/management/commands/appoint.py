"""`tuoyu appoint ROLE ACCOUNT NAME`: the first system, security and audit administrators."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tuoyu.core import clock
from tuoyu.org.permissions import APART
from tuoyu.org.services.beginning import appoint_first
from tuoyu.records.services import CLOCKWORK


class Command(BaseCommand):
    help = "指定第一位系统、安全或审计管理员；以后的人都在系统里建立和授予。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", help="、".join(sorted(APART)))
        parser.add_argument("account", help="登录用的账号")
        parser.add_argument("name", help="姓名")

    def handle(self, *args: Any, **options: Any) -> None:
        user, password = appoint_first(
            options["role"],
            username=options["account"],
            name=options["name"],
            by=CLOCKWORK,
            at=clock.now(),
        )
        self.stdout.write(f"{user.name}，账号 {user.username}，一次性密码 {password}")

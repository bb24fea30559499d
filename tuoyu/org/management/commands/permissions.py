"""`tuoyu permissions`: the permission matrix."""

from typing import Any

from django.core.management.base import BaseCommand

from tuoyu.org.queries.matrix import matrix_page


class Command(BaseCommand):
    help = "输出权限表（docs/permissions.md 由它生成）"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(matrix_page(), ending="")

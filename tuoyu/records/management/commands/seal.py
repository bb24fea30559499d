"""`tuoyu seal`: seal the trail now instead of at the next minute."""

from typing import Any

from django.core.management.base import BaseCommand

from tuoyu.core import clock
from tuoyu.records.services import seal_entries


class Command(BaseCommand):
    help = "立即封存留痕（平时每分钟自动封存一次）。"

    def handle(self, *args: Any, **options: Any) -> None:
        seal = seal_entries(clock.now())
        if seal is None:
            self.stdout.write("没有新的留痕要封存。")
        else:
            self.stdout.write(f"{seal}：{seal.count} 条，摘要 {seal.digest}")

"""`tuoyu facts`: the fact dictionary, as the rooms state it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tuoyu.assessment.queries.dictionary import dictionary


class Command(BaseCommand):
    help = "输出事实字典（docs/facts.md 由它生成）"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--subject", help="只看一类事实")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(dictionary(options["subject"]), ending="")

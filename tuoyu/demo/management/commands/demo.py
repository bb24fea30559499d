"""`tuoyu demo --institutions N`: lay a demo city of any size."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tuoyu.core.clock import today
from tuoyu.demo.city import SEED, lay_register
from tuoyu.institutions.models import Institution


class Command(BaseCommand):
    help = "铺设示范城市：机构、人员、备案均为虚构，同样的种子得到同样的城市"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--institutions", type=int, default=160, help="机构家数")
        parser.add_argument("--seed", type=int, default=SEED, help="随机种子")
        parser.add_argument(
            "--if-empty", action="store_true", help="名册里已有机构就什么都不做"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and Institution.objects.exists():
            return
        people = lay_register(options["institutions"], today=today(), seed=options["seed"])
        self.stdout.write(
            f"示范城市已铺好：{options['institutions']} 家机构，{people} 名从业人员。"
        )

"""`tuoyu demo --institutions N`: lay a demo city of any size."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from tuoyu.core.clock import now, today
from tuoyu.core.errors import Refused
from tuoyu.demo.accounts import ACCOUNTS, NEWCOMER, PASSWORD
from tuoyu.demo.city import SEED, lay_city, lay_register
from tuoyu.institutions.models import Institution


class Command(BaseCommand):
    help = "铺设示范城市：机构、人员、备案均为虚构，同样的种子得到同样的城市"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--institutions", type=int, default=160, help="机构家数")
        parser.add_argument("--seed", type=int, default=SEED, help="随机种子")
        parser.add_argument(
            "--if-empty", action="store_true", help="名册里已有机构就什么都不做"
        )
        parser.add_argument("--register-only", action="store_true", help="只铺名册，供测速")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.HTTPS:
            raise Refused("正式环境不能铺示范数据：它带有公开密码的账号。")
        if Institution.objects.exists():
            if options["if_empty"]:
                return
            raise Refused("名册里已有机构，示范城市只铺在空库里。")
        count, seed = options["institutions"], options["seed"]
        if count < 1:
            raise Refused("机构家数至少是 1。")
        if options["register_only"]:
            people = lay_register(count, today=today(), seed=seed)
        else:
            people = lay_city(count, now=now(), seed=seed)
        self.stdout.write(f"示范城市已铺好：{count} 家机构，{people} 名从业人员。")


def accounts() -> list[str]:
    """The demo accounts, one a line, as `make run` prints them."""
    lines = [f"{account.username:<10} {account.role.label}" for account in ACCOUNTS]
    lines += ["manager    机构负责人（已备案机构）", f"{NEWCOMER:<10} 机构负责人（正要备案）"]
    return [*lines, f"密码都是 {PASSWORD}"]

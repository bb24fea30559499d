"""tuoyu import-ledger FILE [--commit] [--json] [--as USERNAME]"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from tuoyu.core import clock
from tuoyu.core.ledger.pausing import collector_paused
from tuoyu.core.ledger.points import Outcome, Weight
from tuoyu.core.ledger.report import report
from tuoyu.core.sheets.opening import open_workbook
from tuoyu.institutions.permissions import IMPORT
from tuoyu.institutions.services import ledger as ledgers
from tuoyu.institutions.services.ledger.judging import Judgement, judge
from tuoyu.org.models import User
from tuoyu.records.services import CLOCKWORK, Actor


class Command(BaseCommand):
    help = "判读一份备案台账；加 --commit 才写入登记册"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="台账文件（xlsx、xls、ods 或 csv）")
        parser.add_argument("--commit", action="store_true", help="写入登记册（一次事务）")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")
        parser.add_argument("--as", dest="username", default="", help="以哪个账号办理")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        content = _content(file)
        by = _actor(options["username"])
        if options["commit"]:
            found = _commit(content, file.name, by)
        else:
            found = _report(_judge(content, file.name, by))
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
        else:
            self._print(found, committed=options["commit"])

    def _print(self, found: dict[str, Any], *, committed: bool) -> None:
        refused = len({(point["sheet"], point["row"]) for point in found["refused"]})
        head = (
            f"{found['rows']} 行：新增 {found['new']}，更新 {found['update']}，"
            f"重复 {len(found['duplicates'])}，退回 {refused}"
        )
        self.stdout.write(head)
        for point in (*found["refused"], *found["warnings"]):
            if point["weight"] != Weight.INFO:
                place = f"{point['sheet']}!{point['column']}{point['row']}"
                self.stdout.write(f"  {place} {point['label']}：{point['reason']}")
        self.stdout.write("已写入登记册。" if committed else "没有写入。加 --commit 才写入。")


def _content(file: Path) -> bytes:
    if not file.is_file():
        raise CommandError(f"找不到文件：{file}")
    ledgers.check_size(file.stat().st_size)
    return file.read_bytes()


def _actor(username: str) -> Actor:
    if not username:
        return CLOCKWORK
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise CommandError(f"没有“{username}”这个账号。")
    if not user.may(IMPORT):
        raise CommandError(f"“{username}”的岗位不能导入台账。")
    return user


def _judge(content: bytes, name: str, by: Actor) -> Judgement:
    workbook = open_workbook(content, name=name)
    return judge(workbook, within=ledgers.reach_of(by), on=clock.today())


@collector_paused()
@transaction.atomic
def _commit(content: bytes, name: str, by: Actor) -> dict[str, Any]:
    _, judgement = ledgers.enter_ledger(content, name=name, by=by, at=clock.now())
    return _report(judgement)


def _report(judgement: Judgement) -> dict[str, Any]:
    """The library's report, with what this register had to add to it."""
    found = report(judgement.ledger)
    if not found["rows"]:
        raise CommandError("这份文件里没有找到一行机构，请确认是备案台账，并且有表头。")
    outcomes = [row.outcome for row in judgement.rows]
    return found | {
        "new": outcomes.count(Outcome.NEW),
        "update": outcomes.count(Outcome.UPDATE),
    }

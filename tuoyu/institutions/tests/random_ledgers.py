"""Random registers, and random ledgers that tell of them; a seed gives the same ones again."""

from datetime import date, timedelta
from random import Random
from typing import Any

from stdnum.cn import uscc

from tuoyu.institutions.models import Institution, Standing
from tuoyu.institutions.services import lay_out
from tuoyu.institutions.tests.ledgers import make_ledger, make_row
from tuoyu.institutions.tests.make import NOON, make_content, make_institution, make_profile
from tuoyu.records.services import CLOCKWORK

TODAY = NOON.date()
MANY = 8
_DAYS = (date(2025, 9, 1), date(2026, 1, 5), date(2026, 3, 31), date(2026, 4, 20), TODAY)
_SERVICES = (
    ("全日托", "1680"),
    ("全日托", "1500-1800元/月"),
    ("全日托、计时托", "全日托1700元/月，计时托20元/小时"),
    ("全日托、半日托", ""),
    ("全日托", "1680元/月，伙食费300元/月"),
    ("", ""),
)


def make_register(dice: Random) -> list[Institution]:
    """Some know all about themselves, some little; some since long, some since today."""
    return [_make_one(number, dice) for number in range(1, MANY + 1)]


def _make_one(number: int, dice: Random) -> Institution:
    content = make_content(profile=make_profile(places=dice.choice((20, 35, None))))
    for part in ("site", "classes", "offerings", "practice"):
        if dice.random() < 0.3:
            del content[part]
    if "site" not in content or "classes" not in content:
        del content["rooms"]
    if "site" in content and dice.random() < 0.5:
        content["site"] |= {"address": _address(number, dice), "building_area_m2": "420.10"}
    institution = make_institution(
        content=content,
        name=f"小石榴托育园{number}",
        phone=f"1380000{number:04d}",
        credit_code=dice.choice(("", _code(number))),
        on=dice.choice(_DAYS),
    )
    if "site" in content and dice.random() < 0.7:
        _move_on(institution)
    standing = Standing.objects.filter(institution=institution)
    standing.update(status=dice.choice(("registered", "filed", "suspended", "cancelled")))
    if dice.random() < 0.1:
        standing.delete()
    return institution


def _move_on(institution: Institution) -> None:
    """Its site stands in a later row than the first."""
    day = max(date(2026, 3, 1), institution.sites.get().starts_on)
    lay_out(
        {"site": {"tenure": "owned"}},
        institution=institution,
        region=institution.region,
        on=day,
        by=CLOCKWORK,
        at=NOON,
    )


def make_random_ledger(dice: Random) -> bytes:
    """Of those the register knows and of some it does not."""
    title = dice.choice(
        ("新华区托育机构备案台账", "新华区托育机构备案台账（截至2026年3月31日）")
    )
    rows = [_row(number, dice) for number in range(1, MANY + 4) if dice.random() < 0.9]
    dice.shuffle(rows)
    return make_ledger(*rows, *dice.sample(rows, 1), title=title)


def _row(number: int, dice: Random) -> list[Any]:
    services, price = dice.choice(_SERVICES)
    return make_row(
        number,
        地址=_address(number, dice),
        负责人=dice.choice(("周敏", "赵娜", "")),
        统一社会信用代码=dice.choice(("", _code(number))),
        托位数=dice.choice((20, 35, "")),
        实际收托数=dice.choice((12, "")),
        托小班=dice.choice((0, 1, 2)),
        托大班=dice.choice((0, 1)),
        服务形式=services,
        收费标准=price,
        是否普惠=dice.choice(("是", "否", "")),
        建筑面积=dice.choice((420.1, 420, 333.33, "")),
        备案时间=dice.choice(("2023-05-18", str(TODAY - timedelta(days=3)), "")),
        状态=dice.choice(("已备案", "未备案", "暂停", "已注销", "整改中", "")),
        备注=dice.choice(("", "视频只存30天", "视频只存90天")),
    )


def _address(number: int, dice: Random) -> str:
    return dice.choice((f"平顶山市新华区建设路 {number} 号", f"新华区光明路 {number} 号"))


def _code(number: int) -> str:
    body = f"91410402MA40A{number:04d}"
    return body + str(uscc.calc_check_digit(body))

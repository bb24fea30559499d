"""Small ledgers written on the spot, as offices keep them."""

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from tuoyu.institutions.models import LedgerImport, Point
from tuoyu.institutions.services import ledger as services
from tuoyu.institutions.tests.make import NOON
from tuoyu.org.models import User
from tuoyu.org.permissions import Role
from tuoyu.org.tests.make import COUNTY as COUNTY_CODE
from tuoyu.org.tests.make import make_unit, make_user

HEADS = (
    *(
        "序号",
        "县（市、区）",
        "机构名称",
        "机构性质",
        "统一社会信用代码",
        "地址",
        "负责人",
        "联系电话",
    ),
    *("托位数", "实际收托数", "乳儿班", "托小班", "托大班", "混合班", "保育人员数", "备案时间"),
    *("服务形式", "收费标准", "是否普惠", "建筑面积", "状态", "备注"),
)
COUNTY = "新华区"
CODES = (
    *("91410402MA40A00014", "91410402MA40A00022", "91410402MA40A00030"),
    *("91410402MA40A00049", "91410402MA40A00057", "91410402MA40A00065"),
)


def make_row(number: int = 1, **cells: Any) -> list[Any]:
    """A sound row; keywords replace cells by their heading."""
    sound = dict(
        zip(
            HEADS,
            (
                number,
                COUNTY,
                f"小石榴托育园{number}",
                "企业",
                "",
                f"平顶山市新华区建设路 {number} 号",
                "周敏",
                f"1380000{number:04d}",
                35,
                30,
                0,
                1,
                1,
                0,
                6,
                "2023-05-18",
                "全日托",
                1680,
                "是",
                420.5,
                "已备案",
                "",
            ),
            strict=True,
        )
    )
    return list((sound | cells).values())


def make_ledger(
    *rows: Sequence[Any],
    sheets: dict[str, list[Sequence[Any]]] | None = None,
    title: str = "托育机构备案台账",
    heads: Sequence[str] = HEADS,
    totals: Sequence[Sequence[Any]] = (),
) -> bytes:
    """An xlsx with a title, one header row, the rows, and whatever stands under them."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for name, content in (sheets or {"台账": [*rows, *totals]}).items():
            sheet = book.add_worksheet(name)
            sheet.merge_range(0, 0, 0, len(heads) - 1, title)
            sheet.write_row(1, 0, heads)
            for at, row in enumerate(content, start=2):
                sheet.write_row(at, 0, row)
    return target.getvalue()


def make_officer(region: str = COUNTY_CODE) -> User:
    return make_user(Role.COUNTY_OFFICER, make_unit(region), name="李静")


def read(content: bytes, by: User | None = None, name: str = "台账.xlsx") -> LedgerImport:
    return services.read_ledger(content, name=name, by=by or make_officer(), at=NOON)


def enter(content: bytes, by: User | None = None) -> LedgerImport:
    officer = by or make_officer()
    return services.commit_ledger(read(content, officer), by=officer, at=NOON)


def reasons() -> str:
    return "\n".join(f"{point.field}：{point.reason}" for point in Point.objects.all())

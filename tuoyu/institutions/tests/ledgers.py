"""Small ledgers written on the spot, as offices keep them."""

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

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

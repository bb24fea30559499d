"""A filing ledger as an office might really keep it: to be imported, corrected and undone."""

import io
from random import Random
from typing import Any

import xlsxwriter

from tuoyu.demo import names

HEADERS = (
    "序号",
    "县(市、区)",
    "机构名称",
    "机构性质",
    "统一社会信用代码",
    "地址",
    "负责人",
    "联系电话",
    "托位数",
    "在托人数",
    "乳儿班",
    "托小班",
    "托大班",
    "保育人员数",
    "保健人员数",
    "备案时间",
    "服务形式",
    "收费标准(元/月)",
    "是否普惠",
    "建筑面积(㎡)",
    "状态",
    "登记机关",
    "备注",
)
CLASSES = slice(10, 13)
COUNTIES = (("新华区", "410402"), ("卫东区", "410403"), ("叶县", "410422"))
DATES = ("2023-11-14", "20231202", "2021年2月17日", "2024/8/14", "2022.6.5", "2024年4月", 45347)
PRICES = ("1,980", "1680元/月", 1580, "面议", "全日2200 半日1400")
REMARKS = ("", "", "", "视频只存30天", "法人变更，待更新", "示范机构", "搬迁")


def ledger(seed: int = 7) -> bytes:
    """An xlsx with a title, two header rows, county blocks, subtotals, a total and a note."""
    random, file = Random(seed), io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("台账")
        middle = book.add_format({"align": "center", "valign": "vcenter"})
        sheet.merge_range(0, 0, 0, len(HEADERS) - 1, "示例托育机构备案台账", middle)
        _head(sheet, middle)
        row, serial = 3, 1
        for county, code in COUNTIES:
            first = row
            for _ in range(6):
                _write(sheet, row, _line(random, serial, county, code))
                row, serial = row + 1, serial + 1
            sheet.merge_range(first, 1, row - 1, 1, county, middle)
            _write(sheet, row, ["小计", None, f"{county}共6家"])
            row += 1
        _write(sheet, row, ["合计", None, f"{serial - 1}家"])
        _write(sheet, row + 1, ["注：托位数以备案为准。本表人员和机构均为虚构。"])
    return file.getvalue()


def _head(sheet: Any, middle: Any) -> None:
    for column, name in enumerate(HEADERS):
        if CLASSES.start <= column < CLASSES.stop:
            sheet.write(2, column, name)
        else:
            sheet.merge_range(1, column, 2, column, name, middle)
    sheet.merge_range(1, CLASSES.start, 1, CLASSES.stop - 1, "班级设置", middle)


def _line(random: Random, serial: int, county: str, code: str) -> list[Any]:
    places = random.choice((20, 35, 45, "45个", 55))
    name = f"示例{random.choice(names.FIRST)}{random.choice(names.SECOND)}托育园"
    company = random.random() < 0.6
    credit = names.credit_code(random, "company" if company else "social_service", code)
    return [
        serial,
        None,
        name,
        "营利性" if company else "民办非企业",
        _spoiled(random, credit),
        f"{county}{random.choice(names.STREETS)}{random.randint(1, 90)}号",
        names.person_name(random),
        f"0375-000{random.randint(0, 9999):04d}",
        places,
        random.choice((12, "26人", 30)),
        random.choice((None, 1)),
        1,
        random.choice((1, 2)),
        random.randint(3, 9),
        random.randint(0, 2),
        random.choice(DATES),
        random.choice(("全日托", "全日托、半日托", "全日、半日、计时、临时")),
        random.choice(PRICES),
        random.choice(("√", "是", "否", "Y", None)),
        random.choice((320, 485.2, 762)),
        random.choice(("已备案", "备案", "整改中", "未备案", "暂停")),
        "市场监管局" if company else "民政局",
        random.choice(REMARKS),
    ]


def _spoiled(random: Random, code: str) -> str:
    """Most codes are right; some are missing, in lower case, full width, or mistyped."""
    luck = random.random()
    if luck < 0.1:
        return "办理中"
    if luck < 0.2:
        return code.lower()
    if luck < 0.3:
        return "".join(chr(ord(char) + 0xFEE0) for char in code)
    return code[:-1] + ("0" if code[-1] != "0" else "1") if luck < 0.4 else code


def _write(sheet: Any, row: int, cells: list[Any]) -> None:
    for column, cell in enumerate(cells):
        if cell is not None:
            sheet.write(row, column, cell)

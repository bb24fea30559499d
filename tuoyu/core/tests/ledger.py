"""Makers of ledgers for tests: one legal row, changed where the test says so."""

from collections.abc import Iterable
from typing import Any

from tuoyu.core.ledger.judging import Bench, RowJudgement, make_bench
from tuoyu.core.ledger.known import Known
from tuoyu.core.ledger.ledger import Ledger, judge_ledger
from tuoyu.core.ledger.points import Weight
from tuoyu.core.ledger.regions import Region, Regions
from tuoyu.core.sheets.workbook import Workbook
from tuoyu.core.tests.sheet import make_sheet

REGIONS = Regions(
    [
        Region("410402", "新华区"),
        Region("410422", "叶县"),
        Region("410481", "舞钢市"),
        Region("410471", "高新区", ("高新技术产业开发区",)),
        Region("410472", "城乡一体化示范区", ("示范区",)),
    ],
    city="平顶山市",
)
HEADINGS = {
    "region": "县(市、区)",
    "name": "机构名称",
    "legal_form": "机构性质",
    "code": "统一社会信用代码",
    "address": "地址",
    "head": "负责人",
    "phone": "联系电话",
    "places": "托位数",
    "children": "实际收托数",
    "infant": "乳儿班",
    "junior": "托小班",
    "senior": "托大班",
    "mixed": "混合班",
    "carers": "保育人员数",
    "filed_on": "备案时间",
    "services": "服务形式",
    "prices": "收费标准",
    "inclusive": "是否普惠",
    "area": "建筑面积",
    "status": "状态",
    "registrar": "登记机关",
    "fire": "消防手续",
    "remark": "备注",
}
LEGAL: dict[str, Any] = {
    "region": "叶县",
    "name": "小鹿托育服务有限公司",
    "legal_form": "营利性",
    "code": "91410422UJEH6NFG0G",
    "address": "叶县文化路1号",
    "head": "示例甲",
    "phone": "13800000001",
    "places": 45,
    "children": 40,
    "infant": 1,
    "junior": 1,
    "senior": 1,
    "mixed": "",
    "carers": 9,
    "filed_on": "2023-08-01",
    "services": "全日托",
    "prices": 1800,
    "inclusive": "是",
    "area": 500,
    "status": "已备案",
    "registrar": "市场监管局",
    "fire": "已验收",
    "remark": "",
}


def make_row(**changes: Any) -> list[Any]:
    return [changes.get(field, LEGAL[field]) for field in HEADINGS]


def make_ledger(*rows: list[Any], title: str = "", name: str = "台账") -> Workbook:
    """A workbook with one sheet, its header the headings above; rows may be of any kind."""
    titles = [[title]] if title else []
    return Workbook(
        "台账.xlsx", "xlsx", (make_sheet([*titles, [*HEADINGS.values()], *rows], name=name),)
    )


def judge(*rows: list[Any], known: Iterable[Known] = (), title: str = "") -> Ledger:
    return judge_ledger(make_ledger(*rows, title=title), make_test_bench(known))


def judge_one(**changes: Any) -> RowJudgement:
    return judge(make_row(**changes)).rows[0]


def make_test_bench(known: Iterable[Known] = ()) -> Bench:
    return make_bench(REGIONS, known)


def said(row: RowJudgement, weight: Weight = Weight.SETTLE) -> list[str]:
    return [f"{point.field}：{point.reason}" for point in row.points if point.weight is weight]

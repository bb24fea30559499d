"""The county office's own ledger, where the reference folder is at hand."""

from collections import Counter
from pathlib import Path

import pytest

from tuoyu.core.ledger.judging import make_bench
from tuoyu.core.ledger.ledger import Ledger, judge_ledger
from tuoyu.core.ledger.points import Outcome, Weight
from tuoyu.core.ledger.regions import Region, Regions
from tuoyu.core.sheets.opening import open_path

LEDGER = Path(__file__).resolve().parents[4] / "shared/data/filing-ledger-2026.xlsx"
pytestmark = pytest.mark.skipif(
    not LEDGER.exists(), reason="the shared reference folder is not beside the project"
)
COUNTIES = (
    "410402 新华区,410403 卫东区,410404 石龙区,410411 湛河区,410421 宝丰县,410422 叶县,"
    "410423 鲁山县,410425 郏县,410471 高新区,410472 城乡一体化示范区,"
    "410481 舞钢市,410482 汝州市"
)


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    regions = [Region(pair[:6], pair[7:]) for pair in COUNTIES.split(",")]
    return judge_ledger(open_path(LEDGER), make_bench(Regions(regions, city="平顶山市")))


def test_every_row_of_every_sheet_is_accounted_for(ledger: Ledger) -> None:
    assert [sheet.layout.counts() for sheet in ledger.sheets] == [
        {"title": 2, "header": 2, "data": 24, "subtotal": 1, "total": 1, "note": 1},
        {"title": 2, "header": 2, "data": 25, "subtotal": 3, "total": 1, "note": 1},
        {"title": 2, "header": 2, "data": 30, "total": 1, "note": 1},
        {"instruction": 1},
    ]


def test_the_institutions_written_twice_are_counted_once(ledger: Ledger) -> None:
    outcomes = Counter(row.outcome for row in ledger.rows)
    twice = [
        (str(r.place), str(r.same_as)) for r in ledger.rows if r.outcome is Outcome.DUPLICATE
    ]

    assert outcomes == {Outcome.NEW: 77, Outcome.DUPLICATE: 2}
    assert twice == [
        ("“县”第 32 行", "“县”第 27 行"),
        ("“县级市及功能区”第 34 行", "“县级市及功能区”第 24 行"),
    ]


def test_every_column_is_understood(ledger: Ledger) -> None:
    for sheet in ledger.sheets[:3]:
        assert sheet.tables[0].mapping.unmapped() == []
        assert len(sheet.tables[0].mapping.matches) == 25


def test_every_row_has_its_county_and_a_day(ledger: Ledger) -> None:
    counted = Counter(row.entry.region.name for row in ledger.rows if row.entry.region)

    assert counted["石龙区"] == 7
    assert counted["叶县"] == 6
    assert sum(counted.values()) == 79
    assert all(row.entry.filed_on and row.entry.places for row in ledger.rows)


@pytest.mark.parametrize(
    ("sheet", "row", "column", "words"),
    [
        ("市辖区", 4, "L", "隐藏列"),
        ("市辖区", 5, "E", "批注：请核对"),
        ("市辖区", 5, "F", "地下或半地下"),
        ("市辖区", 9, "E", "办理中"),
        ("市辖区", 14, "E", "校验位不符"),
        ("市辖区", 15, "Y", "示范机构（2021 年）"),
        ("市辖区", 17, "U", "平均每个托位只有 1.2 m²"),
        ("市辖区", 17, "V", "已注销”，却还有 37 名"),
        ("市辖区", 17, "Y", "录像只保存 30 天"),
        ("市辖区", 18, "B", "沿用第 17 行的“石龙区”"),
        ("市辖区", 18, "E", "整理为 924104040ER2PXGWHT"),
        ("市辖区", 26, "I", "家庭托育点托位 10 个"),
        ("市辖区", 31, "I", "12 个单元格是文字"),
        ("县", 14, "Q", "Excel 日期数 44425 读作 2021-08-17"),
        ("县", 16, "I", "托位 92 个，按所列 5 个班最多 80 个"),
        ("县", 18, "J", "收托 48 人，多于托位 45 个"),
        ("县", 34, "C", "1 行重复，去重后相符"),
        ("县级市及功能区", 10, "E", "整理为 92410481RLNLXN4DUN"),
        ("县级市及功能区", 16, "Q", "只写到月"),
        ("县级市及功能区", 27, "S", "没有金额"),
    ],
)
def test_each_oddity_surfaces_at_its_cell(
    ledger: Ledger, sheet: str, row: int, column: str, words: str
) -> None:
    found = [
        p.reason for p in ledger.points if (p.sheet, p.row, p.column) == (sheet, row, column)
    ]

    assert any(words in reason for reason in found), found


def test_nothing_is_refused_that_can_be_settled(ledger: Ledger) -> None:
    assert not [point for point in ledger.points if point.weight is Weight.REFUSE]

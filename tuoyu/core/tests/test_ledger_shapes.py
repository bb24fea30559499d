"""Ledgers of other shapes than ours: other order, wording, sheets and file kinds."""

from typing import Any

from tuoyu.core.ledger.ledger import Ledger, judge_ledger
from tuoyu.core.ledger.points import Outcome
from tuoyu.core.sheets.opening import open_workbook
from tuoyu.core.tests.ledger import make_test_bench
from tuoyu.core.tests.sheet import make_ods, make_workbook, make_xls

CODE = "91410422UJEH6NFG0G"


def judged(content: bytes, name: str) -> Ledger:
    return judge_ledger(open_workbook(content, name=name), make_test_bench())


def test_a_list_in_gbk_with_other_words_in_another_order() -> None:
    text = (
        "舞钢市婴幼儿照护服务机构一览表,,,,,,\n"
        "收托规模,详细地址,单位名称,联系方式,社会信用代码,在托人数,备案状态\n"
        f"30,钢城路8号,阳光托育服务有限公司,13800000000,{CODE},12,已备案\n"
        "二十,钢城路9号,小鹿家庭托育,,,3,未备案\n"
        "合计：2家,,,,,,\n"
    )

    ledger = judged(text.encode("gbk"), "一览表.csv")

    first, second = (row.entry for row in ledger.rows)
    assert [row.outcome for row in ledger.rows] == [Outcome.NEW, Outcome.NEW]
    assert (first.name, first.places, first.children, first.status) == (
        *("阳光托育服务有限公司", 30, 12, "filed"),
    )
    assert (first.code, first.phone) == (CODE, "13800000000")
    assert first.region
    assert first.region.name == "舞钢市"
    assert (second.places, second.form) == (20, "family_site")


def test_one_sheet_for_each_county_with_the_header_far_down() -> None:
    head = ["机构名称", "托位", "机构地址", "备注"]
    rows: dict[str, list[list[Any]]] = {
        "填表须知": [["请逐项填写，不得空项。"], ["于每月五日前报送。"]],
        "叶县": [
            ["台账"],
            [""],
            [""],
            ["填报人：甲"],
            head,
            ["阳光托育园", 20, "昆阳路1号", ""],
        ],
        "高新区": [head, ["小鹿托育园", 45, "姚电大道2号", ""], ["小计", 45, "", ""]],
    }

    ledger = judge_ledger(make_workbook(rows), make_test_bench())

    counties = [row.entry.region.name for row in ledger.rows if row.entry.region]
    assert counties == ["叶县", "高新区"]
    assert [sheet.layout.counts().get("instruction", 0) for sheet in ledger.sheets] == [2, 0, 0]


def test_a_row_with_an_empty_county_is_never_given_the_one_before_a_subtotal() -> None:
    rows = [
        ["区县", "机构名称", "地址"],
        ["叶县", "阳光托育园", "昆阳路1号"],
        ["小计", "叶县共1家", ""],
        ["", "小鹿托育园", "姚电大道2号"],
    ]

    ledger = judge_ledger(make_workbook({"表": rows}), make_test_bench())

    assert [row.outcome for row in ledger.rows] == [Outcome.NEW, Outcome.REFUSED]


def test_old_xls_and_ods_ledgers_are_judged_alike() -> None:
    head: list[Any] = ["县区", "机构名称", "托位数"]
    row: list[Any] = ["叶县", "阳光托育园", 20.0]
    cells = {(r, c): v for r, values in enumerate((head, row)) for c, v in enumerate(values)}
    shown = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{v}</text:p>'
            "</table:table-cell>"
            for v in values
        )
        + "</table:table-row>"
        for values in (head, row)
    )

    old, ods = judged(make_xls(cells), "x.xls"), judged(make_ods(shown), "x.ods")

    assert (
        [r.entry.name for r in old.rows] == [r.entry.name for r in ods.rows] == ["阳光托育园"]
    )
    assert old.rows[0].entry.places == 20


def test_two_tables_under_one_another_are_both_read() -> None:
    rows: list[list[Any]] = [
        ["一、叶县"],
        ["机构名称", "托位数", "地址"],
        ["阳光托育园", 20, "叶县昆阳路1号"],
        [""],
        ["机构名称", "地址", "联系电话"],
        ["小鹿托育园", "新华区中兴路2号", "13800000000"],
    ]

    ledger = judge_ledger(make_workbook({"表": rows}), make_test_bench())

    assert [row.entry.name for row in ledger.rows] == ["阳光托育园", "小鹿托育园"]
    assert ledger.rows[1].entry.phone == "13800000000"

from typing import Any

import pytest

from tuoyu.core.sheets.layout import Kind
from tuoyu.core.sheets.tables import fill_down, lay_out
from tuoyu.core.tests.sheet import make_sheet

KNOWN = {"序号", "县区", "机构名称", "托位数", "乳儿班", "托小班", "地址", "备注"}


def knows(text: str) -> bool:
    return text in KNOWN


def kinds(rows: list[list[Any]], *merges: tuple[int, int, int, int]) -> list[str]:
    return [line.kind.value for line in lay_out(make_sheet(rows, *merges), knows).lines]


HEAD: list[Any] = ["序号", "县区", "机构名称", "托位数"]


def test_every_row_is_told_apart() -> None:
    rows: list[list[Any]] = [
        ["托育机构台账", "", "", ""],
        ["填报单位：示例", "", "", ""],
        HEAD,
        [1, "新华区", "小鹿", 45],
        ["小计", "", "新华区共1家", ""],
        ["", "", "", ""],
        [2, "叶县", "阳光", 20],
        [3, "", "", ""],
        ["合计", "", "2家", 65],
        ["注：托位数以备案为准。", "", "", ""],
    ]

    assert kinds(rows) == [
        *("title", "title", "header", "data", "subtotal", "blank", "data", "numbered"),
        *("total", "note"),
    ]


def test_two_merged_header_rows_are_joined() -> None:
    rows: list[list[Any]] = [
        ["序号", "机构名称", "班级设置", "", "备注"],
        ["", "", "乳儿班", "托小班", ""],
        [1, "小鹿", 1, 2, ""],
    ]
    sheet = make_sheet(rows, (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 2, 4))

    table = lay_out(sheet, knows).tables[0]

    assert [c.name for c in table.columns] == [
        "序号",
        "机构名称",
        "班级设置/乳儿班",
        "班级设置/托小班",
        "备注",
    ]
    assert [line.row for line in table.data] == [3]


def test_two_header_rows_are_joined_where_merges_are_unknown() -> None:
    rows: list[list[Any]] = [
        ["序号", "机构名称", "班级设置", "", "备注"],
        ["", "", "乳儿班", "托小班", ""],
        [1, "小鹿", 1, 2, ""],
    ]

    table = lay_out(make_sheet(rows), knows).tables[0]

    assert [c.name for c in table.columns][2:4] == ["班级设置/乳儿班", "班级设置/托小班"]


def test_group_names_above_the_known_header_belong_to_it() -> None:
    rows: list[list[Any]] = [["基本情况", "", "", "规模"], HEAD, [1, "叶县", "小鹿", 45]]
    layout = lay_out(make_sheet(rows, (1, 0, 1, 2)), knows)

    assert [c.name for c in layout.tables[0].columns][-1] == "规模/托位数"
    assert [line.kind.value for line in layout.lines] == ["header", "header", "data"]


def test_a_header_repeated_on_each_page_is_no_data() -> None:
    rows: list[list[Any]] = [HEAD, [1, "叶县", "小鹿", 45], HEAD, [2, "叶县", "阳光", 20]]

    assert kinds(rows) == ["header", "data", "header", "data"]


def test_a_second_table_with_other_columns_begins_anew() -> None:
    rows: list[list[Any]] = [
        HEAD,
        [1, "叶县", "小鹿", 45],
        ["", "", "", ""],
        ["机构名称", "地址", "备注", ""],
        ["阳光", "叶县", "", ""],
    ]

    layout = lay_out(make_sheet(rows), knows)

    assert [len(table.data) for table in layout.tables] == [1, 1]
    assert layout.tables[1].columns[0].name == "机构名称"


def test_a_heading_inside_the_table_is_kept_apart() -> None:
    rows: list[list[Any]] = [HEAD, ["一、新华区", "", "", ""], [1, "", "小鹿", 45]]

    assert kinds(rows) == ["header", "heading", "data"]


def test_prose_is_instruction_and_an_unnamed_table_is_unread() -> None:
    assert kinds([["本表由各县填报。"], ["请按时报送。"]]) == ["instruction", "instruction"]
    assert set(kinds([[1, 2, 3, 4], [5, 6, 7, 8]])) == {"unread"}


def test_without_a_vocabulary_a_header_is_found_by_its_looks() -> None:
    layout = lay_out(make_sheet([["标题", "", ""], ["甲", "乙", "丙"], [1, 2, 3]]))

    assert [c.name for c in layout.tables[0].columns] == ["甲", "乙", "丙"]


@pytest.mark.parametrize("word", ["小计", "合 计", "新华区合计", "总计：", "全市合计"])
def test_total_rows_are_recognised(word: str) -> None:
    assert kinds([HEAD, [1, "叶县", "小鹿", 45], [word, "", "", 45]])[-1] in (
        "subtotal",
        "total",
    )


def test_an_institution_is_not_taken_for_a_total() -> None:
    assert kinds([HEAD, [1, "叶县", "共享时光托育园", 45]])[-1] == "data"


def test_values_are_borrowed_inside_a_merge_and_from_above_until_a_subtotal() -> None:
    rows: list[list[Any]] = [
        HEAD,
        [1, "新华区", "甲", 1],
        [2, "", "乙", 1],
        [3, "叶县", "丙", 1],
        [4, "", "丁", 1],
        ["小计", "", "", 2],
        [5, "", "戊", 1],
    ]
    table = lay_out(make_sheet(rows, (2, 1, 3, 1)), knows).tables[0]

    shared = fill_down(table, 1)

    assert {row: (s.value, s.merged) for row, s in shared.items()} == {
        3: ("新华区", True),
        5: ("叶县", False),
    }


def test_every_row_of_the_sheet_is_accounted_for() -> None:
    rows: list[list[Any]] = [
        ["标题", "", "", ""],
        HEAD,
        [1, "叶县", "小鹿", 45],
        ["", "", "", ""],
        ["合计", "", "", 45],
    ]

    layout = lay_out(make_sheet(rows), knows)

    assert [line.row for line in layout.lines] == [1, 2, 3, 4, 5]
    assert sum(layout.counts().values()) == sum(
        line.kind is not Kind.BLANK for line in layout.lines
    )

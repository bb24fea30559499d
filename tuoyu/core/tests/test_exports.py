import io
from datetime import date

import pytest
from openpyxl import load_workbook

from tuoyu.core.sheets.export import Column, Reason, safe_cell, sheet_name, write_table


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@cmd", "\t=1", "\r=1", "  =1", "＝1", "　+1"]
)
def test_text_that_would_run_as_a_formula_is_disarmed(text: str) -> None:
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize("text", ["小鹿", "", "1-2层", "a=b", " "])
def test_plain_text_is_left_alone(text: str) -> None:
    assert safe_cell(text) == text


def test_a_table_has_a_frozen_header_and_harmless_cells() -> None:
    content = write_table(
        [Column("名称"), Column("托位", 8), Column("备案"), Column("普惠")],
        [["=HYPERLINK(1)", 45, date(2024, 3, 7), True], [None, "", "x", False]],
        title="=标题",
    )

    page = load_workbook(io.BytesIO(content)).active
    assert page.freeze_panes == "A3"
    assert [cell.value for cell in page[2]] == ["名称", "托位", "备案", "普惠"]
    assert (page["A3"].value, page["A3"].data_type) == ("'=HYPERLINK(1)", "s")
    assert (page["B3"].value, page["C3"].value.date(), page["D3"].value) == (
        45,
        date(2024, 3, 7),
        "是",
    )
    assert page["A1"].value == "'=标题"


def test_reasons_stand_beside_their_cells_and_in_a_last_column() -> None:
    reasons = {1: [Reason(1, "不是整数"), Reason(0, "没有名称")]}
    content = write_table(
        [Column("名称"), Column("托位")], [["甲", 1], ["", "x"]], reasons=reasons
    )

    page = load_workbook(io.BytesIO(content)).active
    assert page["C1"].value == "原因"
    assert page["C3"].value == "不是整数；没有名称"
    assert page["B3"].comment.text == "不是整数"
    assert page["B2"].comment is None


def test_a_sheet_name_is_made_acceptable() -> None:
    assert sheet_name("县/区[1]:'") == "县 区 1"
    assert sheet_name("") == "数据"
    assert len(sheet_name("长" * 50)) == 31

from typing import Any

import pytest

from tuoyu.core.ledger.mapping import ColumnMapping, knows, map_columns
from tuoyu.core.sheets.tables import lay_out
from tuoyu.core.tests.sheet import make_sheet


def mapped(header: list[str], *rows: list[Any]) -> ColumnMapping:
    return map_columns(lay_out(make_sheet([header, *rows]), knows).tables[0])


def fields(mapping: ColumnMapping) -> dict[str, str]:
    return {mapping.columns[at].name: match.field for at, match in mapping.matches.items()}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("单位名称", "name"),
        ("托育机构", "name"),
        ("县(市、区)", "region"),
        ("所属县区", "region"),
        ("核定托位（个）", "places"),
        ("收托规模", "places"),
        ("收费标准(元/月)", "prices"),
        ("建筑面积(㎡)", "area"),
        ("法人/负责人", "head"),
        ("* 统一社会信用代码（必填）", "code"),
        ("备案\n时间", "filed_on"),
        ("机构登记机关名称", "registrar"),
    ],
)
def test_a_heading_is_known_in_many_wordings(heading: str, field: str) -> None:
    mapping = mapped(
        ["序号", "机构名称" if field != "name" else "地址", "联系人", heading],
        [1, "a", "b", "c"],
    )

    assert mapping.matches[3].field == field


def test_the_order_of_columns_does_not_matter() -> None:
    mapping = mapped(
        ["备注", "托位数", "地址", "机构名称", "县区"], ["", 45, "x", "小鹿", "叶县"]
    )

    assert mapping.position_of("name") == 3
    assert mapping.position_of("remark") == 0


def test_classes_and_places_of_classes_are_told_apart_by_their_group() -> None:
    rows: list[list[Any]] = [
        ["机构名称", "地址", "班级设置", "", "各班托位", ""],
        ["", "", "乳儿班", "托小班", "乳儿班", "托小班"],
        ["小鹿", "x", 1, 1, 10, 15],
    ]
    sheet = make_sheet(rows, (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 1, 5))
    found = fields(map_columns(lay_out(sheet, knows).tables[0]))

    assert found["班级设置/乳儿班"] == "infant"
    assert found["各班托位/托小班"] == "junior_places"


def test_codes_and_telephones_are_found_by_what_they_hold() -> None:
    rows: list[list[Any]] = [
        ["小鹿", "92410481RLNLXN4DUN", "13838528084"],
        ["阳光", "92410404PG6C8AQ1F6", "13838528085"],
    ]

    mapping = mapped(["机构名称", "证号信息", "怎么找"], *rows)

    assert mapping.matches[1].field == "code"
    assert mapping.matches[2].field == "phone"
    assert mapping.matches[1].confidence < 1


def test_of_two_columns_for_one_field_the_first_has_it_and_the_other_is_told() -> None:
    mapping = mapped(["机构名称", "联系电话", "电话", "托位数"], ["小鹿", "1", "2", 3])

    assert mapping.position_of("phone") == 1
    assert [column.name for column in mapping.unmapped()] == ["电话"]


def test_a_person_can_correct_the_mapping() -> None:
    mapping = mapped(["机构名称", "联系电话", "办公电话", "托位数"], ["小鹿", "1", "2", 3])

    corrected = mapping.corrected({"C": "phone", "D": None})

    assert corrected.position_of("phone") == 2
    assert corrected.position_of("places") is None
    assert corrected.matches[2].confidence == 1.0
    assert mapping.position_of("places") == 3

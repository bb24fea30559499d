from datetime import date
from decimal import Decimal

import pytest

from tuoyu.books.facts import Catalogue, Column, Type
from tuoyu.books.problems import BookError
from tuoyu.books.tests.make import CATALOGUE

ALWAYS = "institution_id bigint, subject_id bigint, subject_label text"


def test_the_dictionary_is_read_from_the_types_and_their_comments() -> None:
    subject = CATALOGUE.find("class")

    assert subject
    area = subject.find("area")
    assert area == Column("area", Type.NUMERIC, "活动室面积（平方米）")
    assert (area.label, area.unit) == ("活动室面积", "平方米")
    assert CATALOGUE.names == ("institution", "class")


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ("price money", "“price money”类型不可用"),
        ("price numerc", "类型不可用，是不是“numeric”"),
        ("tags text[]", "类型不可用"),
    ],
)
def test_a_type_no_rule_can_read_is_refused(column: str, message: str) -> None:
    with pytest.raises(BookError, match=message):
        Catalogue.from_sql(f"CREATE TYPE facts.room_row AS ({ALWAYS}, {column});")


def test_rows_must_say_whose_they_are() -> None:
    with pytest.raises(BookError, match="缺少列 subject_label"):
        Catalogue.from_sql(
            "CREATE TYPE facts.room_row AS (institution_id bigint, subject_id bigint);"
        )


@pytest.mark.parametrize(
    ("comment", "type_", "label", "unit"),
    [
        ("租期（月，整月）", Type.INTEGER, "租期", "月"),
        ("耐火等级（1 至 4 级）", Type.INTEGER, "耐火等级", ""),
        ("距上次查询（天）；未查为空", Type.INTEGER, "距上次查询", "天"),
        (
            "房门至出口距离（两个出口之间）（m）",
            Type.NUMERIC,
            "房门至出口距离（两个出口之间）",
            "m",
        ),
        ("托育师注册（草案）", Type.BOOLEAN, "托育师注册（草案）", ""),
        ("班型：infant 乳儿班；junior 托小班", Type.TEXT, "班型", ""),
        ("", Type.TEXT, "kind", ""),
    ],
)
def test_a_comment_gives_the_label_and_the_unit(
    comment: str, type_: Type, label: str, unit: str
) -> None:
    column = Column("kind", type_, comment)

    assert (column.label, column.unit) == (label, unit)


@pytest.mark.parametrize(
    ("comment", "value", "shown"),
    [
        ("班型：infant 乳儿班；junior 托小班", "junior", "托小班"),
        ("学历：0 初中及以下；2 大专", 2, "大专"),
        ("建筑面积（m²）", Decimal("12.50"), "12.5 m²"),
        ("建筑面积（m²）", None, "未填写"),
        ("独立使用", False, "否"),
        ("开班日期", date(2026, 1, 2), "2026年1月2日"),
    ],
)
def test_a_fact_is_shown_as_people_write_it(comment: str, value: object, shown: str) -> None:
    column = Column("it", Type.NUMERIC, comment)

    assert column.show(value) == shown  # type: ignore[arg-type]

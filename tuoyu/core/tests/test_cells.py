from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from tuoyu.core.sheets.answers import yes_or_no
from tuoyu.core.sheets.codes import credit_code, identity_number, is_sound
from tuoyu.core.sheets.columns import letter, position, split_reference
from tuoyu.core.sheets.dates import day
from tuoyu.core.sheets.names import institution_name, key_maker, likeness, trigrams
from tuoyu.core.sheets.numbers import count, measure
from tuoyu.core.sheets.phones import phone
from tuoyu.core.sheets.prices import Price, prices
from tuoyu.core.sheets.services import service_forms
from tuoyu.core.sheets.text import fold, tidy


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("2023-11-14", date(2023, 11, 14)),
        ("2023/8/1", date(2023, 8, 1)),
        ("2023.1.16", date(2023, 1, 16)),
        ("20231202", date(2023, 12, 2)),
        (20231202.0, date(2023, 12, 2)),
        ("2021年2月17日", date(2021, 2, 17)),
        ("２０２１年２月１７日", date(2021, 2, 17)),
        (44425.0, date(2021, 8, 17)),
        ("44425", date(2021, 8, 17)),
        (datetime(2020, 11, 15), date(2020, 11, 15)),
        (date(2020, 11, 15), date(2020, 11, 15)),
        ("2023-11-14 00:00:00", date(2023, 11, 14)),
        ("二〇二一年三月五日", date(2021, 3, 5)),
    ],
)
def test_a_day_is_read_in_every_style(cell: Any, value: date) -> None:
    reading = day(cell)

    assert (reading.value, reading.error, reading.precision) == (value, None, "day")


@pytest.mark.parametrize(
    "cell", ["2024年4月", "2024.4", "2024-04", "202404", 202404.0, "2024年4月份"]
)
def test_a_month_is_its_first_day_and_says_so(cell: Any) -> None:
    reading = day(cell)

    assert (reading.value, reading.precision) == (date(2024, 4, 1), "month")
    assert reading.doubt


@pytest.mark.parametrize(
    "cell",
    [
        "2023-13-45",
        "2021年2月30日",
        "3/4/2023",
        "2021.1-2024.1",
        "明天",
        True,
        "1899-01-01",
        "0",
    ],
)
def test_an_impossible_or_unclear_day_is_an_error_and_no_guess(cell: Any) -> None:
    reading = day(cell)

    assert reading.value is None
    assert reading.error


@pytest.mark.parametrize(
    ("cell", "value"), [("23.5.6", date(2023, 5, 6)), ("14/11/2023", date(2023, 11, 14))]
)
def test_an_odd_but_readable_day_is_doubted(cell: str, value: date) -> None:
    assert day(cell).value == value
    assert day(cell).doubt


@pytest.mark.parametrize("cell", ["", "/", "—"])
def test_a_dash_is_no_day(cell: str) -> None:
    assert (day(cell).value, day(cell).error) == (None, None)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("45个", 45),
        ("32人", 32),
        (5.0, 5),
        ("１２", 12),
        ("四十五", 45),
        ("1,980", 1980),
        ("十", 10),
        (0.0, 0),
    ],
)
def test_a_count_is_read_with_or_without_its_unit(cell: Any, value: int) -> None:
    assert (count(cell).value, count(cell).error) == (value, None)


@pytest.mark.parametrize("cell", ["abc", "-3", 2.5, "40-50", True, "45+5", "1e3", 1e9])
def test_a_count_that_cannot_be_read_is_an_error(cell: Any) -> None:
    assert count(cell).value is None
    assert count(cell).error


@pytest.mark.parametrize("cell", ["约200", "15人左右", "45(含乳儿10)"])
def test_a_rough_count_is_doubted(cell: str) -> None:
    assert count(cell).value is not None
    assert count(cell).doubt


def test_an_area_is_read_in_square_metres() -> None:
    assert (measure("485.2㎡").value, measure("1,200.5平方米").value) == (485.2, 1200.5)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1,980", (Price(198_000),)),
        (2380.0, (Price(238_000),)),
        ("1680元/月", (Price(168_000),)),
        ("普惠1200", (Price(120_000, word="普惠"),)),
        ("80元/天", (Price(8_000, "day"),)),
        ("0.2万元/月", (Price(200_000),)),
        ("免费", (Price(0),)),
        (
            "全日2200 半日1400",
            (
                Price(220_000, form="full_day", word="全日"),
                Price(140_000, form="half_day", word="半日"),
            ),
        ),
    ],
)
def test_prices_are_read_in_fen(cell: Any, value: tuple[Price, ...]) -> None:
    assert (prices(cell).value, prices(cell).error) == (value, None)


def test_a_price_to_be_talked_about_is_unknown() -> None:
    assert prices("面议").value is None
    assert "没有金额" in (prices("面议").doubt or "")


def test_words_without_an_amount_are_an_error_and_a_range_a_doubt() -> None:
    assert prices("随缘").error
    assert prices("1200-1500").doubt


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("√", True),
        ("Y", True),
        ("普惠", True),
        (True, True),
        ("否", False),
        ("×", False),
        ("非普惠", False),
        ("", None),
    ],
)
def test_a_tick_is_yes_and_a_blank_is_unknown(cell: Any, value: bool | None) -> None:
    assert yes_or_no(cell).value is value


def test_an_answer_that_is_neither_is_doubted() -> None:
    assert yes_or_no("部分").doubt


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (13875116372.0, "13875116372"),
        ("186 8757 4911", "18687574911"),
        ("037 5-40 085997", "0375-40085997"),
        ("０３７５－３４２３６６７", "0375-3423667"),
        ("13838528084/0375-1234567", "13838528084、0375-1234567"),
    ],
)
def test_telephones_are_written_one_way(cell: Any, value: str) -> None:
    assert (phone(cell).value, phone(cell).doubt) == (value, None)


@pytest.mark.parametrize("cell", ["123", "138****1234", "张三"])
def test_a_telephone_that_cannot_be_dialled_is_doubted(cell: str) -> None:
    assert phone(cell).doubt


GOOD = "92410481RLNLXN4DUN"


@pytest.mark.parametrize(
    "cell",
    [GOOD, GOOD.lower(), "９２４１０４８１ＲＬＮＬＸＮ４ＤＵＮ", f" {GOOD[:8]} {GOOD[8:]} "],
)
def test_a_sound_code_is_read_whatever_its_spelling(cell: str) -> None:
    assert (credit_code(cell).value, credit_code(cell).doubt) == (GOOD, None)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("", "没有填"),
        ("办理中", "办理中"),
        ("93410403CAD6BA2PB0", "校验位不符：末位是 0，按前 17 位应为 U"),
        ("410402600012345", "15 位"),
        (GOOD[:-1], "17 位，应为 18 位"),
        (9.1410402e17, "存成了数字"),
        ("9241048IRLNLXN4DUN", "是否应为 92410481RLNLXN4DUN"),
    ],
)
def test_a_doubtful_code_says_why(cell: Any, words: str) -> None:
    assert words in (credit_code(cell).doubt or "")


@given(st.text(alphabet="0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=9, max_size=9))
def test_our_check_digit_agrees_with_the_library(body: str) -> None:
    code = f"91410402{body}"
    assert is_sound(code + uscc.calc_check_digit(code + "0"))


def test_an_old_identity_number_is_completed_with_a_warning() -> None:
    reading = identity_number("360426910101007")

    assert reading.value == "360426199101010071"
    assert "15 位" in (reading.doubt or "")


@pytest.mark.parametrize("cell", ["11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ"])
def test_an_identity_number_is_read_in_capitals(cell: str) -> None:
    assert (identity_number(cell).value, identity_number(cell).doubt) == (
        "11010519491231002X",
        None,
    )


@pytest.mark.parametrize(
    "cell", ["110105194912310021", "123", 1.1e17, "1101051949133100" + "2X", "abc"]
)
def test_a_wrong_identity_number_is_an_error(cell: Any) -> None:
    assert identity_number(cell).value is None
    assert identity_number(cell).error


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("全日、半日、计时、临时", ("full_day", "half_day", "hourly", "temporary")),
        ("临时托/全日托", ("full_day", "temporary")),
        ("全日托半日托", ("full_day", "half_day")),
        ("半日托,计时托", ("half_day", "hourly")),
    ],
)
def test_forms_of_service_are_taken_apart(cell: str, value: tuple[str, ...]) -> None:
    assert (service_forms(cell).value, service_forms(cell).doubt) == (value, None)


def test_a_strange_form_of_service_is_said_and_not_dropped() -> None:
    assert service_forms("全日托、夜托").value == ("full_day",)
    assert "夜托" in (service_forms("全日托、夜托").doubt or "")


KEYS = key_maker(["新华区", "平顶山市", "河南省"])


@pytest.mark.parametrize(
    "other",
    [
        "新华区向日葵托育中心（民办非企业）",
        "河南省平顶山市新华区向日葵托育中心",
        "向日葵 托育中心",
        "向日葵托育服务中心",
        "“向日葵”托育中心",
    ],
)
def test_spellings_of_one_name_have_one_key(other: str) -> None:
    assert KEYS.of(other) == KEYS.of("向日葵托育中心")


@pytest.mark.parametrize(
    "other", ["向日葵家庭托育点", "向日葵托育服务有限公司", "向阳花托育中心"]
)
def test_different_places_keep_different_keys(other: str) -> None:
    assert KEYS.of(other) != KEYS.of("向日葵托育中心")


def test_likeness_is_one_for_the_same_and_none_for_strangers() -> None:
    assert likeness("向日葵", "向日葵") == 1.0
    assert likeness("向日葵", "小星芽") == 0.0


def test_names_lose_stray_spaces_only() -> None:
    assert institution_name("　郏县 启贝 Kids 托育　").value == "郏县启贝 Kids 托育"


def test_text_is_tidied_and_folded() -> None:
    assert tidy("　Ａ１　b ") == "A1 b"
    assert fold("（Ａ １）㎡") == "(a1)m2"


@given(st.integers(0, 20_000))
def test_column_letters_come_back(number: int) -> None:
    assert position(letter(number)) == number


def test_references_are_split() -> None:
    assert split_reference("$AA$12") == (12, 26)


def test_parts_of_a_name_come_in_the_order_of_the_name() -> None:
    """So that every process asks about the same likeness first, whatever its hash seed."""
    assert trigrams("小石榴") == ("  小", " 小石", "小石榴", "石榴 ")

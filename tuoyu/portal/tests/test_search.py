"""Searching: words, filters, order, and what must never be found."""

from datetime import date, time
from typing import Any

import pytest

from tuoyu.institutions.services import stand
from tuoyu.institutions.tests.make import NOON, make_content, make_institution
from tuoyu.org.tests.make import OTHER_COUNTY
from tuoyu.portal.queries import hits, usual, wanted
from tuoyu.portal.queries import search as searching
from tuoyu.portal.queries.places import places
from tuoyu.portal.queries.search import Found, search
from tuoyu.portal.queries.wish import Wish
from tuoyu.records.services import CLOCKWORK

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def find(**asked: str) -> Found:
    wish = Wish.of(asked)
    return search(wish, places(wish, TODAY), TODAY)


def names(**asked: str) -> list[str]:
    return [line.name for line in find(**asked).lines]


def priced(name: str, fen: int, **offering: Any) -> None:
    offer = {"kind": "full_day", "price_fen": fen, "per": "month", "is_published": True}
    make_institution(content=make_content(offerings=[offer | offering]), name=name)


@pytest.mark.parametrize(
    "q", ["小石榴", "石榴", "榴", "xsl", "XSL", "建设路", "石榴 建设", "小石榴（"]
)
def test_a_name_is_found_by_its_parts_initials_and_address(q: str) -> None:
    make_institution(name="小石榴托育园")

    assert names(q=q) == ["小石榴托育园"]


@pytest.mark.parametrize("q", ["向日葵", "zzzz", "%", "_", "\\", "'; DROP TABLE x; --"])
def test_what_is_not_there_is_not_found(q: str) -> None:
    make_institution(name="小石榴托育园")

    assert names(q=q) == []


def test_a_county_named_beside_another_word_narrows() -> None:
    make_institution(name="小石榴一园")
    make_institution(name="小石榴二园", region=OTHER_COUNTY)

    assert names(q="卫东 小石榴") == ["小石榴二园"]


def test_the_whole_name_stands_first_then_what_begins_with_it() -> None:
    for name in ("平安小石榴", "小石榴二部", "小石榴"):
        make_institution(name=name)

    assert names(q="小石榴") == ["小石榴", "小石榴二部", "平安小石榴"]


def test_filed_stand_before_suspended_and_these_before_unfiled() -> None:
    make_institution(name="甲未备案", status="registered")
    paused = make_institution(name="乙暂停")
    stand(paused, "suspended", on=TODAY, by=CLOCKWORK, at=NOON)
    make_institution(name="丙已备案")

    assert [line.status for line in find().lines] == ["已备案", "暂停服务", "未备案"]


def test_a_cancelled_one_is_found_by_its_whole_name_only() -> None:
    gone = make_institution(name="小石榴（新华）托育园")
    stand(gone, "cancelled", on=TODAY, by=CLOCKWORK, at=NOON)

    assert names() == names(q="小石榴") == []
    assert [line.status for line in find(q="小石榴(新华)托育园").lines] == ["已注销"]


@pytest.mark.parametrize(
    ("band", "seen"),
    [
        ("1000-1500", ["正好下沿", "正好上沿"]),
        ("-1000", ["低一分", "正好下沿"]),
        ("1500-", ["正好上沿", "高一分"]),
    ],
)
def test_both_edges_of_a_price_band_are_inside(band: str, seen: list[str]) -> None:
    priced("低一分", 99_999)
    priced("正好下沿", 100_000)
    priced("正好上沿", 150_000)
    priced("高一分", 150_001)
    priced("没有价格", 0, price_fen=None)

    assert names(price=band) == seen


def test_half_days_are_priced_by_their_own_price() -> None:
    priced("半日", 60_000, kind="half_day")

    assert names(price="500-700", service="half_day") == ["半日"]
    assert names(price="500-700") == []


def test_filters_hold_together() -> None:
    make_institution(name="要找的", closes_at="18:30", is_inclusive=True, places=60)
    make_institution(name="早关门", closes_at="17:30", is_inclusive=True, places=60)
    make_institution(name="非普惠", closes_at="18:30", is_inclusive=False, places=60)
    make_institution(name="托位少", closes_at="18:30", is_inclusive=True, places=59)

    found = names(
        until="18:30", inclusive="yes", places="60", kind="junior", form="independent"
    )

    assert found == ["要找的"]


def test_a_class_or_service_that_nobody_has_finds_nothing() -> None:
    make_institution()

    assert names(kind="infant") == names(service="temporary") == []


def test_a_code_that_is_no_county_finds_nothing_rather_than_everything() -> None:
    make_institution()

    assert names(county="999999") == []


def test_distance_orders_and_is_told() -> None:
    for name, longitude in (("远的", "113.340000"), ("近的", "113.305000")):
        content = make_content()
        content["site"] |= {"longitude": longitude, "latitude": "33.740000"}
        make_institution(content=content, name=name)
    make_institution(name="没有位置")

    lines = find(near="113.3,33.74").lines

    assert [line.name for line in lines] == ["近的", "远的", "没有位置"]
    assert lines[0].reasons == ["直线 462 米，步行约 8 分钟"]
    assert lines[2].reasons == []


def test_price_orders_within_each_standing_and_the_unpriced_come_last() -> None:
    for name, fen, status in (
        *(("甲 1200", 120_000, "filed"), ("乙 900", 90_000, "filed")),
        *(("丙 没有价", None, "filed"), ("丁 500 未备案", 50_000, "registered")),
    ):
        offer = {"kind": "full_day", "price_fen": fen, "per": "month", "is_published": True}
        make_institution(content=make_content(offerings=[offer]), name=name, status=status)
    hourly = {"kind": "hourly", "price_fen": 2_000, "per": "hour", "is_published": True}
    make_institution(content=make_content(offerings=[hourly]), name="戊 只有计时")

    wanted_order = ["乙 900", "甲 1200", "丙 没有价", "戊 只有计时", "丁 500 未备案"]
    assert names(sort="price") == wanted_order
    assert names(sort="price", price="1000-") == ["甲 1200"]


@pytest.mark.parametrize(
    "asked",
    [
        {"sort": "price"},
        {"near": "113.3,33.74"},
        {"near": "113.3,33.74", "q": "石榴"},
        {"near": "113.3,33.74", "sort": "price", "price": "500-"},
        {"near": "113.3,33.74", "kind": "junior", "price": "500-1100"},
        {"sort": "price", "county": "410402"},
    ],
)
def test_an_index_and_sorting_all_give_the_same(
    asked: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(8):
        content = make_content()
        if number % 3:
            content["site"] |= {
                "longitude": f"113.{300 + number * 7 % 5}",
                "latitude": "33.741",
            }
        if number % 4:
            content["offerings"] = [
                {"kind": "full_day", "price_fen": number * 20_000, "per": "month"}
            ]
        status = "registered" if number == 5 else "filed"
        make_institution(content=content, name=f"小石榴{number}园", status=status)

    by_index = find(**asked)
    monkeypatch.setattr(wanted, "_LEADS", {})

    assert by_index.lines
    assert find(**asked) == by_index


def test_nonsense_in_the_address_is_left_out() -> None:
    wish = Wish.of(
        {
            "q": "\x00a\x1fb",
            "county": "x",
            "kind": "y",
            "until": "25:99",
            "price": "-",
            "near": "nan,1",
            "sort": "near",
            "page": "-3",
            "places": "９",
            "inclusive": "?",
        }
    )

    assert wish == Wish(q="a b")


def test_a_time_with_a_zone_is_read_as_the_hour() -> None:
    assert Wish.of({"until": "18:30"}).until == time(18, 30)


def test_pages_do_not_overlap() -> None:
    for number in range(13):
        make_institution(name=f"第{number}家")

    first, second = find(), find(page="2")

    assert (first.total, len(first.lines), len(second.lines)) == (13, 12, 1)
    assert not {line.code for line in first.lines} & {line.code for line in second.lines}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two on a page, four ranked together."""
    for name, number in (("A_PAGE", 2), ("MOST_BY_WORDS", 4), ("MOST", 4)):
        monkeypatch.setattr(searching, name, number)


@pytest.mark.usefixtures("small")
def test_too_many_by_words_alone_are_said_to_be_over() -> None:
    for number in range(6):
        make_institution(name=f"小石榴{number}园")

    told = [find(q="小石榴", page=str(page)) for page in (1, 2, 3)]

    assert [(found.total, found.is_over) for found in told] == [
        (4, True),
        (4, True),
        (6, False),
    ]
    assert [found.has_more for found in told] == [True, True, False]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    "asked",
    [
        {"q": "石榴"},
        {"q": "xsl"},
        {"q": "榴 建设路"},
        {"q": "石榴", "form": "independent"},
        {"q": "石榴", "sort": "places"},
        {"sort": "price"},
        {},
    ],
)
def test_every_page_together_shows_each_once(asked: dict[str, str]) -> None:
    for number in range(11):
        make_institution(name=f"小石榴{number}园", places=number)

    seen = [name for page in range(1, 7) for name in names(**asked, page=str(page))]

    assert len(seen) == len(set(seen)) == 11


def test_a_sample_of_the_register_tells_usual_words(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["示例石榴", *["示例向日葵"] * 98, "示例石榴 建设路"]
    monkeypatch.setattr(usual, "_sample", (float("inf"), texts))

    asked = (["示例"], ["石榴"], ["石榴", "建设"], ["示例", "石榴"], ["月亮"])
    assert [usual.are_usual(words) for words in asked] == [True, True, False, True, False]
    assert usual.rarest(["示例", "石榴", "建设", "建设路"]) == "建设路"


def test_the_sample_is_of_the_register_and_read_once(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    make_institution(name="小石榴托育园")
    monkeypatch.setattr(usual, "_sample", (0.0, []))

    with django_assert_num_queries(1):
        assert usual.are_usual(["石榴"])
        assert not usual.are_usual(["向日葵"])


@pytest.mark.parametrize(
    "q", ["石榴", "xsl", "榴", "石榴 建设", "sl", "x", "小石榴托育园", "0 榴"]
)
def test_usual_and_rare_words_find_the_same(q: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("向日葵", "小石榴托育园", "小石榴0园", "石榴树"):
        make_institution(name=name)

    monkeypatch.setattr(hits, "are_usual", lambda words: True)
    read_on = names(q=q)
    monkeypatch.setattr(hits, "are_usual", lambda words: False)

    assert read_on
    assert names(q=q) == read_on


@pytest.mark.parametrize("page", ["4", "99999"])
@pytest.mark.usefixtures("small")
def test_past_the_end_stands_the_last_page(page: str) -> None:
    for number in range(5):
        make_institution(name=f"小石榴{number}园")

    past = find(q="石榴", page=page)

    assert (past.page, past.total, past.has_more) == (3, 5, False)
    assert [line.name for line in past.lines] == ["小石榴4园"]
    assert find(q="向日葵", page=page).page == 1

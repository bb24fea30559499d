"""Pages of numbers: the day and source said, rows within reach, the same for pictures."""

import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from tuoyu.assessment.tests.make import DAY, at, browser_of, make_officer
from tuoyu.org.models import Region
from tuoyu.org.tests.make import COUNTY, OTHER_COUNTY, make_user
from tuoyu.records.services import CLOCKWORK
from tuoyu.statistics import services
from tuoyu.statistics.queries import Number
from tuoyu.statistics.queries.display import county_steps, described, shown
from tuoyu.statistics.tests.make import indicator, make_city, make_county, make_place

pytestmark = pytest.mark.django_db
PLACES = "/numbers/indicators/places-per-1000/"
PATHS = (
    "/numbers/",
    "/numbers/export.xlsx",
    PLACES,
    f"{PLACES}rows/",
    f"{PLACES}rows.xlsx",
    f"{PLACES}map.json",
    f"{PLACES}bars.json",
    f"{PLACES}months.json",
    "/numbers/indicators/health-certificate-share/rows/?part=base",
    "/numbers/indicators/receipts-issued/",
    "/numbers/?on=1990-01-01",
)
OFFICES = ("city_officer", "county_officer", "leader", "department", "health_worker")


@pytest.mark.parametrize("role", OFFICES)
def test_numbers_open_for_offices(role: str) -> None:
    make_city()
    browser = browser_of(make_officer(role))

    assert {path: browser.get(path).status_code for path in PATHS} == dict.fromkeys(PATHS, 200)


def test_numbers_are_not_for_managers_nor_administrators_nor_strangers() -> None:
    manager = make_user("manager", make_place().unit)
    for user in (manager, make_officer("system_admin"), make_officer("audit_admin")):
        browser = browser_of(user)
        assert {browser.get(path).status_code for path in PATHS} == {403}
    assert {Client().get(path).status_code for path in PATHS} == {302}


def test_the_day_and_the_source_are_said() -> None:
    make_city()

    page = browser_of(make_officer()).get(f"{PLACES}?on={DAY}").content.decode()

    assert f"按 {DAY} 的名册" in page
    assert "平顶山市托育服务统计指标" in page
    assert "人口用 2020 年普查数" in page
    assert "0.73" in page


def test_there_is_nothing_to_type_a_number_into() -> None:
    make_city()
    browser = browser_of(make_officer())

    for path in ("/numbers/", PLACES, f"{PLACES}rows/"):
        page = browser.get(path).content.decode().partition('<main id="main"')[2]
        assert page
        assert 'type="number"' not in page
        assert "<textarea" not in page
        assert 'method="post"' not in page


def test_all_numbers_cost_the_same_queries(django_assert_max_num_queries: Any) -> None:
    make_city()
    browser = browser_of(make_officer())

    with django_assert_max_num_queries(40):
        browser.get(f"/numbers/?on={DAY}")
    with django_assert_max_num_queries(24):
        browser.get(f"{PLACES}rows/?on={DAY}")


def test_change_since_a_month_ago_is_shown() -> None:
    make_county()
    before = DAY - timedelta(days=30)
    services.take_snapshot(on=before, by=CLOCKWORK, at=at(before))
    make_place()

    page = browser_of(make_officer()).get(f"/numbers/?on={DAY}").content.decode()

    assert f"比 {before:%m-%d}" in page
    assert "持平" in page


def test_what_cannot_be_decided_is_a_door_too() -> None:
    make_county()
    make_place(is_inclusive=None)
    browser = browser_of(make_officer())

    page = browser.get(f"/numbers/?on={DAY}").content.decode()
    rows = browser.get(
        f"/numbers/indicators/inclusive-places-share/rows/?on={DAY}&part=unsettled"
    ).content.decode()

    assert "另有 1 条待查明" in page
    assert "待查明" in rows


def test_rows_keep_to_reach() -> None:
    make_county(COUNTY)
    make_county(OTHER_COUNTY)
    make_place(COUNTY, name="甲园")
    make_place(OTHER_COUNTY, name="乙园")
    narrow = browser_of(make_officer("county_officer", OTHER_COUNTY))
    rows = f"/numbers/indicators/institutions/rows/?on={DAY}"

    own = narrow.get(rows).content.decode()
    asked = narrow.get(f"{rows}&county=410402").content.decode()
    whole = browser_of(make_officer()).get(rows).content.decode()

    assert "乙园" in own
    assert "甲园" not in own
    assert "甲园" not in asked
    assert "甲园" in whole
    assert "乙园" in whole


def test_numbers_in_the_spreadsheet_can_be_added_up() -> None:
    make_county(COUNTY)
    make_place(COUNTY, name="甲园")

    content = browser_of(make_officer()).get(f"{PLACES}rows.xlsx?on={DAY}").content

    _, heads, row = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    told = dict(zip(heads, row, strict=True))
    places = next(value for head, value in told.items() if head.startswith("托位数"))
    assert isinstance(places, int)
    assert told["机构状态"] == "已备案"


def test_all_numbers_of_all_counties_are_one_spreadsheet() -> None:
    make_county(COUNTY)
    make_county(OTHER_COUNTY)
    make_place(COUNTY, name="甲园", places=20)

    content = browser_of(make_officer()).get(f"/numbers/export.xlsx?on={DAY}").content

    _, heads, *rows = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    places = next(row for row in rows if row[0] == "托位数")
    told = dict(zip(heads, places, strict=True))
    assert (told["全市"], told["新华区"]) == (20, 20)
    assert told["单位"] == "个"
    assert told["怎么算的"]


def test_a_county_left_out_of_the_city_is_left_out_of_its_rows_and_said() -> None:
    make_county(COUNTY)
    make_county(OTHER_COUNTY, counts_in_city=False)
    make_place(COUNTY, name="甲园")
    make_place(OTHER_COUNTY, name="乙园")
    browser = browser_of(make_officer())
    rows = f"/numbers/indicators/institutions/rows/?on={DAY}"

    assert "乙园" not in browser.get(rows).content.decode()
    assert "乙园" in browser.get(f"{rows}&county=410403").content.decode()
    assert "全市不含卫东区" in browser.get(f"/numbers/?on={DAY}").content.decode()


def test_the_map_the_bars_and_the_year_hold_the_same_numbers() -> None:
    make_city()
    Region.objects.filter(code="410403").update(population=None)
    browser = browser_of(make_officer())

    values = browser.get(f"{PLACES}map.json?on={DAY}").json()["values"]
    bars = browser.get(f"{PLACES}bars.json?on={DAY}").json()
    months = browser.get(f"{PLACES}months.json?on={DAY}").json()

    assert (values["410402"]["value"], values["410402"]["step"]) == ("0.95", 5)
    assert (values["410403"]["value"], values["410403"]["step"]) == ("待查明", 0)
    assert bars["yAxis"]["data"] == ["汝州市", "新华区"]
    assert bars["series"][0]["data"] == [0.65, 0.95]
    assert months["series"][0]["data"][-1] is None


def test_an_indicator_that_is_not_in_force_is_not_found() -> None:
    browser = browser_of(make_officer())

    assert browser.get("/numbers/indicators/nothing/").status_code == 404
    assert browser.get(f"{PLACES}?on=1990-01-01").status_code == 404


def of(name: str, value: str | None, denominator: str = "1") -> Number:
    top = None if value is None else Decimal(value)
    return Number(indicator(name, per=Decimal(1)), "410402", DAY, top, Decimal(denominator))


@pytest.mark.parametrize(
    ("name", "value", "denominator", "text"),
    [
        ("institutions", "15846", "1", "15,846"),
        ("places-per-1000", "3.185", "1", "3.19"),
        ("places-per-1000", None, "1", None),
        ("places-per-1000", "0", "0", "—"),
    ],
)
def test_numbers_are_rounded_for_reading(
    name: str, value: str | None, denominator: str, text: str | None
) -> None:
    assert shown(of(name, value, denominator)).text == text


def test_steps_start_at_nothing_and_are_whole_for_counts() -> None:
    numbers = {code: of("institutions", value) for code, value in (("a", "0"), ("b", "11"))}

    steps, legend = county_steps(numbers)

    assert steps == {"a": 1, "b": 4}
    assert [row["label"] for row in legend] == ["0–2", "3–5", "6–8", "9–11", "≥ 12"]
    assert county_steps({"a": of("places-per-1000", None)}) == ({}, [])


def test_a_definition_is_said_in_words() -> None:
    rows = {row["label"]: row["value"] for row in described(indicator("places-per-1000"))}

    assert rows["分子"] == "托位数合计，条件：机构状态 ＝ 已备案"
    assert rows["分母"] == "常住人口"
    assert rows["乘以"] == "1,000"
    assert "分母" in [row["label"] for row in described(indicator("use-rate"))]


def test_the_title_of_a_number_names_the_city() -> None:
    make_city()

    page = browser_of(make_officer()).get(PLACES).content.decode()

    assert "· 平顶山托育</title>" in page

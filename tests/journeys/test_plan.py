"""The leader opens the plan to its rows; the city officer reads a county's plan in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tuoyu.org.models import Region
from tuoyu.org.tests.make import CITY, make_unit, make_user
from tuoyu.planning.models import PlanDocument
from tuoyu.planning.tests.make import PLAN, TABLE
from tuoyu.statistics.tests.make import make_city, make_county, make_place

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def sign_in(client: Any, live_server: Any) -> Callable[[Page, str], None]:
    def enter(page: Page, role: str) -> None:
        client.force_login(make_user(role, make_unit(CITY), name="孙示例"), backend=SIGN_IN)
        key = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])

    return enter


def make_reading_county() -> Region:
    """The county whose plan is read in."""
    make_county("41/4104/410422", name="叶县", short_name="叶县")
    return Region.objects.get(code="410422")


def hand_in(page: Page, file: Path, county: Region) -> None:
    page.get_by_label("方案文件").set_input_files(file)
    page.get_by_label("适用地区").select_option(str(county.pk))
    page.get_by_role("button", name="读入").click()


@pytest.mark.parametrize("width", [1440, 768, 360])
def test_a_number_of_the_plan_opens_to_its_rows(
    width: int,
    page_at: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
    axe_clean: Callable[[Page], None],
    fits: Callable[[Page], None],
    shoot: Callable[[Page, str], Path],
) -> None:
    make_city()
    make_place(status="registered", form="employer", employer_kind="school", name="待备学校园")
    page = page_at(width)
    sign_in(page, "leader")

    page.goto("/plan/")
    expect(page.locator("map-panel[data-drawn]")).to_have_count(1)
    fits(page)
    axe_clean(page)
    shoot(page, f"plan-{width}")
    page.get_by_role("link", name="新华区，未达到").last.click()
    expect(page.locator("#opened").get_by_text("差 1 家")).to_be_visible()
    expect(page.locator("#opened h2").first).to_be_focused()
    expect(page.locator("#opened").get_by_text("待备学校园")).to_be_visible()
    expect(page.locator("#opened").get_by_text("现为已登记未备案")).to_be_visible()
    axe_clean(page)
    fits(page)
    shoot(page, f"plan-opened-{width}")

    page.goto("/plan/plan-2020/")
    page.get_by_role("link", name="看哪几条").nth(2).click()
    expect(page.get_by_text("只看“到期未达到”的")).to_be_visible()
    axe_clean(page)
    fits(page)

    for view in ("clauses", "timeline", "units"):
        page.goto(f"/plan/plan-2020/?view={view}")
        axe_clean(page)
        fits(page)
        shoot(page, f"plan-{view}-{width}")
    page.goto("/plan/plan-2020/clause/二(四)2/")
    axe_clean(page)
    fits(page)
    shoot(page, f"plan-clause-{width}")


def test_another_day_judges_the_plan_anew(
    page_at: Callable[..., Page], sign_in: Callable[[Page, str], None]
) -> None:
    make_city()
    page = page_at(1440)
    sign_in(page, "leader")

    page.goto("/plan/plan-2020/?view=clauses")
    page.get_by_text("换一天看").first.click()
    page.get_by_label("按哪一天有效的法规判断").fill("2021-06-01")
    page.get_by_role("button", name="按这天看").click()

    expect(page).to_have_url("/plan/plan-2020/?view=clauses&on=2021-06-01")
    expect(page.get_by_text("未到期").first).to_be_visible()


@pytest.mark.parametrize("width", [1440, 360])
def test_a_plan_is_read_in_compared_and_confirmed(
    width: int,
    tmp_path: Path,
    page_at: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
    axe_clean: Callable[[Page], None],
    fits: Callable[[Page], None],
    shoot: Callable[[Page, str], Path],
) -> None:
    file = tmp_path / "叶县方案.txt"
    file.write_text(PLAN, "utf-8")
    county = make_reading_county()
    page = page_at(width)
    sign_in(page, "city_officer")

    page.goto("/plan/read-in/")
    fits(page)
    axe_clean(page)
    hand_in(page, file, county)
    expect(page.get_by_text("找到 3 条、2 个数量")).to_be_visible()
    fits(page)
    axe_clean(page)
    shoot(page, f"plan-reading-{width}")

    page.get_by_label("时限").first.fill("明年")
    page.get_by_role("button", name="确认，作为方案执行").click()
    expect(page.get_by_text("“明年”不是日期").first).to_be_visible()
    page.get_by_label("时限").first.fill("2027-12-31")
    page.get_by_role("button", name="确认，作为方案执行").click()

    expect(page.get_by_role("heading", name="叶县托育服务实施方案")).to_be_visible()
    fits(page)
    axe_clean(page)
    assert PlanDocument.objects.get().status == PlanDocument.Status.CONFIRMED


@pytest.mark.parametrize("width", [1440, 360])
def test_rows_of_a_table_of_tasks_are_read_with_their_clauses(
    width: int,
    tmp_path: Path,
    page_at: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
    axe_clean: Callable[[Page], None],
    fits: Callable[[Page], None],
    shoot: Callable[[Page, str], Path],
) -> None:
    file = tmp_path / "叶县方案.txt"
    file.write_text(TABLE, "utf-8")
    county = make_reading_county()
    page = page_at(width)
    sign_in(page, "city_officer")

    page.goto("/plan/read-in/")
    hand_in(page, file, county)
    expect(page.get_by_role("link", name="2 行任务")).to_be_visible()
    expect(page.get_by_text("没有认出日期，请填上")).to_be_visible()
    fits(page)
    axe_clean(page)
    shoot(page, f"plan-table-{width}")

    page.get_by_label("归到哪一条").first.select_option("")
    page.get_by_label("时限").last.fill("2026-12-31")
    page.get_by_role("button", name="确认，作为方案执行").click()

    expect(page.get_by_role("heading", name="叶县托育服务实施方案")).to_be_visible()
    page.goto(page.url.split("?")[0] + "?view=clauses")
    expect(page.get_by_role("cell", name="附表-1")).to_be_visible()
    expect(page.get_by_role("cell", name="县文广旅局")).to_be_visible()
    axe_clean(page)
    fits(page)


@pytest.mark.parametrize("width", [1440, 768, 360])
def test_numbers_open_to_map_bars_year_and_rows(
    width: int,
    page_at: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
    axe_clean: Callable[[Page], None],
    fits: Callable[[Page], None],
    shoot: Callable[[Page, str], Path],
) -> None:
    make_city()
    page = page_at(width)
    sign_in(page, "leader")

    page.goto("/numbers/")
    fits(page)
    axe_clean(page)
    shoot(page, f"numbers-{width}")
    page.get_by_role("link", name="每千人口托位数").click()
    expect(page.locator("chart-panel[data-drawn]")).to_have_count(2)
    expect(page.locator("map-panel[data-drawn]")).to_have_count(1)
    fits(page)
    axe_clean(page)
    shoot(page, f"number-{width}")
    page.goto("/numbers/indicators/places-per-1000/rows/")
    expect(page.get_by_text("6 条").first).to_be_visible()
    fits(page)
    axe_clean(page)

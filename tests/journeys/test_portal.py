"""A parent, a grandmother and a reporter walk through the public site."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from tuoyu.filing.models import Document
from tuoyu.filing.queries.printing import check_address
from tuoyu.filing.tests.make import make_receipted
from tuoyu.institutions.models import Institution
from tuoyu.institutions.tests.make import make_content, make_institution
from tuoyu.org.tests.make import OTHER_COUNTY

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WIDTHS = (1440, 768, 360)
Check = Callable[[Page], None]
Shoot = Callable[[Page, str], Path]


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


@pytest.fixture
def city() -> Institution:
    """Three institutions, one of them with a place on the map."""
    make_institution(name="向阳托育园", region=OTHER_COUNTY, status="registered")
    make_institution(name="青草地托育园", is_inclusive=True)
    content = make_content()
    content["site"] |= {"longitude": "113.300000", "latitude": "33.740000"}
    return make_institution(content=content, name="小石榴托育园", phone="0375-0001234")


def paths(city: Institution) -> dict[str, str]:
    return {
        "home": "/",
        "find": "/find/?q=托育",
        "place": f"/place/{city.code}/",
        "standards": f"/place/{city.code}/standards/",
        "verify": "/verify/",
        "key": "/verify/key/",
        "promises": "/promises/",
        "policy": "/policy/?q=录像",
        "book": "/policy/setting-standard/",
        "changes": "/policy/changes/",
        "figures": "/figures/",
        "figure": "/figures/places/",
        "rows": "/figures/places/rows/",
        "notices": "/notices/",
        "open-data": "/open-data/",
        "about": "/about/",
        "guide": "/guide/",
        "site-map": "/site-map/",
    }


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_clean_and_fits(
    page_at: Any, axe_clean: Check, fits: Check, shoot: Shoot, city: Institution, width: int
) -> None:
    page = page_at(width)
    for name, path in paths(city).items():
        page.goto(path)
        page.wait_for_load_state("networkidle")
        fits(page)
        axe_clean(page)
        shoot(page, f"portal-{name}-{width}")


@pytest.mark.parametrize("mode", ["elder", "dark"])
def test_elder_and_dark_are_clean_too(
    page_at: Any, axe_clean: Check, fits: Check, shoot: Shoot, city: Institution, mode: str
) -> None:
    page = page_at(360)
    page.goto("/")
    page.context.add_cookies([{"name": f"ty-{mode}", "value": "1", "url": page.url}])
    for name in ("home", "find", "place", "verify", "promises", "policy"):
        page.goto(paths(city)[name])
        fits(page)
        axe_clean(page)
        shoot(page, f"portal-{name}-{mode}")


def test_a_parent_finds_a_place_by_initials_and_reads_its_page(
    page_at: Any, city: Institution
) -> None:
    page = page_at(360)
    page.goto("/")

    page.get_by_role("searchbox", name="搜索机构").fill("xsl")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("找到 1 家")
    page.get_by_role("link", name="小石榴托育园").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("小石榴托育园")
    expect(page.get_by_role("link", name="0375-0001234")).to_have_attribute(
        "href", "tel:03750001234"
    )


def test_the_map_comes_by_itself_on_a_wide_screen_and_on_request_on_a_phone(
    page_at: Any, city: Institution
) -> None:
    wide = page_at(1440)
    wide.goto("/find/")
    expect(wide.locator("map-panel[data-drawn]")).to_have_count(1)
    expect(wide.locator("map-panel .ty-pin")).to_have_count(1)

    phone, asked = page_at(360), []
    phone.on("request", lambda request: asked.append(request.url))
    phone.goto("/find/")
    phone.wait_for_load_state("networkidle")
    assert not [url for url in asked if "map" in url.rpartition("/")[2]]

    phone.get_by_role("button", name="看地图").click()
    expect(phone.locator("map-panel[data-drawn]")).to_have_count(1)


def test_near_me_orders_by_distance(page_at: Any, city: Institution) -> None:
    here = {"longitude": 113.301, "latitude": 33.741}
    page = page_at(360, geolocation=here, permissions=["geolocation"])
    page.goto("/find/")

    page.get_by_role("button", name="离我近").click()

    page.wait_for_url("**near=113.301*")
    first = page.locator("article").first
    expect(first).to_contain_text("小石榴托育园")
    expect(first).to_contain_text("步行约")


def test_everything_but_the_map_works_without_a_script(page_at: Any, city: Institution) -> None:
    page = page_at(360, java_script_enabled=False)
    page.goto("/find/")

    page.get_by_role("searchbox").fill("青草地")
    page.get_by_role("button", name="查找", exact=True).click()

    expect(page.locator("article")).to_have_count(1)
    expect(page.get_by_role("button", name="看地图")).to_have_count(0)


def test_the_keyboard_alone_reaches_a_place(page_at: Any, city: Institution) -> None:
    page = page_at(1440)
    page.goto("/find/?q=小石榴")

    link = page.get_by_role("link", name="小石榴托育园")
    for _ in range(60):
        page.keyboard.press("Tab")
        if link.evaluate("node => node === document.activeElement"):
            break
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("小石榴托育园")


def test_a_filter_is_chosen_by_mouse_at_once_and_by_keyboard_on_enter(
    page_at: Any, city: Institution
) -> None:
    page = page_at(1440)
    page.goto("/find/")
    kind = page.locator("[name=kind]")

    kind.select_option("senior")
    page.wait_for_url("**/find/?kind=senior")
    expect(kind).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(kind).to_have_value("mixed")
    assert page.url.endswith("kind=senior")  # an arrow alone leads nowhere
    page.keyboard.press("Enter")

    page.wait_for_url("**/find/?kind=mixed")
    expect(kind).to_be_focused()


def test_a_grandmother_scans_a_receipt(page_at: Any, shoot: Shoot) -> None:
    receipt = make_receipted().documents.get(kind=Document.Kind.RECEIPT)
    path = "/v/" + check_address(receipt).partition("/v/")[2]
    page = page_at(360)

    page.goto(path)

    page.wait_for_url("**/verify/?q=*")
    expect(page.get_by_role("heading", level=1)).to_have_text("是真的，今天有效")
    shoot(page, "portal-receipt-360")
    page.get_by_label("再查一张").fill("ABCDEFGHJK")
    page.get_by_role("button", name="核验").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("没有核验通过")
    shoot(page, "portal-receipt-false-360")

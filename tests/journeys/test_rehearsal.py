"""The standards officer mends a draft, rehearses it, and reads who would fall."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tuoyu.assessment import services
from tuoyu.assessment.models import Rehearsal
from tuoyu.assessment.tests.make import DRAFT, make_nursery
from tuoyu.core.clock import now
from tuoyu.org.tests.make import CITY, COUNTY, OTHER_COUNTY, make_unit, make_user
from tuoyu.records.services import CLOCKWORK

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"
RULE = "plan-duties/video-days"


@pytest.fixture
def officer(
    client: Any, live_server: Any, page_at: Callable[..., Page]
) -> Callable[[int], Page]:
    """A page at which the standards officer is signed in."""

    def open_page(width: int) -> Page:
        user = make_user("standards_officer", make_unit(CITY), name="李示例")
        client.force_login(user, backend=SIGN_IN)
        page = page_at(width)
        key = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
        return page

    return open_page


@pytest.fixture(autouse=True)
def city(transactional_db: None) -> None:
    make_nursery(60, region=COUNTY, name="短录像园")
    make_nursery(90, region=COUNTY, name="刚好园")
    make_nursery(None, region=OTHER_COUNTY, name="没填园")


@pytest.mark.parametrize("width", [1440, 768, 360])
def test_a_draft_is_mended_rehearsed_and_read(
    width: int,
    tmp_path: Path,
    officer: Callable[[int], Page],
    axe_clean: Callable[[Page], None],
    fits: Callable[[Page], None],
    shoot: Callable[[Page, str], Path],
) -> None:
    file = tmp_path / "video.yaml"
    file.write_text(DRAFT.replace("video_days >=", "vidoe_days >="), "utf-8")
    page = officer(width)

    page.goto("/law/drafts/")
    axe_clean(page)
    page.get_by_label("草案文件").set_input_files(file)
    page.get_by_role("button", name="检查并收下").click()
    expect(page.get_by_role("heading", name="处要改")).to_be_visible()
    fits(page)
    axe_clean(page)
    shoot(page, f"draft-mistakes-{width}")
    page.get_by_label("或者把内容贴在这里").fill(DRAFT)
    page.get_by_role("button", name="检查并收下").click()
    expect(page.get_by_text("已收下")).to_be_visible()

    page.locator("li", has_text="录像保存一百二十天").get_by_role("button", name="推演").click()
    expect(page.get_by_text("可离开本页")).to_be_visible()
    axe_clean(page)
    shoot(page, f"rehearsing-{width}")
    services.run_rehearsal(Rehearsal.objects.get(), now=now)
    expect(page.get_by_role("heading", name="每家要补什么")).to_be_visible()
    expect(page.locator("map-panel[data-drawn]")).to_have_count(1)
    expect(page.get_by_text("录像保存天数增加 30，到 120")).to_be_visible()
    fits(page)
    axe_clean(page)
    shoot(page, f"rehearsal-{width}")


@pytest.mark.parametrize("width", [1440, 768, 360])
def test_the_law_is_browsed_from_shelf_to_institution(
    width: int,
    officer: Callable[[int], Page],
    axe_clean: Callable[[Page], None],
    fits: Callable[[Page], None],
    shoot: Callable[[Page, str], Path],
) -> None:
    at = now()
    services.run_sweep(on=at.date(), by=CLOCKWORK, at=at)
    page = officer(width)

    for path, name in (
        ("/law/", "shelf"),
        ("/law/book/setting-standard/", "book"),
        (f"/law/entry/{RULE}/", "entry"),
        ("/law/amendments/?since=2020-01-01", "amendments"),
        ("/verdicts/", "verdicts"),
        ("/verdicts/changes/", "changes"),
        ("/verdicts/expiry/", "expiry"),
        (f"/verdicts/rule/{RULE}/", "rule"),
    ):
        page.goto(path)
        fits(page)
        axe_clean(page)
        shoot(page, f"law-{name}-{width}")
    page.get_by_role("link", name="短录像园").first.click()
    expect(page.get_by_role("heading", name="对照报告")).to_be_visible()
    expect(page.get_by_text("录像保存天数 60，至少 90，还差 30")).to_be_visible()
    fits(page)
    axe_clean(page)
    shoot(page, f"report-{width}")

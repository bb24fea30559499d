"""An officer goes through filings one by one: parts and keys, with script and without."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tuoyu.core import clock
from tuoyu.filing.models import Filing
from tuoyu.filing.tests.make import make_filing, make_officer
from tuoyu.org.models import User
from tuoyu.org.permissions import Role

PageAt = Callable[..., Page]
Enter = Callable[[Page, User], None]

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def number_of(page: Page) -> str:
    return page.get_by_label("位置").locator(".num").inner_text()


def two() -> tuple[Filing, Filing]:
    """The first is due before the second."""
    return make_filing(at=clock.now() - timedelta(days=20)), make_filing()


def test_filings_are_gone_through_by_key_in_the_order_of_the_list(
    page_at: PageAt, enter: Enter
) -> None:
    officer, (first, second) = make_officer(), two()
    page = page_at(1440)
    enter(page, officer)

    page.goto(f"/filing/review/{second.pk}/?from=sort%3D-due")
    expect(page.get_by_label("清单里的前后各件")).to_contain_text("第 1 件，共 2 件")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="快捷键")
    expect(sheet).to_contain_text("Ctrl Enter")
    expect(sheet).to_contain_text("下一件")
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.keyboard.press("j")
    page.wait_for_url(f"**/{first.pk}/?from=sort%3D-due")
    assert number_of(page) == first.number
    page.keyboard.press("k")
    page.wait_for_url(f"**/{second.pk}/?from=sort%3D-due")
    page.keyboard.press("u")
    page.wait_for_url("**/desk/inbox/?sort=-due")
    expect(page.locator("#preview")).to_contain_text("系统已对照")
    page.wait_for_load_state("networkidle")


def test_letters_typed_into_a_field_stay_letters(page_at: PageAt, enter: Enter) -> None:
    officer, (first, _) = make_officer(), two()
    page = page_at(1440)
    enter(page, officer)
    page.goto(f"/filing/review/{first.pk}/")

    page.get_by_label("其他要补的").fill("")
    page.get_by_label("其他要补的").press_sequentially("jku")
    page.get_by_role("checkbox", name="M1").check()

    expect(page.locator("tick-count")).to_contain_text("已选 1 处")
    assert page.get_by_label("其他要补的").input_value() == "jku"
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_what_was_ticked_and_written_stays_until_it_is_sent(
    page_at: PageAt, enter: Enter
) -> None:
    officer, (first, second) = make_officer(), two()
    page = page_at(1440)
    enter(page, officer)
    page.goto(f"/filing/review/{first.pk}/")
    page.get_by_role("checkbox", name="M2").check()
    page.get_by_label("其他要补的").fill("请补门头照片")

    page.locator(".slots a", has_text="M5").click()
    expect(page.locator("#papers h2")).to_contain_text("M5")
    expect(page.get_by_role("checkbox", name="M2")).to_be_checked()
    page.goto(f"/filing/review/{second.pk}/")
    expect(page.get_by_role("checkbox", name="M2")).not_to_be_checked()
    page.goto(f"/filing/review/{first.pk}/")
    page.get_by_role("button", name="一次性告知补正").click()
    page.get_by_role("link", name="先不办").click()
    expect(page.get_by_role("checkbox", name="M2")).to_be_checked()
    expect(page.get_by_label("其他要补的")).to_have_value("请补门头照片")
    expect(page.locator("tick-count")).to_contain_text("已选 1 处")

    page.get_by_role("button", name="一次性告知补正").click()
    page.get_by_role("button", name="发给机构").click()
    page.wait_for_url(f"**/{first.pk}/")
    assert page.evaluate(f"sessionStorage.getItem('points-{first.pk}')") is None
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("width", [360, 768])
def test_on_a_narrow_screen_the_parts_are_tabs(
    width: int, page_at: PageAt, enter: Enter, fits: Any, axe_clean: Any, shoot: Any
) -> None:
    officer, (first, _) = make_officer(), two()
    page = page_at(width)
    enter(page, officer)
    page.goto(f"/filing/review/{first.pk}/")

    expect(page.get_by_role("tab", name="对照报告")).to_have_attribute("aria-selected", "true")
    for name, part in (("备案书", "form"), ("材料", "papers"), ("经过", "history")):
        page.get_by_role("tab", name=name).click()
        expect(page.locator(f"#{part}")).to_be_visible()
        expect(page.locator("#report")).to_be_hidden()
        fits(page)
        axe_clean(page)
        shoot(page, f"review-{part}-{width}")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#report")).to_be_visible()
    page.get_by_role("tab", name="材料").click()
    page.locator(".slots a", has_text="M2").click()
    expect(page.locator("#papers")).to_be_visible()
    expect(page.get_by_role("tab", name="材料")).to_have_attribute("aria-selected", "true")


def test_on_a_wide_screen_the_parts_stand_side_by_side(page_at: PageAt, enter: Enter) -> None:
    officer, (first, _) = make_officer(), two()
    page = page_at(1440)
    enter(page, officer)
    page.goto(f"/filing/review/{first.pk}/#history")

    for part in ("form", "papers", "report", "history"):
        expect(page.locator(f"#{part}")).to_be_visible()
    expect(page.locator("part-tabs")).to_be_hidden()
    page.set_viewport_size({"width": 768, "height": 900})
    expect(page.locator("#report")).to_be_hidden()
    expect(page.locator("#history")).to_be_visible()


def test_without_script_the_tabs_are_anchors(page_at: PageAt, enter: Enter) -> None:
    officer, (first, _) = make_officer(), two()
    page = page_at(768, java_script_enabled=False)
    enter(page, officer)
    page.goto(f"/filing/review/{first.pk}/")

    for part in ("form", "papers", "report", "history"):
        expect(page.locator(f"#{part}")).to_be_visible()
    page.get_by_role("link", name="对照报告").click()
    expect(page.locator("#report > header")).to_be_in_viewport()
    expect(page.locator("part-tabs")).to_be_in_viewport()


def test_ticked_filings_are_counted_and_passed_on_by_key(
    page_at: PageAt, enter: Enter, axe_clean: Any, shoot: Any
) -> None:
    officer, colleague, filings = make_officer(), make_officer(name="陈示例"), two()
    page = page_at(1440)
    enter(page, officer)
    page.goto("/desk/inbox/")
    page.wait_for_load_state("networkidle")

    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("tick-count")).to_have_text("已选 1 件")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("tick-count")).to_have_text("已选 2 件")
    page.keyboard.press("e")
    to = page.get_by_label("转给谁")
    expect(to).to_be_focused()
    axe_clean(page)
    shoot(page, "inbox-ticked")
    to.select_option(label="陈示例")
    page.get_by_role("button", name="转办").click()

    expect(page.get_by_text("已转给陈示例 2 件")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert {Filing.objects.get(pk=one.pk).officer for one in filings} == {colleague}


def test_e_takes_the_row_at_hand_where_none_is_ticked(page_at: PageAt, enter: Enter) -> None:
    officer, _ = make_officer(), two()
    page = page_at(1440)
    enter(page, officer)
    page.goto("/desk/inbox/")
    page.wait_for_load_state("networkidle")

    page.keyboard.press("j")
    page.keyboard.press("e")

    expect(page.locator("tick-count")).to_have_text("已选 1 件")
    expect(page.get_by_label("转给谁")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator("[data-row]").nth(1)).to_be_focused()
    page.wait_for_load_state("networkidle")


def test_an_approver_is_shown_only_the_keys_that_work_for_them(
    page_at: PageAt, enter: Enter
) -> None:
    two()
    page = page_at(1440)
    enter(page, make_officer(role=Role.APPROVER))
    page.goto("/desk/inbox/")
    page.wait_for_load_state("networkidle")

    expect(page.locator(".ty-keys")).to_contain_text("打开")
    expect(page.locator(".ty-keys")).not_to_contain_text("认领")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="快捷键")
    expect(sheet).to_contain_text("打开这一行")
    expect(sheet).not_to_contain_text("认领")
    expect(sheet).not_to_contain_text("转办")


def test_a_filing_claimed_by_key_keeps_its_place_in_the_list(
    page_at: PageAt, enter: Enter
) -> None:
    officer, (_, second) = make_officer(), two()
    page = page_at(1440)
    enter(page, officer)
    page.goto("/desk/inbox/")
    page.wait_for_load_state("networkidle")

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("a")

    expect(page.get_by_text("已认领 1 件")).to_be_visible()
    expect(page.locator("[data-row]").nth(1)).to_be_focused()
    page.wait_for_load_state("networkidle")
    second.refresh_from_db()
    assert second.officer == officer

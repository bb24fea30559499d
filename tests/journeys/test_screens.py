"""The parts themselves: every state, width and display mode; WCAG AA, no sideways scroll."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect

CONTRACT: FilePayload = {
    "name": "租赁合同.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-" * 500,
}

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

MODES = {"light": "", "dark": "dark", "elder": "elder"}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("width", [1440, 768, 360])
def test_all_parts_are_readable(
    width: int,
    mode: str,
    page_at: Callable[..., Page],
    axe_clean: Callable[[Page], None],
    fits: Callable[[Page], None],
    shoot: Callable[[Page, str], Path],
) -> None:
    page = page_at(width)
    page.goto("/ui/")
    if MODES[mode]:
        page.goto(f"/theme?{MODES[mode]}=1")
        page.goto("/ui/")
    expect(page.locator("chart-panel[data-drawn]")).to_have_count(1)
    expect(page.locator("map-panel[data-drawn]")).to_have_count(1)

    shoot(page, f"ui-{width}-{mode}")
    axe_clean(page)
    fits(page)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("face", "width"), [("portal", 1440), ("portal", 768), ("portal", 360), ("family", 360)]
)
def test_the_public_faces_are_readable(
    face: str,
    width: int,
    mode: str,
    page_at: Callable[..., Page],
    axe_clean: Callable[[Page], None],
    fits: Callable[[Page], None],
    shoot: Callable[[Page, str], Path],
) -> None:
    page = page_at(width)
    page.goto(f"/theme?{MODES[mode]}=1" if MODES[mode] else "/ui/")
    page.goto(f"/ui/{face}/")

    shoot(page, f"{face}-{width}-{mode}")
    axe_clean(page)
    fits(page)


@pytest.mark.parametrize("width", [1440, 360])
def test_the_door_is_readable(
    width: int,
    page_at: Callable[..., Page],
    axe_clean: Callable[[Page], None],
    fits: Callable[[Page], None],
    shoot: Callable[[Page, str], Path],
) -> None:
    page = page_at(width)
    page.goto("/accounts/login/")

    shoot(page, f"login-{width}")
    axe_clean(page)
    fits(page)


def test_dark_and_elder_change_at_once_and_are_remembered(page_at: Callable[..., Page]) -> None:
    page = page_at(1440)
    page.goto("/ui/")

    page.get_by_label("我的菜单与显示设置").click()
    page.get_by_role("link", name="深色").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")

    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_a_list_is_walked_with_the_keyboard(page_at: Callable[..., Page]) -> None:
    page = page_at(1440)
    page.goto("/ui/")
    page.locator("#lists [data-row]").first.wait_for()
    page.evaluate("document.activeElement.blur()")
    rows = page.locator("#lists [data-row]")

    page.keyboard.press("k")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("x")
    expect(rows.nth(0).locator("input")).to_be_checked()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#b$"))
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="快捷键")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.get_by_label("全库检索")).to_be_focused()


def test_a_draft_survives_a_lost_line(page_at: Callable[..., Page]) -> None:
    page = page_at(1440)
    page.goto("/ui/")
    remark, saved = page.get_by_label("说明"), page.locator("[data-saved]")

    remark.fill("园里有两棵槐树")
    expect(saved).to_contain_text("已存草稿")

    page.route("**/ui/draft", lambda route: route.abort())
    remark.fill("园里有三棵槐树")
    expect(saved).to_contain_text("先存在本机")

    page.unroute("**/ui/draft")
    page.reload()
    expect(page.get_by_label("说明")).to_have_value("园里有三棵槐树")
    expect(saved).to_contain_text("已存草稿")


def test_files_are_listed_before_they_travel(page_at: Callable[..., Page]) -> None:
    page = page_at(360)
    page.goto("/ui/")

    page.locator("upload-box input[type=file]").set_input_files(CONTRACT)

    expect(page.locator("upload-box .files li")).to_contain_text("租赁合同.pdf")


def test_a_file_is_sent_again_after_the_line_was_lost(page_at: Callable[..., Page]) -> None:
    page = page_at(1440)
    page.goto("/ui/")
    tries: list[str] = []

    def answer(route: Route) -> None:
        tries.append(route.request.method)
        if len(tries) == 1:
            route.abort()
        else:
            route.fulfill(status=201, json={"id": 7, "name": "租赁合同.pdf"})

    page.route("**/papers/", answer)
    box = page.locator("upload-box")
    box.evaluate("box => box.setAttribute('post', '/papers/')")
    box.locator("input[type=file]").set_input_files(CONTRACT)

    expect(box.locator(".say", has_text="已传")).to_be_visible(timeout=10_000)
    assert tries == ["POST", "POST"]
    expect(box.locator("input[name=papers_id]")).to_have_value("7")


def test_a_refused_file_says_why(page_at: Callable[..., Page]) -> None:
    page = page_at(1440)
    page.goto("/ui/")
    page.route(
        "**/papers/",
        lambda route: route.fulfill(status=422, json={"message": "超过 20 MB，压缩后再传"}),
    )
    box = page.locator("upload-box")
    box.evaluate("box => box.setAttribute('post', '/papers/')")

    box.locator("input[type=file]").set_input_files(CONTRACT)

    expect(box.locator(".files")).to_contain_text("超过 20 MB，压缩后再传")


def test_the_page_stands_without_a_script(page_at: Callable[..., Page]) -> None:
    page = page_at(360, java_script_enabled=False)
    page.goto("/ui/")

    expect(page.get_by_role("link", name="待办")).to_be_visible()
    page.locator("summary", has_text="看表格").click()
    expect(page.get_by_role("cell", name="4.61")).to_be_visible()
    expect(page.locator("upload-box input[type=file]")).to_be_visible()

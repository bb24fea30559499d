"""The form of a filing keeps what is typed and asks what the answers call for."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.walking import arrive, begin, begin_row
from tuoyu.core import clock
from tuoyu.filing import services
from tuoyu.filing.models import Filing
from tuoyu.filing.tests.make import (
    make_applicant,
    make_filing,
    make_manager,
    make_office,
    make_officer,
)
from tuoyu.org.models import User

PageAt = Callable[..., Page]
Check = Callable[[Page], None]
Shoot = Callable[[Page, str], Path]
Enter = Callable[[Page, User], None]
DraftAt = Callable[[int], tuple[Page, Filing]]

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def draft_at(page_at: PageAt, enter: Enter) -> DraftAt:
    """`draft_at(360)`: a page that wide, on the first step of a filing just begun."""

    def begun(width: int) -> tuple[Page, Filing]:
        make_office()
        page = page_at(width)
        enter(page, make_manager(make_applicant()))
        begin(page)
        return page, Filing.objects.get()

    return begun


@pytest.mark.parametrize("width", [360, 768])
def test_the_form_fits_small_screens(
    width: int, draft_at: DraftAt, axe_clean: Check, fits: Check, shoot: Shoot
) -> None:
    page, filing = draft_at(width)

    for step in ("institution", "site", "rooms", "services", "staff", "materials"):
        page.goto(f"/filing/{filing.pk}/fill/{step}/")
        expect(page.locator("#live")).to_contain_text("和县里看到的是同一份")
        fits(page)
        axe_clean(page)
        shoot(page, f"form-{step}-{width}")
    for address in (f"/filing/{filing.pk}/check/", f"/filing/{filing.pk}/", "/desk/"):
        page.goto(address)
        fits(page)
        axe_clean(page)


def test_two_pages_of_one_step_never_overwrite_each_other(
    page_at: PageAt, enter: Enter, axe_clean: Check, shoot: Shoot
) -> None:
    make_office()
    manager = make_manager(make_applicant())
    first, second = page_at(1440), page_at(1440)
    enter(first, manager)
    begin(first)
    enter(second, manager)
    second.goto(first.url)

    first.locator('[name="profile-name"]').fill("甲名托育园")
    expect(first.locator("[data-saved]")).to_contain_text("已存草稿")
    second.locator('[name="profile-name"]').fill("乙名托育园")
    expect(second.locator("[data-saved]")).to_contain_text("别的页面改过")
    second.get_by_role("button", name="存草稿").click()

    expect(second.get_by_text("甲名托育园")).to_be_visible()
    expect(second.get_by_text("乙名托育园")).to_be_visible()
    axe_clean(second)
    shoot(second, "conflict-1440")
    second.get_by_role("button", name="按选的保存").click()
    expect(second.locator('[name="profile-name"]')).to_have_value("乙名托育园")


def test_an_answer_calls_for_other_questions_at_once(draft_at: DraftAt, shoot: Shoot) -> None:
    page, filing = draft_at(1440)
    page.goto(f"/filing/{filing.pk}/fill/site/")
    lease = page.get_by_label("租期止")
    expect(lease).to_have_count(0)

    page.get_by_label("场地性质").select_option(label="租赁")
    page.get_by_label("地址").press_sequentially("示例路 9 号", delay=150)  # meanwhile
    expect(lease).to_be_visible()
    expect(page.get_by_label("地址")).to_be_focused()
    expect(page.get_by_label("地址")).to_have_value("示例路 9 号")
    shoot(page, "form-called-for-1440")

    page.get_by_label("场地性质").select_option(label="自有")
    expect(lease).to_have_count(0)
    expect(page.locator("[data-saved]")).to_contain_text("已存草稿")
    page.wait_for_load_state("networkidle")
    filing.refresh_from_db()
    assert filing.content["site"]["address"] == "示例路 9 号"


def test_a_button_pressed_while_typing_is_no_other_page(draft_at: DraftAt) -> None:
    """What is typed goes with the form; saved once more from the page left, it would cross."""
    page, filing = draft_at(1440)
    page.goto(f"/filing/{filing.pk}/fill/rooms/")

    for number, pause in enumerate((0, 1_150, 1_300, 0)):
        page.get_by_role("button", name="加一行班级").click()
        name = page.locator(f'[name="classes-{number}-name"]')
        name.fill(f"托小{number}班")
        page.wait_for_timeout(pause)  # before, while and after it is saved by itself

    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("服务收费")
    filing.refresh_from_db()
    names = [row["name"] for row in filing.content["classes"]]
    assert names == ["托小0班", "托小1班", "托小2班", "托小3班"]
    page.wait_for_load_state("networkidle")


def test_without_a_line_a_button_keeps_the_page_and_what_is_typed(draft_at: DraftAt) -> None:
    page, filing = draft_at(360)

    page.context.set_offline(True)
    page.locator('[name="profile-head_name"]').fill("示例园长")
    page.get_by_role("button", name="下一步").click()
    expect(page.locator("[data-saved]")).to_contain_text("没有网络，先存在本机")
    page.context.set_offline(False)

    expect(page.locator("[data-saved]")).to_contain_text("已存草稿")
    filing.refresh_from_db()
    assert filing.content["profile"]["head_name"] == "示例园长"
    page.wait_for_load_state("networkidle")


def test_a_family_site_is_asked_fewer_steps_as_soon_as_it_says_so(draft_at: DraftAt) -> None:
    page, _ = draft_at(768)
    steps = page.locator("#steps")
    expect(steps).to_contain_text("用房与班级")

    page.get_by_label("办托形式").select_option(label="家庭托育点")

    expect(steps).not_to_contain_text("用房与班级")
    page.wait_for_load_state("networkidle")


def test_what_is_chosen_before_the_script_is_there_is_saved_too(draft_at: DraftAt) -> None:
    page, filing = draft_at(360)

    held: list[Any] = []
    page.route("**/draft-form*.js", lambda route: held.append(route))  # a slow line
    page.goto(f"/filing/{filing.pk}/fill/institution/", wait_until="commit")
    page.get_by_label("办托形式").select_option(label="家庭托育点")
    held[0].continue_()

    expect(page.locator("[data-saved]")).to_contain_text("已存草稿")
    filing.refresh_from_db()
    assert filing.content["profile"]["form"] == "family_site"
    page.wait_for_load_state("networkidle")


def test_a_button_among_the_questions_works_while_others_are_being_called_for(
    draft_at: DraftAt,
) -> None:
    page, filing = draft_at(1440)
    page.goto(f"/filing/{filing.pk}/fill/rooms/")
    begin_row(page, "加一行用房", {"rooms-0-name": "活动室"})
    expect(page.locator("[data-saved]")).to_contain_text("已存草稿")

    held: list[Any] = []
    page.route("**/save/rooms/", lambda route: held.append(route))
    page.get_by_label("用途").select_option(label="活动睡眠合用")
    page.wait_for_timeout(1_500)  # its save is on its way, and will call for other questions
    page.get_by_role("button", name="加一行用房").click()
    held[0].continue_()

    expect(page.locator('[name="rooms-1-name"]')).to_be_visible()
    page.wait_for_load_state("networkidle")


def test_a_row_added_does_not_send_the_next_step_to_its_place(draft_at: DraftAt) -> None:
    page, filing = draft_at(1440)
    page.goto(f"/filing/{filing.pk}/fill/staff/")

    begin_row(page, "加一人", {"staff-0-name": "示例赵老师"})
    expect(page).to_have_url(re.compile("#staff$"))
    page.get_by_role("button", name="下一步").click()

    arrive(page, "材料")
    expect(page).to_have_url(re.compile("/fill/materials/$"))


def test_the_steps_say_what_is_lacking_as_one_types(draft_at: DraftAt) -> None:
    page, filing = draft_at(1440)
    page.goto(f"/filing/{filing.pk}/fill/site/")
    step = page.locator("#steps li").nth(1)
    expect(step).to_contain_text("缺 7 处")

    page.locator('[name="site-address"]').fill("建设路 77 号")
    page.locator('[name="site-address"]').blur()

    expect(step).to_contain_text("缺 6 处")
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("width", [360, 1440])
def test_what_is_to_be_put_right_leads_to_its_step(
    width: int, page_at: PageAt, enter: Enter, axe_clean: Check, fits: Check, shoot: Shoot
) -> None:
    filing = make_filing()
    points = [{"about": "slot:M5", "text": "看不清"}, {"about": "other", "text": "补门头照片"}]
    services.request_correction(filing, points=points, by=make_officer(), at=clock.now())
    page = page_at(width)
    enter(page, filing.started_by)

    page.goto(f"/filing/{filing.pk}/")
    axe_clean(page)
    fits(page)
    shoot(page, f"correcting-{width}")
    page.goto(f"/filing/{filing.pk}/fill/site/")
    expect(page.locator("#live")).to_contain_text("和县里看到的是同一份")
    axe_clean(page)
    fits(page)
    page.get_by_role("link", name="去改第 1 处").click()
    arrive(page, "材料")
    expect(page.locator("#live")).to_contain_text("和县里看到的是同一份")
    axe_clean(page)

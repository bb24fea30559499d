"""An institution files, the county returns it, it is corrected, receipted, verified, seen."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfWriter

from tuoyu.core import clock
from tuoyu.filing.models import Document, Filing
from tuoyu.filing.tests.make import (
    make_applicant,
    make_filing,
    make_manager,
    make_office,
    make_officer,
    make_receipted,
)
from tuoyu.org.models import User
from tuoyu.org.permissions import Role
from tuoyu.org.tests.make import make_region
from tuoyu.workforce.tests.make import make_id_number

PageAt = Callable[..., Page]
Check = Callable[[Page], None]
Shoot = Callable[[Page, str], Path]
Enter = Callable[[Page, User], None]

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TOWN = "41/4104/410402/410402001"
SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def enter(client: Any, live_server: Any, settings: Any, tmp_path: Path) -> Enter:
    """Sign somebody in; the browser gets the session's cookie."""
    settings.ATTACHMENT_STORE = str(tmp_path / "store")
    settings.SITE_URL = live_server.url

    def sign_in(page: Page, user: User) -> None:
        client.force_login(user, backend=SIGN_IN)
        key = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])

    return sign_in


@pytest.fixture
def paper(tmp_path: Path) -> str:
    """One page to hand in."""
    writer, path = PdfWriter(), tmp_path / "扫描件.pdf"
    writer.add_blank_page(width=595, height=842)
    writer.write(str(path))
    return str(path)


def fill(page: Page, typed: dict[str, str]) -> None:
    """Type into fields by their names; choices by their words or values."""
    for name, value in typed.items():
        field = page.locator(f'[name="{name}"]')
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def next_step(page: Page, title: str) -> None:
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def settled(page: Page) -> None:
    """Until the preview stands: its transaction must not meet the next test."""
    expect(page.locator("#preview")).to_contain_text("系统已对照")
    page.wait_for_load_state("networkidle")


def begin(page: Page) -> None:
    page.goto("/desk/")
    page.get_by_role("button", name="去办").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("机构")


def fill_institution(page: Page) -> None:
    fill(
        page,
        {
            "profile-name": "小雨点托育园",
            "profile-form": "independent",
            "profile-legal_form": "company",
            "profile-registrar": "market_regulation",
            "profile-registered_on": "2026-08-01",
            "profile-credit_code": "91410402ma9x00001w",
            "profile-scope_states_childcare": "true",
            "profile-legal_representative": "周敏",
            "profile-head_name": "周敏",
            "profile-phone": "13800000000",
        },
    )


def fill_site(page: Page) -> None:
    soon = clock.today() + timedelta(days=400)
    fill(page, {"site-address": "建设路 18 号 1–2 层", "site-tenure": "leased"})
    page.locator('[name="site-region_code"]').select_option("410402001")
    fill(
        page,
        {
            "site-building_area_m2": "四百多",
            "site-indoor_area_m2": "330",
            "site-lowest_floor": "1",
            "site-highest_floor": "2",
        },
    )
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_text("有 1 处看不懂")).to_be_visible()
    expect(page.locator('[name="site-building_area_m2"]')).to_have_value("四百多")
    fill(
        page,
        {
            "site-building_area_m2": "420",
            "site-lease_starts_on": str(clock.today()),
            "site-lease_ends_on": str(soon),
        },
    )


def begin_row(page: Page, button: str, row: dict[str, str]) -> None:
    """Ask for a row by its button, and type into it once it is there."""
    page.get_by_role("button", name=button).click()
    page.locator(f'[name="{next(iter(row))}"]').wait_for()
    fill(page, row)


def add_rows(page: Page) -> None:
    row = {"name": "托小一班", "kind": "junior", "places": "15", "children": "10"}
    begin_row(page, "加一行班级", {f"classes-0-{name}": value for name, value in row.items()})


def add_service(page: Page) -> None:
    row = {"offerings-0-kind": "full_day", "offerings-0-price_fen": "1680"}
    begin_row(page, "加一行服务", row)
    fill(page, {"profile-places": "15", "profile-has_meals": "false"})


def add_worker(page: Page) -> None:
    number = make_id_number(date(1990, 3, 8))
    row = {"staff-0-name": "周敏", "staff-0-id_number": number, "staff-0-post": "head"}
    begin_row(page, "加一人", row)
    page.get_by_role("button", name="存草稿").click()
    page.locator('[name="staff-0-has_post_training"]').wait_for()
    assert number not in page.content()
    fill(page, {"staff-0-has_post_training": "2026-05-01"})


def hand_in(page: Page, paper: str, *slots: str) -> None:
    for slot in slots:
        page.set_input_files(f"#upload-file-{slot}", paper)
        expect(page.locator(f"#papers-{slot} li")).to_have_count(1)


@pytest.mark.parametrize("width", [1440])
def test_an_institution_files_is_returned_corrected_receipted_and_verified(
    width: int,
    page_at: PageAt,
    enter: Enter,
    paper: str,
    axe_clean: Check,
    fits: Check,
    shoot: Shoot,
) -> None:
    make_region(TOWN)
    manager = make_manager(make_applicant(TOWN, name="小雨点托育园"))
    make_office()
    officer = make_officer(name="林静")
    page = page_at(width)

    enter(page, manager)
    begin(page)
    fill_institution(page)
    expect(page.locator("[data-saved]")).to_contain_text("已存草稿")
    axe_clean(page)
    shoot(page, f"filing-institution-{width}")
    next_step(page, "场地")
    fill_site(page)
    shoot(page, f"filing-site-{width}")
    next_step(page, "用房与班级")
    add_rows(page)
    next_step(page, "服务收费")
    add_service(page)
    axe_clean(page)
    next_step(page, "人员")
    add_worker(page)
    axe_clean(page)
    shoot(page, f"filing-staff-{width}")
    next_step(page, "材料")
    hand_in(page, paper, "M1", "M2", "M3", "M4")
    axe_clean(page)
    shoot(page, f"filing-materials-{width}")
    next_step(page, "核对")
    expect(page.get_by_text("还没有上传 M5 消防安全证明")).to_be_visible()
    page.get_by_role("link", name="去填").click()
    hand_in(page, paper, "M5")
    next_step(page, "核对")
    fits(page)
    axe_clean(page)
    shoot(page, f"filing-check-{width}")
    page.get_by_role("link", name="去提交").click()
    page.get_by_label("以上承诺").check()
    axe_clean(page)
    page.get_by_role("button", name="提交备案").click()
    expect(page.get_by_text("已提交，办件编号 SL-")).to_be_visible()
    shoot(page, f"filing-submitted-{width}")

    enter(page, officer)
    page.goto("/desk/inbox/")
    expect(page.locator("#preview")).to_contain_text("系统已对照")
    axe_clean(page)
    shoot(page, f"inbox-{width}")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("小雨点托育园")
    expect(page.get_by_role("heading", name="场地自有，或租期不少于 3 年")).to_be_visible()
    axe_clean(page)
    fits(page)
    shoot(page, f"review-{width}")
    page.get_by_label("列入").first.check()
    page.get_by_label("M2 场地证明").check()
    page.get_by_label("其他要补的").fill("补一张平面图")
    page.get_by_role("button", name="一次性告知补正").click()
    expect(page.get_by_role("heading", name="共 3 处")).to_be_visible()
    axe_clean(page)
    shoot(page, f"correction-{width}")
    page.get_by_role("button", name="发给机构").click()
    expect(page.get_by_text("计时中止").first).to_be_visible()

    enter(page, manager)
    page.goto("/desk/")
    page.get_by_role("link", name="去补正").click()
    expect(page.get_by_text("补一张平面图").first).to_be_visible()
    axe_clean(page)
    shoot(page, f"to-correct-{width}")
    page.get_by_role("link", name="去补正").click()
    page.get_by_role("link", name="场地", exact=True).click()
    later = clock.today() + timedelta(days=365 * 5)
    fill(page, {"site-lease_ends_on": str(later)})
    next_step(page, "用房与班级")
    page.get_by_role("link", name="材料", exact=True).click()
    page.set_input_files("#upload-file-M2", paper)
    expect(page.locator("#papers-M2 li")).to_have_count(2)
    page.get_by_role("link", name="提交", exact=True).click()
    page.get_by_label("以上承诺").check()
    page.get_by_role("button", name="交回补正").click()
    expect(page.get_by_text("已提交")).to_be_visible()

    enter(page, officer)
    filing = Filing.objects.get()
    page.goto(f"/filing/review/{filing.pk}/")
    expect(page.get_by_text("有改动").first).to_be_visible()
    page.get_by_role("link", name="出具回执").click()
    axe_clean(page)
    shoot(page, f"receipt-{width}")
    page.get_by_role("button", name="出具备案回执").click()
    expect(page.get_by_text("已出具：410402托备")).to_be_visible()
    shoot(page, f"receipted-{width}")

    receipt = Document.objects.get(kind="receipt")
    page.context.clear_cookies()
    page.goto(f"/v/{receipt.code}")
    expect(page.get_by_text("是真的，今天有效")).to_be_visible()
    expect(page.get_by_text("小雨点托育园").first).to_be_visible()
    shoot(page, f"verified-{width}")
    page.get_by_role("link", name="小雨点托育园").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("小雨点托育园")


def test_the_inbox_is_worked_with_the_keyboard(page_at: PageAt, enter: Enter) -> None:
    officer = make_officer()
    first, second = make_filing(), make_filing()
    page = page_at(1440)
    enter(page, officer)
    page.goto("/desk/inbox/")
    settled(page)

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("input[name=pick]:checked")).to_have_value(str(second.pk))
    page.wait_for_load_state("networkidle")
    page.keyboard.press("k")
    page.keyboard.press("a")
    expect(page.get_by_text("已认领 1 件")).to_be_visible()
    settled(page)
    first.refresh_from_db()
    assert first.officer == officer
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("小蜗牛")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("全库检索")
    expect(page.get_by_role("link", name="小蜗牛托育园").first).to_be_visible()


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_the_offices_pages_fit_and_read_well(
    width: int,
    page_at: PageAt,
    enter: Enter,
    axe_clean: Check,
    fits: Check,
    shoot: Shoot,
) -> None:
    officer, filing = make_officer(), make_filing()
    visited = make_receipted(officer)
    page = page_at(width)
    enter(page, officer)

    for address, name in (
        ("/desk/inbox/", "inbox"),
        ("/desk/calendar/", "calendar"),
        (f"/filing/review/{filing.pk}/?slot=M5", "review"),
        (f"/filing/review/{filing.pk}/receipt/", "receipt"),
        (f"/filing/review/{visited.pk}/visit/", "visit-begin"),
        ("/desk/search/?q=小蜗牛", "search"),
    ):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        fits(page)
        axe_clean(page)
        shoot(page, f"office-{name}-{width}")


def test_a_visit_is_recorded_on_a_phone(
    page_at: PageAt, enter: Enter, axe_clean: Check, fits: Check, shoot: Shoot
) -> None:
    worker = make_officer(role=Role.HEALTH_WORKER, name="吴宁")
    filing = make_receipted()
    page = page_at(360)
    enter(page, worker)
    page.goto(f"/filing/review/{filing.pk}/visit/")
    page.get_by_role("button", name="我到了").click()

    for item in page.locator("li.item").all():
        item.get_by_text("是", exact=True).click()
    page.locator("[name=note-1]").fill("窗够大")
    expect(page.locator("[data-saved]")).to_contain_text("已存草稿")
    fits(page)
    axe_clean(page)
    shoot(page, "visit-360")
    page.get_by_label("核实意见").fill("各项符合")
    page.get_by_role("button", name="完成核实").click()
    expect(page.get_by_text("现场核实已完成")).to_be_visible()
    filing.refresh_from_db()
    assert filing.status == Filing.Status.CHECKED


@pytest.mark.parametrize("width", [360, 768])
def test_the_form_fits_small_screens(
    width: int,
    page_at: PageAt,
    enter: Enter,
    axe_clean: Check,
    fits: Check,
    shoot: Shoot,
) -> None:
    make_office()
    manager = make_manager(make_applicant())
    page = page_at(width)
    enter(page, manager)
    begin(page)
    filing = Filing.objects.get()

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


def test_an_answer_calls_for_other_questions_at_once(
    page_at: PageAt, enter: Enter, shoot: Shoot
) -> None:
    make_office()
    page = page_at(1440)
    enter(page, make_manager(make_applicant()))
    begin(page)
    filing = Filing.objects.get()
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


def test_a_button_pressed_while_typing_is_no_other_page(page_at: PageAt, enter: Enter) -> None:
    """What is typed goes with the form; saved once more from the page left, it would cross."""
    make_office()
    page = page_at(1440)
    enter(page, make_manager(make_applicant()))
    begin(page)
    filing = Filing.objects.get()
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


def test_without_a_line_a_button_keeps_the_page_and_what_is_typed(
    page_at: PageAt, enter: Enter
) -> None:
    make_office()
    page = page_at(360)
    enter(page, make_manager(make_applicant()))
    begin(page)
    filing = Filing.objects.get()

    page.context.set_offline(True)
    page.locator('[name="profile-head_name"]').fill("示例园长")
    page.get_by_role("button", name="下一步").click()
    expect(page.locator("[data-saved]")).to_contain_text("没有网络，先存在本机")
    page.context.set_offline(False)

    expect(page.locator("[data-saved]")).to_contain_text("已存草稿")
    filing.refresh_from_db()
    assert filing.content["profile"]["head_name"] == "示例园长"
    page.wait_for_load_state("networkidle")


def test_a_family_site_is_asked_fewer_steps_as_soon_as_it_says_so(
    page_at: PageAt, enter: Enter
) -> None:
    make_office()
    page = page_at(768)
    enter(page, make_manager(make_applicant()))
    begin(page)
    steps = page.locator("#steps")
    expect(steps).to_contain_text("用房与班级")

    page.get_by_label("办托形式").select_option(label="家庭托育点")

    expect(steps).not_to_contain_text("用房与班级")
    page.wait_for_load_state("networkidle")


def test_what_is_chosen_before_the_script_is_there_is_saved_too(
    page_at: PageAt, enter: Enter
) -> None:
    make_office()
    page = page_at(360)
    enter(page, make_manager(make_applicant()))
    begin(page)
    filing = Filing.objects.get()

    held: list[Any] = []
    page.route("**/draft-form*.js", lambda route: held.append(route))  # a slow line
    page.goto(f"/filing/{filing.pk}/fill/institution/", wait_until="commit")
    page.get_by_label("办托形式").select_option(label="家庭托育点")
    held[0].continue_()

    expect(page.locator("[data-saved]")).to_contain_text("已存草稿")
    filing.refresh_from_db()
    assert filing.content["profile"]["form"] == "family_site"
    page.wait_for_load_state("networkidle")

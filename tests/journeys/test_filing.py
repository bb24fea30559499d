"""An institution files, the county returns it, it is corrected, receipted, verified, seen."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfWriter

from tests.journeys.walking import arrive, begin, begin_row, fill
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


@pytest.fixture
def paper(tmp_path: Path) -> str:
    """One page to hand in."""
    writer, path = PdfWriter(), tmp_path / "扫描件.pdf"
    writer.add_blank_page(width=595, height=842)
    writer.write(str(path))
    return str(path)


def next_step(page: Page, title: str) -> None:
    page.get_by_role("button", name="下一步").click()
    arrive(page, title)


def settled(page: Page) -> None:
    """Until the preview stands: its transaction must not meet the next test."""
    expect(page.locator("#preview")).to_contain_text("系统已对照")
    page.wait_for_load_state("networkidle")


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
    arrive(page, "材料")
    hand_in(page, paper, "M5")
    next_step(page, "核对")
    fits(page)
    axe_clean(page)
    shoot(page, f"filing-check-{width}")
    page.get_by_role("link", name="去提交").click()
    arrive(page, "提交")
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
    arrive(page, "场地")
    later = clock.today() + timedelta(days=365 * 5)
    fill(page, {"site-lease_ends_on": str(later)})
    next_step(page, "用房与班级")
    page.get_by_role("link", name="材料", exact=True).click()
    arrive(page, "材料")
    page.set_input_files("#upload-file-M2", paper)
    expect(page.locator("#papers-M2 li")).to_have_count(2)
    page.get_by_role("link", name="提交", exact=True).click()
    arrive(page, "提交")
    page.get_by_label("以上承诺").check()
    page.get_by_role("button", name="交回补正").click()
    expect(page.get_by_text("已提交")).to_be_visible()

    enter(page, officer)
    filing = Filing.objects.get()
    page.goto(f"/filing/review/{filing.pk}/")
    expect(page.get_by_text("有改动").first).to_be_visible()
    page.get_by_role("link", name="出具回执").click()
    arrive(page, "出具备案回执")
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

    page.locator("li.item").first.wait_for()
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

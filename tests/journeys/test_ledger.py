"""An officer's ledger becomes the register, in a real browser."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.walking import arrive
from tuoyu.institutions.tests.ledgers import make_ledger, make_row
from tuoyu.org.permissions import Role
from tuoyu.org.tests.make import COUNTY, make_unit, make_user

PageAt = Callable[..., Page]
Check = Callable[[Page], None]

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def enter(client: Any, live_server: Any, settings: Any, tmp_path: Path) -> Check:
    """Sign a county officer in; the browser gets the session's cookie."""
    settings.ATTACHMENT_STORE = str(tmp_path / "store")
    officer = make_user(Role.COUNTY_OFFICER, make_unit(COUNTY), name="李静")
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    key = client.cookies["sessionid"].value

    def sign_in(page: Page) -> None:
        page.context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])

    return sign_in


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "新华区备案台账.xlsx"
    rows = [make_row(n, 备注="视频只存30天" if n == 3 else "") for n in range(1, 8)]
    odd = make_row(9, 托位数="若干")
    path.write_bytes(make_ledger(*rows, rows[1], odd, totals=[["合计", "", "8家"]]))
    return path


@pytest.mark.parametrize("width", [1440, 768, 360])
def test_a_ledger_is_uploaded_read_imported_and_taken_back(
    width: int,
    page_at: PageAt,
    enter: Check,
    ledger: Path,
    axe_clean: Check,
    fits: Check,
    shoot: Callable[[Page, str], Path],
) -> None:
    page = page_at(width)
    enter(page)

    page.goto("/institutions/ledgers/")
    page.set_input_files("input[type=file]", str(ledger))
    shoot(page, f"ledger-upload-{width}")
    page.get_by_role("button", name="上传并判读").click()
    arrive(page, "新华区备案台账.xlsx")
    fits(page)
    axe_clean(page)
    shoot(page, f"ledger-judged-{width}")
    page.get_by_label("判断").get_by_role("link", name="退回").click()
    page.get_by_role("link", name="小石榴托育园9").click()
    arrive(page, "小石榴托育园9")
    expect(page.get_by_text("这一行退回")).to_be_visible()
    fits(page)
    axe_clean(page)
    shoot(page, f"ledger-row-{width}")
    page.go_back()
    page.get_by_role("link", name="核对列").click()
    arrive(page, "核对列")
    axe_clean(page)
    fits(page)
    shoot(page, f"ledger-columns-{width}")
    page.go_back()
    page.get_by_role("link", name="导入登记册").click()
    arrive(page, "导入登记册")
    axe_clean(page)
    shoot(page, f"ledger-commit-{width}")
    page.get_by_role("button", name="全部导入").click()
    expect(page.get_by_text("写入结果：新增 7 家")).to_be_visible()

    page.goto("/institutions/?q=xslty")
    expect(page.get_by_text("第 1–7 家")).to_be_visible()
    fits(page)
    axe_clean(page)
    shoot(page, f"register-{width}")
    page.get_by_role("link", name="小石榴托育园3").click()
    arrive(page, "小石榴托育园3")
    expect(page.get_by_text("录像只保存 30 天")).to_be_visible()
    fits(page)
    axe_clean(page)
    shoot(page, f"institution-{width}")
    page.goto("/institutions/points/")
    fits(page)
    axe_clean(page)
    shoot(page, f"points-{width}")
    page.goto("/institutions/ledgers/")
    page.get_by_role("link", name="新华区备案台账.xlsx").click()
    page.get_by_role("link", name="整份撤回").click()
    arrive(page, "撤回这次导入")
    page.get_by_role("button", name="整份撤回").click()
    expect(page.get_by_text("已撤回", exact=True)).to_be_visible()


def test_the_register_is_walked_with_the_keyboard(
    page_at: PageAt, enter: Check, ledger: Path
) -> None:
    page = page_at(1440)
    enter(page)
    page.goto("/institutions/ledgers/")
    page.set_input_files("input[type=file]", str(ledger))
    page.get_by_role("button", name="上传并判读").focus()
    page.keyboard.press("Enter")
    arrive(page, "新华区备案台账.xlsx")

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("小石榴托育园2")

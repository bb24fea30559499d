"""Administrators, support staff and officers at their own doors."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from tuoyu.org import services
from tuoyu.org.models import Unit, User
from tuoyu.org.permissions import Role
from tuoyu.org.tests.make import PASSWORD, make_user
from tuoyu.records.services import seal_entries
from tuoyu.records.tests.make import NOON, settle

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PageAt = Callable[..., Page]
Check = Callable[[Page], None]
Shoot = Callable[[Page, str], Path]


@pytest.fixture
def city() -> Unit:
    """The reference rows, and the unit in which the city's keepers hold their posts."""
    call_command("seed_reference", verbosity=0)
    return Unit.objects.get(department="health", region__code="4104")


def _sign_in(page: Page, user: User, site: str = "") -> None:
    page.goto(f"{site}/accounts/login/")
    page.get_by_label("账号").fill(user.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


PLACES = {
    Role.SYSTEM_ADMIN: ["people", "people/new", "people/{person}", "places", "places/{county}"],
    Role.SECURITY_ADMIN: ["people/{person}/give", "grants/{grant}/end"],
    Role.AUDIT_ADMIN: ["trail", "trail/seals"],
    Role.SUPPORT: ["acting", "acting/{person}/start"],
}


@pytest.mark.parametrize("width", [1440, 768, 360])
@pytest.mark.parametrize("role", PLACES)
def test_administration_is_readable_at_every_width(
    role: Role,
    width: int,
    city: Unit,
    page_at: PageAt,
    axe_clean: Check,
    fits: Check,
    shoot: Shoot,
) -> None:
    county = Unit.objects.get(department="health", region__code="410402")
    person = make_user(Role.COUNTY_OFFICER, county, name="李经办")
    keeper = make_user(role, city, name="孙管理")
    services.notify(keeper, title="新华区新增一件备案", body="请看一眼。", link="/me/", at=NOON)
    settle()
    seal_entries(NOON)
    page = page_at(width)
    _sign_in(page, keeper)
    rows = {"person": person.pk, "county": county.region_id, "grant": person.grants.get().pk}

    for place in PLACES[role]:
        page.goto(f"/keeping/{place.format(**rows)}/")
        expect(page.locator("h1")).not_to_have_count(0)
        shoot(page, f"keeping-{place.replace('/', '-').format(**rows)}-{width}")
        axe_clean(page)
        fits(page)


@pytest.mark.parametrize("width", [1440, 768, 360])
def test_account_pages_are_readable_at_every_width(
    width: int, city: Unit, page_at: PageAt, axe_clean: Check, fits: Check, shoot: Shoot
) -> None:
    user = make_user(Role.LEADER, city, name="周主任")
    services.notify(user, title="全市托位过半", body="请看一眼。", link="/me/", at=NOON)
    page = page_at(width)
    page.goto("/accounts/login/")
    shoot(page, f"account-login-{width}")
    axe_clean(page)
    fits(page)
    _sign_in(page, user)
    page.goto("/accounts/2fa/totp/activate/")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="确认").click()

    for place in (
        "accounts/2fa/totp/activate",
        "accounts/2fa",
        "accounts/2fa/webauthn/add",
        "accounts/password/change",
        "accounts/logout",
        "me",
        "me/contact",
        "messages",
    ):
        page.goto(f"/{place}/")
        shoot(page, f"account-{place.replace('/', '-')}-{width}")
        axe_clean(page)
        fits(page)


def test_an_officer_enrols_a_passkey_and_then_signs_in_with_it(
    city: Unit, page_at: PageAt, live_server: Any, settings: Any, shoot: Shoot
) -> None:
    settings.REQUIRE_MFA = True
    officer = make_user(Role.CITY_OFFICER, city, name="吴监督")
    site = live_server.url.replace("127.0.0.1", "localhost")  # passkeys belong to a name
    page = page_at(1440)
    _plug_in_a_key(page)

    _sign_in(page, officer, site)
    expect(page.get_by_text("办公岗位须设置二次验证")).to_be_visible()
    page.get_by_role("link", name="设置通行密钥").click()
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="确认").click()
    page.get_by_label("名字").fill("办公室电脑")
    page.get_by_text("以后直接用它登录").click()
    page.get_by_role("button", name="设置").click()
    expect(page.get_by_text("恢复码").first).to_be_visible()
    page.goto(f"{site}/messages/")
    expect(page.get_by_role("heading", name="消息")).to_be_visible()
    page.goto(f"{site}/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="退出").click()

    page.goto(f"{site}/accounts/login/")
    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_url(lambda address: "/accounts/" not in address)
    page.goto(f"{site}/me/")
    expect(page.get_by_text("通行密钥").first).to_be_visible()
    shoot(page, "account-me-with-passkey")


def test_a_passkey_that_cannot_work_says_why(page_at: PageAt) -> None:
    page = page_at(360)
    page.goto("/accounts/login/")

    page.get_by_role("button", name="用通行密钥登录").click()

    expect(page.get_by_text("用 IP 地址打开时不能用通行密钥")).to_be_visible()


def _plug_in_a_key(page: Page) -> None:
    """A key made of software, as the browser's own developer tools offer it."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": key})


def test_support_acts_for_an_officer_under_a_banner_and_comes_back(
    city: Unit, page_at: PageAt, axe_clean: Check, fits: Check, shoot: Shoot
) -> None:
    officer = make_user(Role.CITY_OFFICER, city, name="王经办")
    services.notify(officer, title="您有一件新备案", at=NOON)
    page = page_at(360)
    _sign_in(page, make_user(Role.SUPPORT, city, name="赵支持"))

    page.goto("/keeping/acting/?q=王")
    page.get_by_role("link", name="代他操作").click()
    page.get_by_label("事由").fill("找不到补正按钮")
    page.get_by_role("button", name="开始").click()
    page.goto("/messages/")
    expect(page.get_by_text("您正在代 王经办 操作")).to_be_visible()
    expect(page.get_by_text("您有一件新备案")).to_be_visible()
    shoot(page, "acting-360")
    axe_clean(page)
    fits(page)

    page.get_by_role("button", name="结束代为操作").click()
    expect(page.get_by_text("已结束代王经办操作")).to_be_visible()
    expect(page.get_by_text("您正在代")).to_have_count(0)


def test_a_new_colleague_starts_work(
    city: Unit, page_at: PageAt, axe_clean: Check, fits: Check, shoot: Shoot
) -> None:
    """System admin opens the account, security admin gives the post, the colleague signs in."""
    system = make_user(Role.SYSTEM_ADMIN, city)
    security = make_user(Role.SECURITY_ADMIN, city)
    page = page_at(1440)
    _sign_in(page, system)
    page.goto("/keeping/people/new/")
    page.get_by_label("账号").fill("chen.xin")
    page.get_by_label("姓名").fill("陈新")
    page.get_by_role("button", name="建立").click()
    password = page.locator("dd.strong").inner_text()

    other = page_at(1440)
    _sign_in(other, security)
    person = User.objects.get(username="chen.xin")
    other.goto(f"/keeping/people/{person.pk}/give/")
    other.get_by_role("searchbox", name="单位或地名").fill("新华 卫生健康委")
    other.get_by_role("button", name="查找").click()
    other.get_by_role("link", name="选这个：新华区卫生健康委").click()
    expect(other.get_by_label("岗位", exact=True)).to_be_visible()
    axe_clean(other)
    fits(other)
    shoot(other, "keeping-give")
    other.get_by_label("岗位", exact=True).select_option("county_officer")
    other.get_by_role("button", name="授予").click()
    expect(other.get_by_text("已授予陈新")).to_be_visible()

    mine = page_at(1440)
    mine.goto("/accounts/login/")
    mine.get_by_label("账号").fill("chen.xin")
    mine.get_by_label("密码").fill(password)
    mine.get_by_role("button", name="登录", exact=True).click()
    expect(mine.get_by_text("请先换成自己的密码")).to_be_visible()
    mine.get_by_label("现在的密码").fill(password)
    mine.get_by_label("新密码", exact=True).fill("willow-tree-2026")
    mine.get_by_label("新密码再输一遍").fill("willow-tree-2026")
    mine.get_by_role("button", name="改成新密码").click()
    mine.goto("/me/")
    expect(mine.get_by_text("县级备案经办").first).to_be_visible()

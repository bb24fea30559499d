"""People who work with children, as an office sees them in a real browser."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tuoyu.institutions.tests.make import make_institution
from tuoyu.org.permissions import Role
from tuoyu.org.tests.make import COUNTY, make_unit, make_user
from tuoyu.workforce.tests.make import make_id_number, make_staff, make_worker

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1440, 768, 360])
def test_a_number_is_masked_until_somebody_says_why(
    width: int,
    page_at: Callable[..., Page],
    client: Any,
    live_server: Any,
    axe_clean: Callable[[Page], None],
    fits: Callable[[Page], None],
    shoot: Callable[[Page, str], Path],
) -> None:
    number = make_id_number()
    here, there = make_institution(), make_institution()
    make_staff(
        here,
        make_worker(id_number=number, name="王芳", class_key="托小一班"),
        make_worker(name="赵远", post="cook", credentials=[]),
    )
    make_staff(there, make_worker(id_number=number, name="王芳"))
    officer = make_user(Role.COUNTY_OFFICER, make_unit(COUNTY), name="李静")
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = page_at(width)
    key = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])

    page.goto("/staff/")
    expect(page.get_by_text("没有健康证")).to_be_visible()
    fits(page)
    axe_clean(page)
    shoot(page, f"staff-{width}")
    page.get_by_role("link", name="王芳").first.click()
    expect(page.get_by_text("同时在两家以上任职")).to_be_visible()
    expect(page.get_by_text(number)).to_have_count(0)
    fits(page)
    axe_clean(page)
    page.get_by_label("为什么要看").fill("核对备案材料")
    page.get_by_role("button", name="查看并留痕").click()
    expect(page.get_by_text(number)).to_be_visible()
    shoot(page, f"person-{width}")
    page.goto(f"/institutions/{here.code}/")
    expect(page.get_by_text("1 人同时在别处任职")).to_be_visible()
    axe_clean(page)
    shoot(page, f"institution-full-{width}")

"""The parts themselves: every state, width and display mode; no break of WCAG AA, no sideways scroll."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

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

"""A real browser for the journeys: one Chromium for the run, a fresh profile for each test."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tuoyu.org.models import User

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LAW = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
PATIENCE = 30_000  # ms: a busy machine is slow, not wrong
SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"
SHOTS = Path(__file__).resolve().parents[2] / "var" / "shots"
# An old phone on a slow line shows a walk that looks too early (CONTRIBUTING.md).
LINE_DELAY = int(os.environ.get("JOURNEY_LINE_DELAY", "0"))  # ms for every answer
SLOWER = int(os.environ.get("JOURNEY_SLOWER", "1"))  # times slower the browser computes

PageAt = Callable[..., Page]
expect.set_options(timeout=PATIENCE)

# The synchronous browser keeps an event loop in this thread; our database calls do not use it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def find_browser() -> str:
    """The Chromium of this machine, or a clear failure: no journey is skipped in silence."""
    named = os.environ.get("BROWSER_PATH")
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not (named or found):
        pytest.fail("没有找到 Chromium：请先运行 make browser，或用 BROWSER_PATH 指明位置。")
    return named or str(found)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page_at(browser: Browser, live_server: Any) -> Iterator[PageAt]:
    """`page_at(360)` opens an empty page that wide; its addresses may be relative."""
    opened = []

    def open_page(width: int = 1440, height: int = 900, **profile: Any) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
            has_touch=width < 768,
            **profile,
        )
        opened.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        if LINE_DELAY or SLOWER > 1:
            slow_down(page)
        page.on(
            "console", lambda message: troubles.append(message.text) if bad(message) else None
        )
        page.on("pageerror", lambda error: troubles.append(str(error)))
        return page

    troubles: list[str] = []
    yield open_page
    for context in opened:
        context.close()
    wait_until_served()
    assert not troubles, f"the browser complained: {troubles}"


@pytest.fixture
def enter(client: Any, live_server: Any, settings: Any, tmp_path: Path) -> Callable[..., None]:
    """Sign somebody in; the browser gets the session's cookie."""
    settings.ATTACHMENT_STORE = str(tmp_path / "store")
    settings.SITE_URL = live_server.url

    def sign_in(page: Page, user: User) -> None:
        client.force_login(user, backend=SIGN_IN)
        key = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])

    return sign_in


def slow_down(page: Page) -> None:
    line = {"offline": False, "latency": LINE_DELAY}
    endless = {"downloadThroughput": -1, "uploadThroughput": -1}
    browser = page.context.new_cdp_session(page)
    browser.send("Network.enable")
    browser.send("Network.emulateNetworkConditions", {**line, **endless})
    browser.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def wait_until_served() -> None:
    """A request the browser left behind still holds rows: emptying the tables would meet it."""
    until = monotonic() + PATIENCE / 1000
    while open_requests():
        assert monotonic() < until, f"the server is still busy: {open_requests()}"
        sleep(0.01)


def open_requests() -> list[str]:
    """The threads of the live server that have a browser's connection in hand."""
    names = (thread.name for thread in threading.enumerate())
    return [name for name in names if "process_request_thread" in name]


def bad(message: Any) -> bool:
    """An error in the console counts, unless it only reports an answer the test asked for,
    or that htmx gave up a part of a page the reader left, or whose line the test has cut."""
    expected = (
        *("htmx:sendAbort", "htmx:sendError", "htmx:afterRequest"),
        "Failed to load resource",
    )
    return message.type == "error" and not message.text.startswith(expected)


@pytest.fixture
def axe_clean() -> Callable[[Page], None]:
    """Fails when the page breaks WCAG 2.1 A or AA, naming the rule and the first places."""

    def check(page: Page) -> None:
        page.wait_for_load_state("load")
        results = Axe().run(page, options={"runOnly": {"type": "tag", "values": LAW}})
        broken = [
            f"{v['id']}: {v['help']} {[node['target'] for node in v['nodes'][:3]]}"
            for v in results.response["violations"]
        ]
        assert not broken, "\n".join(broken)

    return check


@pytest.fixture
def fits() -> Callable[[Page], None]:
    """Fails when a page scrolls sideways."""

    def check(page: Page) -> None:
        page.wait_for_load_state("load")
        wide, window = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide <= window, f"the page is {wide} wide in a window of {window}"

    return check


@pytest.fixture
def shoot() -> Callable[[Page, str], Path]:
    """Writes the whole page to var/shots/<name>.png."""

    def write(page: Page, name: str) -> Path:
        SHOTS.mkdir(parents=True, exist_ok=True)
        target = SHOTS / f"{name}.png"
        page.wait_for_load_state("load")
        page.screenshot(path=target, full_page=True)
        return target

    return write

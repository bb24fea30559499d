"""A public page: the words of the masthead, and how long others may keep it."""

from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape

NAV = (
    ("find", "找托育"),
    ("policy", "政策库"),
    ("plan", "方案进展"),
    ("notices", "公示"),
    ("numbers", "数字"),
    ("verify", "核验回执"),
)
FOOT = (
    ("guide", "办托指南"),
    ("map", "网站地图"),
    ("open_data", "数据开放"),
    ("about", "隐私与无障碍"),
    ("numbers", "数字怎么算的"),
    ("verify", "核验回执真伪"),
    ("key", "离线核验工具"),
)
A_MINUTE = 60
_MARK = "<!--here-->"
_FRAMES: dict[tuple[str, tuple[bool, ...]], tuple[str, str, str]] = {}


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    at: str = "",
    seconds: int = A_MINUTE,
    status: int = 200,
) -> HttpResponse:
    """The page, which a proxy may keep for `seconds` for readers without cookies."""
    whole = context | {"portal_nav": _nav(at), "portal_links": _foot()}
    return kept(request, render(request, template, whole, status=status), seconds)


def framed(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    at: str,
    title: str,
    seconds: int = A_MINUTE,
) -> HttpResponse:
    """A page whose middle is drawn alone: what stands around is the same for every stranger.

    For the two pages that everyone waits for; the frame takes longer to draw than they do.
    """
    before, between, after = _frame(request, at)
    main = render_to_string(template, context)
    text = f"{before}{escape(title)}{between}{main}{after}"
    return kept(request, HttpResponse(text), seconds)


def _frame(request: HttpRequest, at: str) -> tuple[str, str, str]:
    """The page around its title and its middle, drawn once for each way of reading it."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return _drawn(request, at)
    wants = tuple(request.COOKIES.get(name) == "1" for name in ("ty-dark", "ty-elder"))
    if (at, wants) not in _FRAMES:
        _FRAMES[at, wants] = _drawn(request, at)
    return _FRAMES[at, wants]


def _drawn(request: HttpRequest, at: str) -> tuple[str, str, str]:
    around = {"portal_nav": _nav(at), "portal_links": _foot(), "mark": _MARK}
    before, between, after = render_to_string("portal/frame.html", around, request).split(_MARK)
    return before, between, after


def kept(request: HttpRequest, answer: HttpResponse, seconds: int) -> HttpResponse:
    """Dark, elder and signed-in readers have cookies, and get their own copy."""
    shared = f"public, max-age={seconds}"
    answer["Cache-Control"] = "private, max-age=0" if request.COOKIES else shared
    answer["Vary"] = "Cookie"
    return answer


@lru_cache(maxsize=16)
def _nav(at: str) -> list[dict[str, Any]]:
    return [{"label": text, "url": address(name), "on": name == at} for name, text in NAV]


@lru_cache(maxsize=1)
def _foot() -> list[dict[str, str]]:
    return [{"label": text, "url": address(name)} for name, text in FOOT]


@cache
def address(name: str) -> str:
    """Where a page of the public site stands; it does not move while we run."""
    return reverse(f"portal:{name}")


@cache
def before_code() -> str:
    """What stands before the code in the address of an institution's page."""
    return reverse("portal:place", args=["-"]).removesuffix("-/")

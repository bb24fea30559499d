"""Who may enter: one word on the door, kept in one register that makes the matrix page."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that can be done, and the roles that may do it within their reach."""

    word: str
    label: str
    roles: frozenset[str]

    @property
    def room(self) -> str:
        return self.word.partition(".")[0]


ACTIONS: Final[dict[str, Action]] = {}
PUBLIC: Final = Action("public", "人人可看", frozenset())
SIGNED_IN: Final = Action("signed_in", "登录即可", frozenset())

View = Callable[..., HttpResponseBase]


def action(word: str, label: str, *roles: str) -> Action:
    """Declare an action once, in a room's permissions.py."""
    if word in ACTIONS:
        raise ValueError(f"action {word} is declared twice")
    made = Action(word, label, frozenset(str(role) for role in roles))
    ACTIONS[word] = made
    return made


def needs(wanted: Action) -> Callable[[View], View]:
    """The door opens to people who hold a role of this action; the query narrows the rows."""

    def guard(view: View) -> View:
        @wraps(view)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                back = urlencode({"next": _page_of(request)})
                return redirect(f"{resolve_url(settings.LOGIN_URL)}?{back}")
            if wanted is not SIGNED_IN and not request.user.may(wanted):
                raise PermissionDenied(f"“{wanted.label}”不在您的岗位权限内。")
            return view(request, *args, **kwargs)

        door.needs = wanted  # type: ignore[attr-defined]
        return door

    return guard


def _page_of(request: HttpRequest) -> str:
    """Where to go on after signing in: a deed has no page, so the one it was done from."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came = request.headers.get("referer", "")
    if not url_has_allowed_host_and_scheme(came, {request.get_host()}):
        return "/"
    page = urlsplit(came)
    return f"{page.path}?{page.query}" if page.query else page.path


def public(view: View) -> View:
    """A door that stands open to everyone, said aloud so that the house test can see it."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    door.needs = PUBLIC  # type: ignore[attr-defined]
    return door

"""The watch over signed-in people: idleness, first password, second factor, support."""

from collections.abc import Callable
from datetime import datetime

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from tuoyu.core import clock
from tuoyu.org.models import SupportSession, User
from tuoyu.org.permissions import APART, OFFICES, Role
from tuoyu.org.services import sign_ins, support

WATCHED = (*OFFICES, *APART, Role.SUPPORT)
OWN_PAGES = ("/accounts/", "/me/", "/theme", "/static/")
STAMP_SECONDS = 60  # how exactly we know when somebody was last seen

Answer = Callable[[HttpRequest], HttpResponse]


class Watch:
    """Each rule may answer instead of the page; then nothing behind it is reached."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not isinstance(user, User):
            return self.get_response(request)
        now = clock.now()
        return (
            _ended_for_idleness(request, user, now)
            or _sent_to_enrol(request, user)
            or self._carried_on(request, user, now)
        )

    def _carried_on(self, request: HttpRequest, user: User, now: datetime) -> HttpResponse:
        _stamp(request, now)
        _support(request, user, now)
        return self.get_response(request)


def _ended_for_idleness(request: HttpRequest, user: User, now: datetime) -> HttpResponse | None:
    seen = request.session.get("seen_at")
    idle = now.timestamp() - seen if seen else 0
    if idle <= settings.IDLE_MINUTES * 60 or not user.has_role(*WATCHED):
        return None
    key = request.session.session_key or ""
    sign_ins.sign_out(user, session_key=key, at=now, why="idle")
    logout(request)
    messages.info(
        request, f"超过 {settings.IDLE_MINUTES} 分钟没有操作，已自动退出。请重新登录。"
    )
    back = urlencode({"next": request.get_full_path() if request.method == "GET" else "/"})
    return redirect(f"{reverse(settings.LOGIN_URL)}?{back}")


def _sent_to_enrol(request: HttpRequest, user: User) -> HttpResponse | None:
    """Nothing else opens before the password is one's own and the second factor is there."""
    if request.path.startswith(OWN_PAGES):
        return None
    if user.password_is_temporary:
        messages.info(request, "这是一次性密码。请先换成自己的密码。")
        return redirect("account_change_password")
    if settings.REQUIRE_MFA and user.has_role(*WATCHED) and not is_mfa_enabled(user):
        messages.info(request, "办公岗位须设置二次验证：验证器或通行密钥，任选一种。")
        return redirect("mfa_index")
    return None


def _stamp(request: HttpRequest, now: datetime) -> None:
    """Once a minute is exact enough; a changed password gives the browser a new key at once."""
    session = request.session
    key = session.session_key or ""
    recent = now.timestamp() - session.get("seen_at", 0) < STAMP_SECONDS
    if recent and session.get("seen_key") == key:
        return
    session["seen_at"], session["seen_key"] = now.timestamp(), key
    if "sign_in" in session:
        sign_ins.saw(session["sign_in"], session_key=key, at=now)


def _support(request: HttpRequest, user: User, now: datetime) -> None:
    """The page is made for the person supported; their own account pages stay shut."""
    if "support" not in request.session:
        return
    running = support.open_session(user, now)
    if running is None or running.pk != request.session["support"]:
        del request.session["support"]
        messages.info(request, "代为操作的时间到了，已回到您自己的账号。")
        return
    request.support_session = running  # type: ignore[attr-defined]
    if not request.path.startswith(OWN_PAGES):
        request.user = _supported(running, user)


def _supported(running: SupportSession, supporter: User) -> User:
    person = running.user
    person.supporter = supporter
    return person

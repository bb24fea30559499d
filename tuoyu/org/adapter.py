"""How sign-in behaves here: nobody opens an account for themselves; every sign-in is noted."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from tuoyu.core import clock
from tuoyu.core.network import client_address
from tuoyu.org.models import User
from tuoyu.org.services import accounts, sign_ins

BEGINS = "begins"  # in the session: the password being changed is a temporary one
WAYS = {
    "reauthenticate": "输密码",
    "mfa_reauthenticate": "填验证器的数字或恢复码",
    "mfa_reauthenticate:webauthn": "用通行密钥",
}


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are opened by the system administrator."""

    error_messages: ClassVar[dict[str, str]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": "这个账号已停用。需要恢复时，请本单位的系统管理员办理。",
        "username_password_mismatch": "账号或密码不对。连续错 5 次，账号会锁 30 分钟。",
        "enter_current_password": "现在的密码不对，请再输一次。",
        "incorrect_password": "密码不对，请再输一次。",
        "too_many_login_attempts": "试得太多了，请过几分钟再来。",
        "rate_limited": "太频繁了，请稍等再试。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        methods = super().get_reauthentication_methods(user)
        return [way | {"description": WAYS[way["id"]]} for way in methods]

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        if user.sign_ins.count() >= settings.SESSIONS_EACH:
            most = f"同时最多在 {settings.SESSIONS_EACH} 台设备上登录"
            messages.info(request, f"{most}，最久没用的那台已退出。")
        made = sign_ins.begin(
            user,
            session_key=request.session.session_key or "",
            address=client_address(request),
            browser=request.headers.get("User-Agent", ""),
            at=clock.now(),
        )
        request.session["sign_in"] = made.pk

    def logout(self, request: HttpRequest) -> None:
        user, key = request.user, request.session.session_key or ""
        if isinstance(user, User):
            sign_ins.sign_out(user, session_key=key, at=clock.now())
        super().logout(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Whoever had to change a temporary password came to work; others to their account."""
        begins = request.session.pop(BEGINS, False)
        return reverse(settings.LOGIN_REDIRECT_URL if begins else "org:my_account")

    def set_password(self, user: Any, password: str) -> None:
        if user.password_is_temporary and self.request is not None:
            self.request.session[BEGINS] = True
        with transaction.atomic():
            super().set_password(user, password)
            accounts.settle_password(user, at=clock.now())


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    """The words of the second factor."""

    error_messages: ClassVar[dict[str, str]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "数字不对或已过期，请看一眼验证器再输。",
        "cannot_delete_authenticator": "这是最后一种二次验证，不能停用。",
        "cannot_generate_recovery_codes": "先设置验证器或通行密钥，才能生成恢复码。",
    }


class LongEnough(MinimumLengthValidator):
    """Django has no Chinese for this yet."""

    def get_error_message(self) -> str:
        return f"密码太短，至少 {self.min_length} 位。"


def shown_name(user: User) -> str:
    """How allauth's own pages and letters name a person."""
    return user.name

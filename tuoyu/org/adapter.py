"""How sign-in behaves here: nobody opens an account for themselves; every sign-in is noted."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.db import transaction
from django.http import HttpRequest

from tuoyu.core import clock
from tuoyu.core.network import client_address
from tuoyu.org.models import User
from tuoyu.org.services import accounts, sign_ins


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are opened by the system administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
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

    def set_password(self, user: Any, password: str) -> None:
        with transaction.atomic():
            super().set_password(user, password)
            accounts.settle_password(user, at=clock.now())


def shown_name(user: User) -> str:
    """How allauth's own pages and letters name a person."""
    return user.name

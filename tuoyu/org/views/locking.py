"""The page shown when too many wrong passwords have shut an account for a while."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tuoyu.core import clock
from tuoyu.core.network import client_address
from tuoyu.org.services import sign_ins


def locked(request: HttpRequest, response: Any, credentials: Any) -> HttpResponse:
    """Asked by axes; says how long to wait, and never whether the account exists."""
    username = str((credentials or {}).get("username") or "")
    sign_ins.lock_out(username, address=client_address(request), at=clock.now())
    context = {"minutes": round(settings.AXES_COOLOFF_TIME * 60)}
    return render(request, "org/locked.html", context, status=429)

"""A number for every request, and a line in the server's log for its answer."""

import re
import time
from collections.abc import Callable
from typing import Any, Final
from uuid import uuid4

import structlog
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]

HEADER: Final = "X-Request-ID"
KEPT_AS: Final = "tuoyu.request"  # in request.META
GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")
log = structlog.stdlib.get_logger("tuoyu.answers")


def answered(get_response: Answer) -> Answer:
    """Number every request, keep the number in its lines, and say how it was answered."""

    def answer(request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        number = given if GIVEN.fullmatch(given) else uuid4().hex[:12]
        request.META[KEPT_AS] = number
        with structlog.contextvars.bound_contextvars(request=number):
            began = time.perf_counter()
            response = get_response(request)
            spent = round((time.perf_counter() - began) * 1000)
            log.info("answered", **_about(request), status=response.status_code, ms=spent)
        response.headers[HEADER] = number
        return response

    return answer


def number_of(request: HttpRequest) -> str:
    """What the reader of an error page may quote."""
    return str(request.META.get(KEPT_AS, ""))


def _about(request: HttpRequest) -> dict[str, Any]:
    """The name of the page and the number of its row: an address may hold a secret key."""
    found = request.resolver_match
    return {
        "method": request.method,
        "page": found.view_name if found else "",
        "row": found.kwargs.get("pk") if found else None,
        "user": _user_of(request),
    }


def _user_of(request: HttpRequest) -> str | None:
    """From the session, if the page has looked at it: a log asks the database nothing."""
    session = getattr(request, "session", None)
    return session.get(SESSION_KEY) if session is not None and session.accessed else None

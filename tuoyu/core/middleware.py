"""What every answer gets: refusals as pages, a strict content policy, the day of judgement."""

from collections.abc import Callable
from typing import Final

from django.db import DataError
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import render

from tuoyu.core.errors import Refused

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "style-src 'self'",
        "script-src 'self'",
        "object-src 'none'",
        "frame-ancestors 'self'",
        "base-uri 'self'",
        "form-action 'self'",
    )
)

LARGEST_REQUEST: Final = 220 * 1024 * 1024  # what the proxy of deploy/Caddyfile lets through

Answer = Callable[[HttpRequest], HttpResponse]


class RefusalPage:
    """Turns `Refused` into an answer a person can act on, in the form the caller reads."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if _unreadable(error):
            return render(request, "400.html", status=400)
        if not isinstance(error, Refused):
            return None
        if request.accepts("text/html"):
            context = {"message": error.message, "field": error.field}
            return render(request, f"{error.status}.html", context, status=error.status)
        return JsonResponse(
            {"message": error.message, "field": error.field}, status=error.status
        )


def _unreadable(error: Exception) -> bool:
    """The line was cut while sending, or what was sent holds a null character."""
    null = "0x00" in str(error) or "u0000" in str(error)
    return isinstance(error, UnreadablePostError) or (isinstance(error, DataError) and null)


def by_button_only(get_response: Answer) -> Answer:
    """The address of a deed, opened or reloaded by hand, is answered with a page in words."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 405 or not request.accepts("text/html"):
            return response
        page = render(request, "405.html", status=405)
        page.headers["Allow"] = response.headers.get("Allow", "POST")
        return page

    return answer


def content_policy(get_response: Answer) -> Answer:
    """Scripts and styles come from us alone; pages may be framed by nobody else."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "geolocation=(self), camera=(self)")
        return response

    return answer


def within_reason(get_response: Answer) -> Answer:
    """What is far too large, or holds a character no database keeps, is not read at all."""

    def answer(request: HttpRequest) -> HttpResponse:
        if _told_size(request) > LARGEST_REQUEST:
            return render(request, "413.html", status=413)
        if any("\0" in part for part in (request.path, *_asked(request))):
            return render(request, "400.html", status=400)
        return get_response(request)

    return answer


def _told_size(request: HttpRequest) -> int:
    """Bytes the sender speaks of; none where that is no number, as then none are read."""
    told = str(request.META.get("CONTENT_LENGTH") or "")
    if not told.isdecimal():
        return 0
    return int(told) if len(told) < 19 else LARGEST_REQUEST + 1


def _asked(request: HttpRequest) -> list[str]:
    return [text for name, values in request.GET.lists() for text in (name, *values)]

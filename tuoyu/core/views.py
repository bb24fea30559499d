"""Pages of the kit itself: the parts on show, and how a reader wants to see things."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tuoyu.core.guard import public


@public
def ui(request: HttpRequest) -> HttpResponse:
    """All screen parts in every state, with invented values."""
    return render(request, "core/ui.html")


@public
def theme(request: HttpRequest) -> HttpResponse:
    """Remember dark or elder mode without a script, and go back to where the reader was."""
    answer = redirect(request.headers.get("Referer", "/"))
    for key in ("dark", "elder"):
        if key in request.GET:
            answer.set_cookie(f"ty-{key}", request.GET[key], max_age=31_536_000, samesite="Lax")
    return answer

"""Pages of the kit itself: the parts on show, and how a reader wants to see things."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from tuoyu.core import showcase
from tuoyu.core.guard import public
from tuoyu.core.request_log import number_of

ONE_YEAR = 31_536_000  # seconds


def failed(request: HttpRequest) -> HttpResponse:
    """Something broke: the page asks nothing of the database, and gives a number to quote."""
    number = number_of(request)
    try:
        page = render_to_string("500.html", {"number": number})
    except Exception:
        # What broke may be the pages themselves; then a plain line must do.
        words = f"系统出了问题，不是您的操作有误。请把编号 {number} 告诉管理员。"
        return HttpResponse(words, status=500, content_type="text/plain; charset=utf-8")
    return HttpResponse(page, status=500)


@public
def ui(request: HttpRequest) -> HttpResponse:
    """All screen parts in every state, with invented values."""
    return render(request, "core/ui.html", showcase.context(request))


@public
def ui_face(request: HttpRequest, face: str) -> HttpResponse:
    """The public and the family face, with invented values."""
    made = {"portal": showcase.portal_context, "family": showcase.family_context}
    if face not in made:
        raise Http404
    return render(request, f"core/ui_{face}.html", made[face]())


@public
def ui_chart(request: HttpRequest) -> JsonResponse:
    """The chart on that page."""
    return JsonResponse(showcase.chart_option())


@public
def ui_map(request: HttpRequest) -> JsonResponse:
    """The map on that page."""
    return JsonResponse(showcase.map_picture())


@require_POST
@public
def ui_draft(request: HttpRequest) -> HttpResponse:
    """Takes the sample form's draft and keeps nothing."""
    return HttpResponse(status=204)


@public
def theme(request: HttpRequest) -> HttpResponse:
    """Remember dark or elder mode without a script, and go back to where the reader was."""
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()})
    answer = redirect(came_from if ours else "/")
    for key in ("dark", "elder"):
        if request.GET.get(key) in {"0", "1"}:
            answer.set_cookie(f"ty-{key}", request.GET[key], max_age=ONE_YEAR, samesite="Lax")
    return answer

"""A person's own notices."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from tuoyu.core import clock
from tuoyu.core.guard import SIGNED_IN, needs
from tuoyu.org import services
from tuoyu.org.models import UserRequest
from tuoyu.org.queries.notices import notices_of, unread_count

PAGE = 30


@needs(SIGNED_IN)
def notices(request: UserRequest) -> HttpResponse:
    """All notices, newest first, or only what has not been read."""
    unread = request.GET.get("show") == "unread"
    rows = notices_of(request.user)
    count = unread_count(request.user)
    tabs = [
        {"label": "全部", "url": "?", "on": not unread},
        {"label": "未读", "url": "?show=unread", "on": unread, "count": count},
    ]
    page = Paginator(rows.filter(read_at=None) if unread else rows, PAGE)
    context = {"page": page.get_page(request.GET.get("page")), "tabs": tabs, "unread": count}
    return render(request, "org/notices.html", context)


@require_POST
@needs(SIGNED_IN)
def open_notice(request: UserRequest, pk: int) -> HttpResponse:
    """Mark it read and go where it points; only our own pages are followed."""
    notice = get_object_or_404(notices_of(request.user), pk=pk)
    services.mark_read(notice, at=clock.now())
    safe = notice.link and url_has_allowed_host_and_scheme(notice.link, request.get_host())
    return redirect(notice.link if safe else "org:notices")


@require_POST
@needs(SIGNED_IN)
def read_all(request: UserRequest) -> HttpResponse:
    services.mark_all_read(request.user, at=clock.now())
    messages.success(request, "都标为已读了。")
    return redirect("org:notices")

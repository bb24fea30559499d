"""The inbox: a list by deadline, a preview beside it, and deeds for many at once."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tuoyu.core.clock import now, today
from tuoyu.core.downloads import spreadsheet
from tuoyu.core.errors import Refused
from tuoyu.core.guard import needs
from tuoyu.desk import permissions
from tuoyu.desk.queries import export, listing
from tuoyu.desk.queries.inbox import Wish, reviewed
from tuoyu.desk.queries.neighbours import LAST_LIST, came_from
from tuoyu.filing import permissions as filing_permissions
from tuoyu.filing import services
from tuoyu.filing.models import Filing
from tuoyu.filing.queries.officers import officers_within
from tuoyu.filing.queries.preview import preview_of
from tuoyu.org.models import User, UserRequest

PAGE = 30
MOST_AT_ONCE = 200


@needs(permissions.INBOX)
def inbox(request: UserRequest) -> HttpResponse:
    """What is due soonest at the top."""
    wish, on = Wish.from_query(request.GET), today()
    _remember(request)
    whole = listing.listing(request.user, wish, on=on)
    page = Paginator(whole.rows, PAGE).get_page(request.GET.get("page"))
    context = listing.context(whole, page, request.GET, request.user, on=on)
    return render(request, "desk/inbox.html", context)


@needs(permissions.INBOX)
def preview(request: UserRequest, pk: int) -> HttpResponse:
    """The chosen row at a glance: deadlines, and what the law says."""
    filing = get_object_or_404(reviewed(request.user).select_related("officer"), pk=pk)
    found = preview_of(filing, on=today())
    report = services.judge(filing, on=today(), by=request.user, at=now())
    came = came_from(request.GET.get("from", ""))
    context = {"filing": filing, "shown": found, "report": report, "came_from": came}
    return render(request, "desk/preview.html", context)


@require_POST
@needs(filing_permissions.HANDLE)
def claim(request: UserRequest) -> HttpResponse:
    """Take one row, or all that are ticked."""

    def deed(filing: Filing) -> Any:
        return services.claim(filing, by=request.user, at=now())

    return _for_each(request, "已认领", deed)


@require_POST
@needs(filing_permissions.HANDLE)
def assign(request: UserRequest) -> HttpResponse:
    """Pass the ticked rows to a colleague."""
    if not request.POST.get("to"):
        messages.warning(request, "先选转给谁，再点转办。")
        return redirect(_back(request))
    colleagues = officers_within(request.user, filing_permissions.HANDLE)
    number = request.POST.get("to", "")
    colleague = int(number) if number.isdecimal() else 0
    to = get_object_or_404(User, pk=colleague, pk__in=colleagues.values("pk"))

    def deed(filing: Filing) -> Any:
        return services.assign(filing, to=to, by=request.user, at=now())

    return _for_each(request, f"已转给{to.name}", deed)


@needs(permissions.INBOX)
def sheet(request: UserRequest) -> HttpResponse:
    """The list as narrowed, as a spreadsheet."""
    wish, on = Wish.from_query(request.GET), today()
    whole = listing.listing(request.user, wish, on=on)
    return spreadsheet(export.workbook(whole.rows, on=on), f"待办备案 {on}")


def _remember(request: UserRequest) -> None:
    """Written only when it differs: looking at the list again costs nothing."""
    address = request.GET.urlencode()
    if request.session.get(LAST_LIST, "") != address:
        request.session[LAST_LIST] = address


def _for_each(request: UserRequest, done: str, deed: Callable[[Filing], Any]) -> HttpResponse:
    """Each row by itself: one that somebody else was quicker with does not stop the others."""
    count, refused = 0, []
    for filing in _ticked(request):
        try:
            deed(filing)
            count += 1
        except Refused as reason:
            refused.append(f"{filing.title}：{reason.message}")
    if count:
        messages.success(request, f"{done} {count} 件。")
    for words in refused[:5] or ([] if count else ["没有选中任何一件。"]):
        messages.warning(request, words)
    return redirect(_back(request))


def _ticked(request: UserRequest) -> list[Filing]:
    alone = request.POST.get("take")
    picked = [alone] if alone else request.POST.getlist("pick")[:MOST_AT_ONCE]
    mine = Filing.objects.visible_to(request.user, filing_permissions.HANDLE)
    numbers = [int(pk) for pk in picked if pk.isdecimal()]
    return list(mine.filter(pk__in=numbers).select_related("applicant"))


def _back(request: UserRequest) -> str:
    back = request.POST.get("back", "")
    return back if back.startswith("/desk/") else "/desk/inbox/"

"""Acting for somebody: whom one may help, and the session itself."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tuoyu.core import clock
from tuoyu.core.guard import SIGNED_IN, needs
from tuoyu.core.refusing import attempt, status_of
from tuoyu.org import permissions
from tuoyu.org.forms.support import SupportForm
from tuoyu.org.models import SupportSession, UserRequest
from tuoyu.org.queries.support import helped_by, people_to_help
from tuoyu.org.services import support

PAGE = 30


@needs(permissions.ACT_AS)
def people_to_support(request: UserRequest) -> HttpResponse:
    """Find the person who asked for help; below, what was done before."""
    text = request.GET.get("q", "").strip()
    rows = people_to_help(request.user, text, on=clock.today())
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "q": text,
        "sessions": helped_by(request.user)[:10],
        "now": clock.now(),
    }
    return render(request, "org/support.html", context)


@needs(permissions.ACT_AS)
def start(request: UserRequest, pk: int) -> HttpResponse:
    """Say why and for how long, then act for them."""
    person = get_object_or_404(people_to_help(request.user, "", on=clock.today()), pk=pk)
    form = SupportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = attempt(
            form, lambda: support.start(person, **given, by=request.user, at=clock.now())
        )
        if made:
            request.session["support"] = made.pk
            return redirect(settings.LOGIN_REDIRECT_URL)
    context = {
        "form": form,
        "title": f"代{person.name}操作",
        "action": "开始",
        "effects": [
            f"看到和能办的，和{person.name}一样",
            f"{person.name}会收到消息，每一步都写明是您代办",
            "到时自动结束，也可以随时结束",
        ],
        "back_url": reverse("org:support"),
        "crumbs": [{"label": "代为操作", "url": reverse("org:support")}],
    }
    return render(request, "org/confirm.html", context, status=status_of(form))


@require_POST
@needs(SIGNED_IN)
def close(request: UserRequest) -> HttpResponse:
    """Back to one's own account; whoever is signed in may end what they began."""
    running: SupportSession | None = getattr(request, "support_session", None)
    request.session.pop("support", None)
    if running is not None:
        support.close(running, at=clock.now())
        messages.success(request, f"已结束代{running.user.name}操作。")
        return redirect("org:support")
    return redirect(settings.LOGIN_REDIRECT_URL)

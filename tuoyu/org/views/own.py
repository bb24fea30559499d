"""One's own account: posts, second factor, where one is signed in."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tuoyu.core import clock
from tuoyu.core.guard import SIGNED_IN, needs, public
from tuoyu.core.refusing import status_of
from tuoyu.org.forms.people import ContactForm
from tuoyu.org.models import UserRequest
from tuoyu.org.services import accounts, sign_ins


@public
def forgotten(request: HttpRequest) -> HttpResponse:
    """Who gives a new password; nobody gets one by letter."""
    context = {"minutes": round(settings.AXES_COOLOFF_TIME * 60)}
    return render(request, "org/forgotten.html", context)


@needs(SIGNED_IN)
def my_account(request: UserRequest) -> HttpResponse:
    """What I hold, how I sign in, and in which browsers I am signed in now."""
    user = request.user
    context = {
        "grants": user.held_grants(),
        "factors": Authenticator.objects.filter(user=user).exclude(type="recovery_codes"),
        "sign_ins": user.sign_ins.all(),
        "this_key": request.session.session_key,
    }
    return render(request, "org/my_account.html", context)


@needs(SIGNED_IN)
def my_contact(request: UserRequest) -> HttpResponse:
    """Where notices reach me."""
    user = request.user
    form = ContactForm(request.POST or None, initial={"email": user.email, "phone": user.phone})
    if request.method == "POST" and form.is_valid():
        accounts.change_account(
            user, name=user.name, **form.cleaned_data, by=user, at=clock.now()
        )
        messages.success(request, "已保存。")
        return redirect("org:my_account")
    return render(request, "org/my_contact.html", {"form": form}, status=status_of(form))


@require_POST
@needs(SIGNED_IN)
def end_others(request: UserRequest) -> HttpResponse:
    """Stay signed in here only."""
    key = request.session.session_key or ""
    count = sign_ins.end_others(request.user, session_key=key, by=request.user, at=clock.now())
    messages.success(request, f"已退出其他 {count} 台设备。")
    return redirect("org:my_account")

"""Home of each role: where the day's work starts."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse

from tuoyu.core.clock import today
from tuoyu.core.guard import SIGNED_IN, needs
from tuoyu.desk import permissions
from tuoyu.desk.queries.home import mine
from tuoyu.filing import permissions as filing
from tuoyu.org.models import UserRequest
from tuoyu.org.permissions import Role

# A leader starts at the plan, a standards officer at the books, a city officer at the city.
FIRST_PAGES = (
    (Role.LEADER, "planning:home"),
    (Role.STANDARDS_OFFICER, "assessment:shelf"),
    (Role.DEPARTMENT, "planning:home"),
)


@needs(SIGNED_IN)
def home(request: UserRequest) -> HttpResponse:
    """A manager's institution; an officer's inbox; for others their first page or a menu."""
    user = request.user
    if user.may(filing.APPLY):
        context = {"places": mine(user, on=today())}
        return render(request, "desk/manager.html", context)
    if user.may(permissions.INBOX):
        return redirect("desk:inbox")
    for role, name in FIRST_PAGES:
        if user.has_role(role) and (url := _url(name)):
            return redirect(url)
    return render(request, "desk/home.html")


def _url(name: str) -> str:
    """Empty while that room is not mounted."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""

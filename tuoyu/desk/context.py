"""What the desk gives every page: the search, and the inbox its reader came from."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from tuoyu.core.clock import today
from tuoyu.desk import permissions
from tuoyu.desk.queries.neighbours import LAST_LIST, neighbours
from tuoyu.org.models import User


def search_door(request: HttpRequest) -> dict[str, Any]:
    """No box to search in for posts that may not: the keepers of accounts and of the trail."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not user.may(permissions.SEARCH):
        return {}
    return {"search_url": reverse("desk:search")}


def inbox_place(request: HttpRequest) -> dict[str, Any]:
    """Asks nothing of the database on any other page."""
    match, user = request.resolver_match, getattr(request, "user", None)
    if match is None or match.view_name != "filing:review" or not isinstance(user, User):
        return {}
    address = request.GET.get("from", request.session.get(LAST_LIST, ""))
    return {"inbox_place": neighbours(match.kwargs["pk"], user, address, on=today())}

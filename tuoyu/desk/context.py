"""What the page of one filing knows of the inbox its reader came from."""

from typing import Any

from django.http import HttpRequest

from tuoyu.core.clock import today
from tuoyu.desk.queries.neighbours import LAST_LIST, neighbours
from tuoyu.org.models import User


def inbox_place(request: HttpRequest) -> dict[str, Any]:
    """Asks nothing of the database on any other page."""
    match, user = request.resolver_match, getattr(request, "user", None)
    if match is None or match.view_name != "filing:review" or not isinstance(user, User):
        return {}
    address = request.GET.get("from", request.session.get(LAST_LIST, ""))
    return {"inbox_place": neighbours(match.kwargs["pk"], user, address, on=today())}

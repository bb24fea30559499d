"""The institution's side: its filings, and one filing with what became of it."""

from django.http import HttpRequest, HttpResponse

from tuoyu.core.guard import needs
from tuoyu.filing import permissions


@needs(permissions.APPLY)
def mine(request: HttpRequest, pk: int) -> HttpResponse:
    """One filing with its state, the points to put right and the papers issued."""
    return HttpResponse()

"""The office's side: one filing with form, papers and report beside each other."""

from django.http import HttpRequest, HttpResponse

from tuoyu.core.guard import needs
from tuoyu.filing import permissions


@needs(permissions.READ)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything needed to decide, on one screen."""
    return HttpResponse()

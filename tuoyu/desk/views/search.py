"""One box for everything this person may see."""

from django.http import HttpResponse
from django.shortcuts import render

from tuoyu.core.clock import today
from tuoyu.core.guard import needs
from tuoyu.desk import permissions
from tuoyu.desk.queries import search as finding
from tuoyu.filing import permissions as filing
from tuoyu.org.models import UserRequest


@needs(permissions.SEARCH)
def search(request: UserRequest) -> HttpResponse:
    """Institutions by name, initials, address, code; filings by number, name, receipt."""
    words = request.GET.get("q", "").strip()[:60]
    found = finding.search(words, request.user, on=today())
    context = {
        "words": words,
        "search_text": words,
        "found": found,
        "shortest": finding.SHORTEST,
        "is_applicant": request.user.may(filing.APPLY),
    }
    return render(request, "desk/search.html", context)

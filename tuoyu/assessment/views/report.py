"""One institution's report, as the institution itself and its officers see it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from tuoyu.assessment import permissions
from tuoyu.assessment.queries import library
from tuoyu.assessment.queries import report as report_on
from tuoyu.assessment.queries.history import mended
from tuoyu.core.dates import judging_day
from tuoyu.core.guard import needs
from tuoyu.institutions.models import Institution
from tuoyu.org.models import UserRequest

MENDED_SHOWN = 20


@needs(permissions.READ)
def report(request: UserRequest, pk: int) -> HttpResponse:
    """Broken first, unknown next, kept folded; every verdict opens to its clause."""
    mine = Institution.objects.visible_to(request.user, permissions.READ)
    institution = get_object_or_404(mine.select_related("unit", "county"), pk=pk)
    on = judging_day(request)
    rules = library().rules(on, institution.county.code)
    past = mended(institution, on)[:MENDED_SHOWN]
    context = {
        "institution": institution,
        "report": report_on(institution.pk, on),
        "standing": institution.standing_on(on),
        "mended": [(row, rules.get(row.rule)) for row in past],
        "judging_day": on,
    }
    return render(request, "assessment/report.html", context)

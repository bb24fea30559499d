"""The assessment table of a plan, as a spreadsheet and as a Word document."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

from tuoyu.assessment.queries import library
from tuoyu.assessment.views.asked import spreadsheet_rows
from tuoyu.core.dates import judging_day
from tuoyu.core.guard import needs
from tuoyu.core.sheets.export import Column
from tuoyu.planning import permissions
from tuoyu.planning.queries import Progress, progress
from tuoyu.planning.queries.handing_in import HEADS, lines, source_of, title_of, word
from tuoyu.planning.queries.kept import reckon_kept
from tuoyu.planning.views.standing import plan_named

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@needs(permissions.READ)
def xlsx(request: HttpRequest, plan: str) -> HttpResponse:
    """One line a promise and place."""
    standing = _standing(request, plan)
    title = f"{title_of(standing)}（{source_of(standing)}）"
    name = f"方案考核表 {standing.on}"
    return spreadsheet_rows([*map(Column, HEADS)], lines(standing), title, name)


@needs(permissions.READ)
def docx(request: HttpRequest, plan: str) -> HttpResponse:
    """The same, ready to sign; clauses without a number with what proves them."""
    standing = _standing(request, plan)
    answer = HttpResponse(word(standing), content_type=DOCX)
    name = quote(f"方案考核表 {standing.on}.docx")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer


def _standing(request: HttpRequest, plan: str) -> Progress:
    return progress(plan_named(plan), judging_day(request), library(), reckoner=reckon_kept)

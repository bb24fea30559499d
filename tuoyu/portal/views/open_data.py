"""The register as open data: the fields that the filing norm makes public, and no others."""

import csv as csv_format
import io

from django.http import HttpRequest, HttpResponse

from tuoyu.core import clock
from tuoyu.core.downloads import spreadsheet
from tuoyu.core.guard import public
from tuoyu.core.sheets.export import Column, safe_cell, write_table
from tuoyu.portal.queries.register import FIELDS, rows
from tuoyu.portal.views.page import kept, page

AN_HOUR = 3600
TITLE = "备案托育机构名册"


@public
def home(request: HttpRequest) -> HttpResponse:
    """What is offered, in which form, under which terms."""
    context = {"fields": FIELDS, "on": clock.today()}
    return page(request, "portal/open_data.html", context, seconds=AN_HOUR)


@public
def csv(request: HttpRequest) -> HttpResponse:
    """All filed institutions; UTF-8 with a mark, so that spreadsheets read the Chinese."""
    text = io.StringIO()
    writer = csv_format.writer(text)
    writer.writerow([name for name, _ in FIELDS])
    for row in rows(clock.today()):
        writer.writerow([safe_cell(value) for value in row])
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="tuoyu-register.csv"'
    return kept(request, answer, AN_HOUR)


@public
def xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a workbook, with Chinese headings."""
    on = clock.today()
    columns = [Column(label) for _, label in FIELDS]
    content = write_table(columns, rows(on), title=TITLE)
    return kept(request, spreadsheet(content, f"{TITLE} {on}"), AN_HOUR)

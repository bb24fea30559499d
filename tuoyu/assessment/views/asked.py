"""What lists are asked for in their address, and how they are handed over as files."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from tuoyu.assessment.queries.reach import called
from tuoyu.core.downloads import spreadsheet
from tuoyu.core.sheets.export import Column, write_table
from tuoyu.org.models import Region


def county_of(request: HttpRequest, counties: Iterable[Region]) -> str:
    """The county asked for, if it is within reach; else none, which means all of them."""
    asked = request.GET.get("county", "")
    return asked if asked in {county.code for county in counties} else ""


def county_select(counties: Sequence[Region], chosen: str) -> dict[str, Any]:
    """The choice of counties for the toolbar of a list."""
    options = [("", "全部县（市、区）"), *((c.code, called(c)) for c in counties)]
    return {"name": "county", "label": "县（市、区）", "value": chosen, "options": options}


def keep_of(request: HttpRequest, *names: str) -> list[tuple[str, str]]:
    """Words of the address that a toolbar sends along: the judging day, and those named."""
    return [(name, request.GET[name]) for name in ("on", *names) if request.GET.get(name)]


def spreadsheet_rows(
    columns: Sequence[Column], table: Iterable[Sequence[Any]], title: str, name: str
) -> HttpResponse:
    """A table as an xlsx to keep."""
    return spreadsheet(write_table(columns, table, title=title), name)

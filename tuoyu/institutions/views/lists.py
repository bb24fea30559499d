"""Lists of the register: institutions, points to settle; and their Excel."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tuoyu.core import clock
from tuoyu.core.guard import needs
from tuoyu.core.sheets.export import Column, write_table
from tuoyu.core.sheets.values import Cell
from tuoyu.institutions import permissions
from tuoyu.institutions.models import Institution, Profile, Standing
from tuoyu.institutions.queries.choices import counties_of, selects_of
from tuoyu.institutions.queries.register import Wanted, open_points_of, register
from tuoyu.institutions.views.answers import spreadsheet
from tuoyu.org.models import UserRequest
from tuoyu.org.permissions import OFFICES

PAGE = 30
CHIPS = {"registered": "doing", "filed": "kept", "suspended": "stopped", "cancelled": "plain"}


@needs(permissions.READ)
def institutions(request: UserRequest) -> HttpResponse:
    """The register within one's reach."""
    wanted = Wanted.of(request.GET.dict())
    mine = Institution.objects.visible_to(request.user, permissions.READ)
    own = [] if request.GET or request.user.has_role(*OFFICES) else list(mine[:2])
    if len(own) == 1:  # a manager's own institution is no list
        return redirect("institutions:institution", own[0].code)
    page = Paginator(register(mine, wanted), PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": [_row(one) for one in page],
        "page": page,
        "wanted": wanted,
        "selects": selects_of(wanted, request.user, permissions.READ),
        "export_url": f"{reverse('institutions:export')}?{request.GET.urlencode()}",
        "may_import": request.user.may(permissions.IMPORT),
    }
    return render(request, "institutions/register.html", context)


def _row(one: Any) -> dict[str, Any]:
    return {
        "one": one,
        "form": dict(Profile.Form.choices).get(one.form, ""),
        "status": dict(Standing.Status.choices).get(one.status, "待查明"),
        "chip": CHIPS.get(one.status, "unknown"),
    }


@needs(permissions.READ)
def export(request: UserRequest) -> HttpResponse:
    """The same list, all pages of it, as Excel."""
    wanted = Wanted.of(request.GET.dict())
    mine = Institution.objects.visible_to(request.user, permissions.READ)
    rows = register(mine, wanted).iterator(chunk_size=2_000)
    title = f"托育机构名册（{clock.today()}）"
    return spreadsheet(write_table(_COLUMNS, map(_cells, rows), title=title), title)


_COLUMNS = [
    *(Column("机构编号", 14), Column("机构名称", 34), Column("县（市、区）", 14)),
    *(Column("所在地", 14), Column("地址", 36), Column("状态", 12), Column("自", 12)),
    *(Column("办托形式", 16), Column("机构性质", 16), Column("统一社会信用代码", 22)),
    *(Column("托位数", 9), Column("在托人数", 9), Column("普惠", 8), Column("负责人", 10)),
    *(Column("联系电话", 15), Column("待核实事项", 11)),
]


def _cells(one: Any) -> Sequence[Cell | None]:
    return (
        *(one.code, one.name, one.county.name, one.region.name, one.address),
        dict(Standing.Status.choices).get(one.status),
        one.since,
        dict(Profile.Form.choices).get(one.form),
        dict(Profile.LegalForm.choices).get(one.legal_form),
        *(one.credit_code, one.places, one.children, one.inclusive, one.head, one.phone),
        one.open_points,
    )


@needs(permissions.READ)
def points(request: UserRequest) -> HttpResponse:
    """What is still to be settled, across the county or the city."""
    mine = Institution.objects.visible_to(request.user, permissions.READ)
    county, field, q = (request.GET.get(name, "").strip() for name in ("county", "field", "q"))
    rows = open_points_of(mine).select_related("institution__unit", "institution__county")
    fields = sorted(set(rows.order_by().values_list("field", flat=True).distinct()))
    if county:
        rows = rows.filter(institution__county__code=county)
    if field:
        rows = rows.filter(field=field)
    if q:
        rows = rows.filter(institution__unit__name__contains=q)
    page = Paginator(rows.order_by("institution__code", "pk"), PAGE).get_page(
        request.GET.get("page")
    )
    counties = counties_of(request.user, permissions.READ)
    selects = [
        {
            "name": "county",
            "label": "县（市、区）",
            "value": county,
            "options": [("", "县（市、区）：全部"), *counties],
        },
        {
            "name": "field",
            "label": "字段",
            "value": field,
            "options": [("", "字段：全部"), *((name, name or "整行") for name in fields)],
        },
    ]
    context = {"page": page, "q": q, "selects": selects}
    return render(request, "institutions/points.html", context)

"""How the city keeps its plan, for everyone."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from tuoyu.core import clock
from tuoyu.core.guard import public
from tuoyu.portal.queries import promises
from tuoyu.portal.queries.promises import PublicPlan
from tuoyu.portal.views.page import page

DOORS: Final = (
    ("met", "达到"),
    ("late", "逾期达到"),
    ("missed", "未达到"),
    ("open", "未到期"),
    ("unknown", "待查明"),
    ("lasting", "没有数目，持续推进"),
)
ALWAYS: Final = ("met", "late", "missed", "lasting")


@public
def home(request: HttpRequest) -> HttpResponse:
    """The newest plan, and the others by name."""
    names = promises.names()
    return _page(request, names[0][0] if names else "")


@public
def plan_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One plan, clause by clause."""
    return _page(request, slug)


def _page(request: HttpRequest, slug: str) -> HttpResponse:
    on = clock.today()
    plan = promises.standing(slug, on, reverse("portal:rows", args=["-"]))
    if plan is None and slug:
        raise Http404("没有这份方案")
    context = {"plan": plan, "names": promises.names(), "on": on}
    if plan is not None:
        context |= _chosen(plan, request.GET.get("show", ""))
    return page(request, "portal/plan.html", context, at="plan")


def _chosen(plan: PublicPlan, show: str) -> dict[str, Any]:
    """The clauses that stand as asked, and a door to those of each standing."""
    names = dict(DOORS)
    wanted = [clause for clause in plan.clauses if show not in names or clause.standing == show]
    return {
        "doors": [_door(plan, key, label) for key, label in DOORS if _is_told(plan, key)],
        "chosen": names.get(show, ""),
        "counted": [clause for clause in wanted if clause.promises],
        "uncounted": [clause for clause in wanted if not clause.promises],
    }


def _door(plan: PublicPlan, key: str, label: str) -> tuple[str, int, str]:
    """A count, and the address of what it counts; of nothing there is nothing to see."""
    count = plan.tally[key]
    address = reverse("portal:plan_page", args=[plan.slug])
    return label, count, f"{address}?show={key}" if count else ""


def _is_told(plan: PublicPlan, key: str) -> bool:
    return key in ALWAYS or bool(plan.tally[key])

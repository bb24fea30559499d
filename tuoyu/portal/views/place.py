"""One institution: everything public about it."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from tuoyu.assessment.queries import report
from tuoyu.assessment.queries.report import Finding
from tuoyu.core import clock
from tuoyu.core.guard import public
from tuoyu.portal.queries.place import place as find_place
from tuoyu.portal.queries.shown import shown
from tuoyu.portal.views.page import A_MINUTE, framed, kept, page


@public
def place(request: HttpRequest, code: str) -> HttpResponse:
    """Filing, places, prices, papers, results, history."""
    on = clock.today()
    facts = find_place(code, on)
    if facts is None:
        raise Http404("没有这家机构")
    context = {"place": shown(facts, on), "on": on}
    return framed(request, "portal/place.html", context, at="find", title=facts["name"])


@public
def standards(request: HttpRequest, code: str) -> HttpResponse:
    """How many rules are known to be kept; what is not yet published is not told apart."""
    on = clock.today()
    facts = find_place(code, on)
    if facts is None:
        raise Http404("没有这家机构")
    found = report(facts["id"], on)
    context = {
        "place": shown(facts, on),
        "on": on,
        "kept": len(found.kept),
        "open": found.total - len(found.kept),
        "documents": _documents(found.kept),
    }
    return page(request, "portal/standards.html", context, at="find")


@public
def place_map(request: HttpRequest, code: str) -> HttpResponse:
    """The institution as one pin."""
    facts = find_place(code, clock.today())
    if facts is None or facts["longitude"] is None or facts["latitude"] is None:
        raise Http404("没有位置")
    where = {"lng": float(facts["longitude"]), "lat": float(facts["latitude"])}
    url = reverse("portal:place", args=[code])
    pin = where | {"name": facts["name"], "hot": True, "url": url}
    return kept(request, JsonResponse({"points": [pin]}), A_MINUTE)


def _documents(findings: tuple[Finding, ...]) -> list[dict[str, object]]:
    """The rules kept, each once, under the document that asks them."""
    found: dict[str, dict[str, str]] = {}
    for finding in findings:
        rule = finding.rule
        found.setdefault(rule.head.document, {})[rule.id] = rule.says
    return [{"name": name, "rules": list(rules.values())} for name, rules in found.items()]

"""One institution: everything public about it."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from tuoyu.assessment.queries import report
from tuoyu.assessment.queries.report import Finding
from tuoyu.books import Verdict
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
    held = _by_rule(report(facts["id"], on).findings)
    kept_rules = {id: found for id, found in held.items() if all(map(_is_kept, found))}
    context = {
        "place": shown(facts, on),
        "on": on,
        "kept": len(kept_rules),
        "open": len(held) - len(kept_rules),
        "documents": _documents(kept_rules.values()),
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


def _by_rule(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """What was found for each rule: of every class, room and worker it was held against."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.rule.id, []).append(finding)
    return found


def _is_kept(finding: Finding) -> bool:
    return finding.verdict is Verdict.KEPT


def _documents(held: Iterable[list[Finding]]) -> list[dict[str, object]]:
    """The rules kept, each once with how often it was held, under the document asking them."""
    found: dict[str, list[tuple[str, int]]] = {}
    for findings in held:
        rule = findings[0].rule
        found.setdefault(rule.head.document, []).append((rule.says, len(findings)))
    return [{"name": name, "rules": rules} for name, rules in found.items()]

"""Where on the form a fault can be put right."""

from datetime import date

from tuoyu.assessment.queries import library
from tuoyu.books import Item, Rule
from tuoyu.filing.forms.steps import GROUPS, steps_of
from tuoyu.filing.models import Filing
from tuoyu.filing.queries.reading import RECKONED

LISTED = {"room": "rooms", "class": "rooms", "service": "services", "licence": "materials"}
PAPERS = ("_paper", "_licence", "_report", "_passed")
PARTS = {
    "机构": "institution",
    "场地": "site",
    "班级": "rooms",
    "用房": "rooms",
    "服务与收费": "services",
    "人员": "staff",
    "证照": "materials",
    "管理情况": "services",
    "举办关系": "institution",
}


def step_to_mend(rule: Rule | Item, filing: Filing) -> str:
    """The step that asks for what the rule reads; empty where this form has no such step."""
    names = [column.name for column in rule.holds.columns] if isinstance(rule, Rule) else []
    step = _step(rule.subject, names)
    return step if step in dict(steps_of(filing)) else ""


def step_of_point(about: str, filing: Filing, *, on: date) -> str:
    """The step on which a point of a correction request can be put right."""
    kind, _, name = about.partition(":")
    if kind == "slot":
        return "materials"
    rule = library().rules(on, filing.unit.region.code).get(name.partition(":")[0])
    return step_to_mend(rule, filing) if kind == "rule" and rule else ""


def _step(subject: str, names: list[str]) -> str:
    if subject in LISTED and "carers" not in names:
        return LISTED[subject]
    if subject == "site":
        return "site"
    asked = [step for name in names if (step := _asking(subject, name))]
    if asked:
        return asked[0]
    return "materials" if any(name.endswith(PAPERS) for name in names) else "staff"


def _asking(subject: str, name: str) -> str:
    """The step on which a field of the whole institution stands."""
    field = RECKONED.get((subject, name), name).rpartition(".")[2]
    groups = ((step, group) for step, all_ in GROUPS.items() for group in all_)
    found = (step for step, group in groups if group.section != "site" and field in group.names)
    return next(found, "")

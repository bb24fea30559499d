"""Where a filing stands, in words and as steps."""

from collections.abc import Sequence
from typing import Any

from tuoyu.core.clock import day_of
from tuoyu.filing.models import Filing, SiteCheck

Status, Kind = Filing.Status, Filing.Kind


def step_of(filing: Filing, visits: Sequence[SiteCheck] = ()) -> str:
    """What happens next, and at whose desk; `visits` are those concluded."""
    if filing.status == Status.SUBMITTED and filing.officer_id is None:
        return "待认领"
    if filing.status == Status.RECEIPTED:
        return "待告知不符合" if _failed(visits) else "待现场核实"
    return {
        Status.DRAFT: "机构在填",
        Status.SUBMITTED: "受理核对",
        Status.CORRECTING: "等机构补正",
        Status.APPROVING: "待审批",
        Status.CHECKED: "待公开",
        Status.MISMATCHED: "已告知不符合",
        Status.PUBLISHED: "已公开",
        Status.WITHDRAWN: "已撤回",
    }[Status(filing.status)]


def _failed(visits: Sequence[SiteCheck]) -> bool:
    return bool(visits) and not visits[-1].is_passed


def chip_of(filing: Filing, visits: Sequence[SiteCheck] = ()) -> str:
    """The look of the state's chip."""
    if filing.status == Status.RECEIPTED and _failed(visits):
        return "broken"
    return {
        Status.DRAFT: "draft",
        Status.CORRECTING: "stopped",
        Status.CHECKED: "kept",
        Status.PUBLISHED: "kept",
        Status.MISMATCHED: "broken",
        Status.WITHDRAWN: "plain",
    }.get(Status(filing.status), "doing")


ORDER = {
    Status.DRAFT: 0,
    Status.SUBMITTED: 1,
    Status.CORRECTING: 1,
    Status.APPROVING: 2,
    Status.RECEIPTED: 3,
    Status.CHECKED: 4,
    Status.PUBLISHED: 5,
}
LABELS = ("提交", "受理核对", "出具回执", "现场核实", "结果公开")
SHORT_LABELS = ("提交", "受理核对", "出具回执", "公开")


def steps(filing: Filing) -> list[dict[str, Any]]:
    """The steps of `ui/steps.html`: what is done, where it stands, what is to come."""
    labels = _labels(filing)
    done = Status(filing.status) == Status.PUBLISHED
    at = len(labels) if done else ORDER.get(Status(filing.status), len(labels) - 1)
    notes = {
        0: day_of(filing.submitted_at).strftime("%m-%d") if filing.submitted_at else "",
        2: day_of(filing.receipted_at).strftime("%m-%d") if filing.receipted_at else "",
    }
    return [
        {
            "label": label,
            "state": "done" if n < at else "now" if n == at else "todo",
            "note": notes.get(n, ""),
        }
        for n, label in enumerate(labels)
    ]


def _labels(filing: Filing) -> tuple[str, ...]:
    """The way it takes, or the way it took where it ended before its last step."""
    whole = LABELS if filing.is_of_content else SHORT_LABELS
    if filing.status == Status.WITHDRAWN:
        return (*whole[: 3 if filing.receipted_at else 2], "撤回")
    if filing.status == Status.MISMATCHED:
        return (*whole[: 4 if filing.receipted_at else 2], "不符合告知")
    return whole

"""Where a filing stands, as steps."""

import pytest

from tuoyu.core import clock
from tuoyu.filing.models import Filing
from tuoyu.filing.queries.steps import steps

Status = Filing.Status


@pytest.mark.parametrize(
    ("status", "receipted", "labels"),
    [
        (Status.SUBMITTED, False, "提交 受理核对 出具回执 现场核实 结果公开"),
        (Status.MISMATCHED, False, "提交 受理核对 不符合告知"),
        (Status.MISMATCHED, True, "提交 受理核对 出具回执 现场核实 不符合告知"),
        (Status.WITHDRAWN, False, "提交 受理核对 撤回"),
    ],
)
def test_the_steps_are_those_it_took(status: str, receipted: bool, labels: str) -> None:
    filing = Filing(
        kind=Filing.Kind.NEW, status=status, receipted_at=clock.now() if receipted else None
    )

    shown = steps(filing)

    assert " ".join(step["label"] for step in shown) == labels
    assert [step["state"] for step in shown].count("now") == 1


def test_all_steps_of_a_published_filing_are_done() -> None:
    shown = steps(Filing(kind=Filing.Kind.NEW, status=Status.PUBLISHED))

    assert {step["state"] for step in shown} == {"done"}

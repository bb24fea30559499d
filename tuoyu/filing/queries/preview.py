"""The deadlines of one filing in the words of its clocks."""

from dataclasses import dataclass
from datetime import date

from tuoyu.filing.models import Clock, Filing
from tuoyu.filing.queries import law
from tuoyu.filing.queries.steps import chip_of, step_of, steps
from tuoyu.filing.queries.terms import days_left, used_by


@dataclass(frozen=True, slots=True)
class Dial:
    """One clock as people read it."""

    clock: Clock
    label: str
    left: int | None
    unit: str
    used: int
    is_met: bool

    @property
    def draws(self) -> bool:
        return self.clock.unit == "workdays"


@dataclass(frozen=True, slots=True)
class Preview:
    step: str
    chip: str
    steps: list[dict[str, object]]
    dials: list[Dial]


LABELS = {
    law.RECEIPTED: "出具回执",
    law.MISMATCHED: "不符合告知",
    law.PUBLISHED: "公开结果",
    law.SITE_CHECKED: "现场核实",
}


def preview_of(filing: Filing, *, on: date) -> Preview:
    visits = list(filing.site_checks.filter(concluded_at__isnull=False))
    return Preview(
        step_of(filing, visits), chip_of(filing, visits), steps(filing), dials(filing, on=on)
    )


def dials(filing: Filing, *, on: date, every: bool = False) -> list[Dial]:
    """The running clocks, one for each deed they wait for; `every` adds the finished ones."""
    rows = filing.clocks.all() if every else filing.clocks.filter(finished_on=None)
    shown: dict[str, Dial] = {}
    for row in rows:
        shown.setdefault(row.stops_on_word, _dial(row, on))
    return list(shown.values())


def _dial(clock: Clock, on: date) -> Dial:
    running = clock.is_running and clock.due_on is not None
    return Dial(
        clock=clock,
        label=LABELS.get(clock.stops_on_word, clock.says),
        left=days_left(clock.due_on, on, clock.unit) if running and clock.due_on else None,
        unit="个工作日" if clock.unit == "workdays" else "天",
        used=used_by(clock, clock.finished_on or on) if clock.used is None else clock.used,
        is_met=clock.finished_on is not None,
    )

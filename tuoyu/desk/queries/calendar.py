"""A month as officers read it: working days and days off, and what falls due on each."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from tuoyu.core import clock
from tuoyu.desk.queries.dues import (
    ONE_DAY,
    SORTS,
    Due,
    Span,
    counts,
    filings,
    papers,
    promises,
)
from tuoyu.org.models import User

LINES = 3  # filings named in the cell of a day; the others are counted
MOST = 200  # rows of one sort beside the month


@dataclass(frozen=True, slots=True)
class Day:
    """One cell: its day, whether one works, and what falls due."""

    on: date
    in_month: bool
    is_today: bool
    is_late: bool  # over, with filings that are still waiting
    is_workday: bool
    word: str  # 国庆节; 班 on a weekend that is worked
    filings: tuple[Due, ...]
    tally: Counter[str]

    @property
    def total(self) -> int:
        return self.tally.total()

    @property
    def more(self) -> int:
        return self.tally["filing"] - len(self.filings)


def weeks(user: User, month: date, *, today: date) -> list[list[Day]]:
    """The weeks of a month, Monday first, with the days of its neighbours at both ends."""
    span = span_of(month, today=today)
    tallies = counts(user, span)
    named: dict[date, list[Due]] = {}
    for due in filings(user, span, most=LINES):
        named.setdefault(due.on, []).append(due)
    days = [
        _day(span.first + n * ONE_DAY, month, today, tallies, named)
        for n in range(span.days + 1)
    ]
    return [days[n : n + 7] for n in range(0, len(days), 7)]


def dues_of(user: User, day: date, *, today: date) -> list[tuple[str, list[Due]]]:
    """All that falls due on one day, by sort."""
    span = Span(day, day, today)
    found = {
        "filing": filings(user, span, most=MOST),
        "paper": papers(user, span, most=MOST),
        "promise": promises(user, span),
    }
    return [(SORTS[sort], dues) for sort, dues in found.items() if dues]


def dues_in(user: User, month: date, *, today: date) -> list[Due]:
    """The whole month in order, for a spreadsheet."""
    span = Span(month, _last_of(month), today)
    found = [*filings(user, span), *papers(user, span), *promises(user, span)]
    return sorted(found, key=lambda due: due.on)


def span_of(month: date, *, today: date) -> Span:
    """From the Monday before the first to the Sunday after the last."""
    last = _last_of(month)
    return Span(
        month - month.weekday() * ONE_DAY,
        last + (6 - last.weekday()) * ONE_DAY,
        today,
    )


def _last_of(month: date) -> date:
    return clock.add_months(month, 1) - ONE_DAY


def _day(
    on: date,
    month: date,
    today: date,
    tallies: dict[date, Counter[str]],
    named: dict[date, list[Due]],
) -> Day:
    tally = tallies.get(on, Counter())
    works = clock.is_workday(on)
    holiday = clock.holiday_of(on)
    return Day(
        on=on,
        in_month=on.month == month.month,
        is_today=on == today,
        is_late=on < today and tally["filing"] > 0,
        is_workday=works,
        word="班" if works and on.weekday() > 4 else "" if works else holiday,
        filings=tuple(named.get(on, ())),
        tally=tally,
    )

"""A plan book held against the register: by clause, by target, by county."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.urls import reverse

from tuoyu.books import Book, Clause, Indicator, Library, Target
from tuoyu.org.models import Region
from tuoyu.statistics.queries import CITY, Number, Table, reckon


class State(StrEnum):
    """How a promise stands on a day."""

    MET = "met"
    LATE = "late"  # met today, but not on the day promised
    OPEN = "open"  # not met, and not yet due
    MISSED = "missed"  # due, and not met
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return {
            "met": "达到",
            "late": "逾期达到",
            "open": "未到期",
            "missed": "未达到",
            "unknown": "待查明",
        }[self]

    @property
    def chip(self) -> str:
        """The word of the screens for this state."""
        return {"met": "kept", "late": "kept", "open": "doing", "missed": "broken"}.get(
            self, "unknown"
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """One target in one place: the number today, the number on the day promised."""

    target: Target
    place: str
    name: str
    counted: bool  # whether this place counts in the city's total
    number: Number | None
    number_then: Number | None
    on: date

    @property
    def state(self) -> State:
        now = self.target.met_by(self.number.value if self.number else None)
        if now is None:
            return State.UNKNOWN
        if not now:
            return State.MISSED if self.target.due < self.on else State.OPEN
        then = self.target.met_by(self.number_then.value if self.number_then else None)
        return State.LATE if then is False else State.MET

    @property
    def path(self) -> str:
        """Where this promise opens to its rows."""
        plan, clause, target = self.target.id.split("/")
        return reverse("planning:cell", args=[plan, clause, target, self.place or "city"])

    @property
    def short_of(self) -> Decimal:
        """How much is missing to the least promised; zero when met."""
        value = self.number.value if self.number else None
        if value is None or self.target.min is None:
            return Decimal(0)
        return max(self.target.min - value, Decimal(0))


@dataclass(frozen=True, slots=True)
class TargetState:
    """One target over all places it is promised for."""

    target: Target
    indicator: Indicator | None
    cells: tuple[Cell, ...]

    @property
    def met(self) -> int:
        return sum(cell.state in (State.MET, State.LATE) for cell in self._counted)

    @property
    def total(self) -> int:
        return len(self._counted)

    @property
    def _counted(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.counted]

    @property
    def state(self) -> State:
        states = {cell.state for cell in self._counted}
        for worst in (State.MISSED, State.UNKNOWN, State.OPEN, State.LATE):
            if worst in states:
                return worst
        return State.MET


@dataclass(frozen=True, slots=True)
class ClauseState:
    """One clause with its targets; a clause without targets is shown by what proves it."""

    clause: Clause
    targets: tuple[TargetState, ...]

    @property
    def state(self) -> State | None:
        states = {target.state for target in self.targets}
        for worst in (State.MISSED, State.UNKNOWN, State.OPEN, State.LATE, State.MET):
            if worst in states:
                return worst
        return None


@dataclass(frozen=True, slots=True)
class Progress:
    """A whole plan on a day."""

    book: Book
    on: date
    clauses: tuple[ClauseState, ...]

    @property
    def targets(self) -> tuple[TargetState, ...]:
        return tuple(target for clause in self.clauses for target in clause.targets)

    def clause(self, number: str) -> ClauseState:
        """By its number, like 二(三)2; StopIteration if the plan has none of that number."""
        return next(clause for clause in self.clauses if clause.clause.number == number)

    @property
    def tally(self) -> dict[str, int]:
        """How many clauses stand how; those without a number are counted as `lasting`."""
        found = [clause.state for clause in self.clauses]
        counts = {state.value: found.count(state) for state in State}
        return counts | {"lasting": found.count(None), "all": len(found)}


def progress(book: Book, on: date, law: Library) -> Progress:
    """Reckon every target of a plan, today and on the day each was due."""
    counties = list(Region.objects.counties().on(on))
    indicators = law.indicators(on, book.head.place or CITY)
    days = {on} | {min(target.due, on) for target in book.targets}
    asked = {
        t.indicator: indicators[t.indicator] for t in book.targets if t.indicator in indicators
    }
    tables = {day: reckon(asked.values(), day) for day in days}
    clauses = tuple(
        ClauseState(
            clause, tuple(_target(t, indicators, tables, counties, on) for t in clause.targets)
        )
        for clause in book.clauses
    )
    return Progress(book, on, clauses)


def _target(
    target: Target,
    indicators: Mapping[str, Indicator],
    tables: dict[date, Table],
    counties: list[Region],
    on: date,
) -> TargetState:
    places = (
        [(county.code, county.name, county.counts_in_city) for county in counties]
        if target.per == "county"
        else [(CITY, "全市", True)]
    )
    then = min(target.due, on)
    cells = tuple(
        Cell(
            target,
            code,
            name,
            counted,
            _number(tables[on], target, code),
            _number(tables[then], target, code),
            on,
        )
        for code, name, counted in places
    )
    return TargetState(target, indicators.get(target.indicator), cells)


def _number(table: Table, target: Target, place: str) -> Number | None:
    return table.get(target.indicator, {}).get(place)

"""A plan book held against the register: by clause, by target, by county."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.conf import settings
from django.urls import reverse

from tuoyu.assessment.queries.reach import called
from tuoyu.books import Book, Clause, Indicator, Library, Target
from tuoyu.org.models import Region
from tuoyu.planning.queries.proof import Proof, proofs_of
from tuoyu.statistics.queries import CITY, Number, Table, reckon
from tuoyu.statistics.queries.display import is_count

Reckoner = Callable[[Iterable[Indicator], date, Iterable[Region]], Table]
COUNTY_DIGITS = 6
WHOLE = "city"  # how the whole region of a plan is called in addresses


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


WORST_FIRST = (State.MISSED, State.UNKNOWN, State.OPEN, State.LATE, State.MET)


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
        now = self._met(self.number)
        if now is None:
            return State.UNKNOWN
        if not now:
            return State.MISSED if self.target.due < self.on else State.OPEN
        return State.LATE if self._met(self.number_then) is False else State.MET

    def _met(self, number: Number | None) -> bool | None:
        """None where the number is unknown, or where unsettled rows could still make it."""
        met = self.target.met_by(number.value if number else None)
        if number is None or number.value is None or met is not False:
            return met
        return None if self._could_be(number, number.value) else False

    def _could_be(self, number: Number, value: Decimal) -> bool:
        least = self.target.min
        return (
            least is not None
            and is_count(number.indicator)
            and value + number.unsettled >= least
        )

    @property
    def path(self) -> str:
        """Where this promise opens to its rows."""
        plan, clause, target = self.target.id.split("/")
        return reverse("planning:cell", args=[plan, clause, target, self.place or WHOLE])

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
        return worst(cell.state for cell in self._counted) or State.MET


@dataclass(frozen=True, slots=True)
class ClauseState:
    """One clause with its targets; a clause without targets is shown by what proves it."""

    clause: Clause
    targets: tuple[TargetState, ...]
    proofs: tuple[Proof, ...] = ()

    @property
    def state(self) -> State | None:
        return worst(target.state for target in self.targets)

    @property
    def is_awaited(self) -> bool:
        """Without a number, and nothing in the platform proves it yet."""
        return self.state is None and not any(proof.stands for proof in self.proofs)

    @property
    def label(self) -> str:
        state = self.state
        if state is not None:
            return state.label
        return "缺凭证" if self.is_awaited else "持续任务"

    @property
    def chip(self) -> str:
        state = self.state
        if state is not None:
            return state.chip
        return "unknown" if self.is_awaited else "doing"

    @property
    def counted_as(self) -> str:
        """Under which of the counts on top of a plan it falls."""
        if self.state in (State.MET, State.LATE, State.MISSED):
            return self.state.value
        return "unproved" if self.is_awaited or self.state is State.UNKNOWN else "lasting"


@dataclass(frozen=True, slots=True)
class Progress:
    """A whole plan on a day."""

    book: Book
    on: date
    clauses: tuple[ClauseState, ...]
    table: Table = field(default_factory=dict, repr=False)  # the numbers of that day
    zones: frozenset[str] = frozenset()  # codes of functional zones

    @property
    def targets(self) -> tuple[TargetState, ...]:
        return tuple(target for clause in self.clauses for target in clause.targets)

    def clause(self, number: str) -> ClauseState:
        """By its number, like 二(三)2; StopIteration if the plan has none of that number."""
        return next(clause for clause in self.clauses if clause.clause.number == number)

    @property
    def tally(self) -> dict[str, int]:
        """How many clauses stand how; those without a number are `lasting`, some `awaited`."""
        found = [clause.state for clause in self.clauses]
        counts = {state.value: found.count(state) for state in State}
        awaited = sum(clause.is_awaited for clause in self.clauses)
        return counts | {"lasting": found.count(None), "awaited": awaited, "all": len(found)}


def worst(states: Iterable[State]) -> State | None:
    """The worst of some states; None of none."""
    found = set(states)
    return next((state for state in WORST_FIRST if state in found), None)


@dataclass(frozen=True, slots=True)
class _Reckoned:
    """All that is needed to judge targets: numbers by day, and the places they are about."""

    on: date
    whole: tuple[str, str]
    counties: tuple[Region, ...]
    indicators: Mapping[str, Indicator]
    tables: Mapping[date, Table]


def progress(
    book: Book,
    on: date,
    law: Library,
    also: Iterable[Indicator] = (),
    reckoner: Reckoner = reckon,
) -> Progress:
    """Reckon every target of a plan, today and on the day each was due."""
    counties = tuple(
        county
        for county in Region.objects.counties().on(on)
        if county.code.startswith(book.head.place)
    )
    indicators = law.indicators(on, book.head.place or settings.CITY_CODE)
    wanted = _wanted(book, on, indicators, also)
    tables = {day: reckoner(asked, day, counties) for day, asked in wanted.items()}
    found = _Reckoned(on, _whole(book, counties), counties, indicators, tables)
    clauses = tuple(
        ClauseState(
            clause,
            tuple(_target(target, found) for target in clause.targets),
            proofs_of(clause, book.head.slug, law, on),
        )
        for clause in book.clauses
    )
    zones = frozenset(county.code for county in counties if county.is_zone)
    return Progress(book, on, clauses, tables[on], zones)


def _wanted(
    book: Book,
    on: date,
    indicators: Mapping[str, Indicator],
    also: Iterable[Indicator],
) -> dict[date, list[Indicator]]:
    """Today's numbers, and for each day promised those that were due on it."""
    wanted: dict[date, dict[str, Indicator]] = {on: {one.id: one for one in also}}
    for target in book.targets:
        if target.indicator in indicators:
            for day in (on, min(target.due, on)):
                wanted.setdefault(day, {})[target.indicator] = indicators[target.indicator]
    return {day: list(asked.values()) for day, asked in wanted.items()}


def _whole(book: Book, counties: Iterable[Region]) -> tuple[str, str]:
    """The key and the name of the whole region of a plan: a county, or the city."""
    if len(book.head.place) < COUNTY_DIGITS:
        return CITY, "全市"
    return next(((county.code, called(county)) for county in counties), (book.head.place, ""))


def _target(target: Target, found: _Reckoned) -> TargetState:
    places = [(*found.whole, True)]
    if target.per == "county":
        places = [(c.code, called(c), c.counts_in_city) for c in found.counties]
    then = min(target.due, found.on)
    cells = tuple(
        Cell(
            target,
            code,
            name,
            counted,
            _number(found.tables[found.on], target, code),
            _number(found.tables.get(then, {}), target, code),
            found.on,
        )
        for code, name, counted in places
    )
    return TargetState(target, found.indicators.get(target.indicator), cells)


def _number(table: Table, target: Target, place: str) -> Number | None:
    return table.get(target.indicator, {}).get(place)

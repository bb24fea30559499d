"""The plan as tables: counties against targets, units against clauses, dates in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tuoyu.planning.queries.progress import Cell, ClauseState, Progress, State, TargetState


@dataclass(frozen=True, slots=True)
class CountyRow:
    """One county and its cells, in the order of the columns."""

    code: str
    name: str
    counted: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Targets promised for every county: columns are targets, rows are counties."""

    columns: tuple[TargetState, ...]
    rows: tuple[CountyRow, ...]


def matrix(standing: Progress) -> Matrix:
    """The county matrix of a plan; targets for the city as a whole are left out."""
    columns = tuple(t for t in standing.targets if t.target.per == "county")
    if not columns:
        return Matrix((), ())
    places = columns[0].cells
    rows = tuple(
        CountyRow(place.place, place.name, place.counted, tuple(c.cells[n] for c in columns))
        for n, place in enumerate(places)
    )
    return Matrix(columns, rows)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One responsible unit, and how its clauses stand."""

    name: str
    clauses: tuple[ClauseState, ...]

    @property
    def missed(self) -> int:
        return sum(clause.state is State.MISSED for clause in self.clauses)


def by_unit(standing: Progress) -> list[UnitRow]:
    """Units in the order the plan first names them."""
    found: dict[str, list[ClauseState]] = {}
    for clause in standing.clauses:
        for unit in clause.clause.units:
            found.setdefault(unit, []).append(clause)
    return [UnitRow(name, tuple(clauses)) for name, clauses in found.items()]


def by_date(standing: Progress) -> list[tuple[date, Sequence[TargetState]]]:
    """Targets by the day promised, earliest first."""
    days: dict[date, list[TargetState]] = {}
    for target in standing.targets:
        days.setdefault(target.target.due, []).append(target)
    return sorted(days.items())

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
    is_zone: bool  # a functional zone has no boundary on the map
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Targets promised for every county: columns are targets, rows are counties."""

    columns: tuple[TargetState, ...]
    rows: tuple[CountyRow, ...]

    @property
    def left_out(self) -> tuple[str, ...]:
        """Counties that are shown but do not count in the city."""
        return tuple(row.name for row in self.rows if not row.counted)


def matrix(standing: Progress) -> Matrix:
    """The county matrix of a plan; targets for the city as a whole are left out."""
    columns = tuple(t for t in standing.targets if t.target.per == "county")
    if not columns:
        return Matrix((), ())
    places = columns[0].cells
    rows = tuple(
        CountyRow(
            place.place,
            place.name,
            place.counted,
            place.place in standing.zones,
            tuple(column.cells[n] for column in columns),
        )
        for n, place in enumerate(places)
    )
    return Matrix(columns, rows)


def of_the_whole(standing: Progress) -> list[TargetState]:
    """Targets promised for the region as a whole."""
    return [target for target in standing.targets if target.target.per != "county"]


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

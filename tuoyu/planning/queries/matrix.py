"""The plan as tables: counties against targets, units against clauses, dates in order."""

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


@dataclass(frozen=True, slots=True)
class DueDay:
    """What falls due on a day: promises that are reckoned, and clauses that only name it."""

    day: date
    targets: tuple[TargetState, ...]
    clauses: tuple[tuple[ClauseState, str], ...]

    @property
    def is_missed(self) -> bool:
        return any(target.state is State.MISSED for target in self.targets)


def by_date(standing: Progress) -> list[DueDay]:
    """Every day the plan names, earliest first."""
    targets: dict[date, list[TargetState]] = {}
    for target in standing.targets:
        targets.setdefault(target.target.due, []).append(target)
    clauses: dict[date, list[tuple[ClauseState, str]]] = {}
    for clause in standing.clauses:
        for day, words in _without_number(clause):
            clauses.setdefault(day, []).append((clause, words))
    return [
        DueDay(day, tuple(targets.get(day, ())), tuple(clauses.get(day, ())))
        for day in sorted({*targets, *clauses})
    ]


def _without_number(clause: ClauseState) -> list[tuple[date, str]]:
    """The days of a clause by which nothing is counted."""
    counted = {target.target.due for target in clause.targets}
    deadlines = clause.clause.deadlines
    return [(one.by, one.text) for one in deadlines if one.by not in counted]

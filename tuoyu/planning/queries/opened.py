"""One promise in one place, opened: the rows counted, those nearest, how late, who answers."""

from dataclasses import dataclass
from datetime import date

from tuoyu.org.models import Region
from tuoyu.planning.queries.progress import WHOLE, Cell, Progress, State, TargetState
from tuoyu.statistics.queries import CountedRows, Part
from tuoyu.statistics.queries.near import NearMiss, near_misses

COUNTY_GOVERNMENTS = ("各县", "各区", "县级")


@dataclass(frozen=True, slots=True)
class Opened:
    """A cell with what stands behind it."""

    state: TargetState
    cell: Cell
    counted: CountedRows
    unsettled: CountedRows
    near: list[NearMiss]


def find(standing: Progress, clause: str, target: str, place: str) -> Cell | None:
    """The cell of an address; None if the plan has none there."""
    wanted = f"{standing.book.head.slug}/{clause}/{target}"
    key = "" if place == WHOLE else place
    state = next((t for t in standing.targets if t.target.id == wanted), None)
    return next((c for c in state.cells if c.place == key), None) if state else None


def opened(standing: Progress, cell: Cell, reach: list[str]) -> Opened | None:
    """The rows of the cell among the counties within reach; None without an indicator."""
    state = next(t for t in standing.targets if t.target.id == cell.target.id)
    if state.indicator is None:
        return None
    places = [code for code in reach if not cell.place or code == cell.place]
    on, indicator = standing.on, state.indicator
    return Opened(
        state,
        cell,
        CountedRows(indicator, on, counties=places),
        CountedRows(indicator, on, part=Part.UNSETTLED, counties=places),
        near_misses(indicator, on, counties=places),
    )


def overdue(cell: Cell) -> str:
    """已超 2 年 10 个月; empty unless the promise is missed."""
    if cell.state is not State.MISSED:
        return ""
    return f"已超 {_span(cell.target.due, cell.on)}"


def _span(since: date, until: date) -> str:
    months = (until.year - since.year) * 12 + until.month - since.month
    months -= until.day < since.day
    if months < 1:
        return f"{(until - since).days} 天"
    years, rest = divmod(months, 12)
    words = (f"{years} 年" if years else "", f"{rest} 个月" if rest else "")
    return " ".join(filter(None, words))


def answerable(units: tuple[str, ...], place: str) -> list[str]:
    """Who answers for a promise in one place: the county's own government by name."""
    county = Region.objects.filter(code=place).first() if place else None
    if county is None:
        return list(units)
    own = county.name + ("管委会" if county.is_zone else "人民政府")
    return [own if unit.startswith(COUNTY_GOVERNMENTS) else unit for unit in units]

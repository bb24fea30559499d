"""How the plans stand, kept a while, because every reader sees the same."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.cache import cache

from tuoyu.assessment.queries import library
from tuoyu.planning.queries import Cell, ClauseState, Progress, TargetState, progress
from tuoyu.planning.queries.plans import plan, plans
from tuoyu.planning.queries.progress import State
from tuoyu.portal.queries.figures import OPEN_ROWS

KEPT_SECONDS: Final = 300
_SHAPE: Final = {
    State.MET: "kept",
    State.LATE: "kept",
    State.MISSED: "broken",
    State.OPEN: "broken",
}


@dataclass(frozen=True, slots=True)
class PublicCell:
    """One place of one promise."""

    name: str
    state: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class Promise:
    """One target as the public reads it."""

    says: str
    due: date
    state: str
    label: str
    summary: str
    cells: tuple[PublicCell, ...]


@dataclass(frozen=True, slots=True)
class PublicClause:
    """A clause with its promises; one without a number is shown by what proves it."""

    number: str
    heading: str
    text: str
    units: tuple[str, ...]
    state: str
    label: str
    standing: str  # as the tally counts it: met, late, missed…, or lasting without a number
    promises: tuple[Promise, ...]
    proof: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicPlan:
    """A whole plan on a day."""

    slug: str
    title: str
    number: str
    issuer: str
    tally: dict[str, int]
    clauses: tuple[PublicClause, ...]

    @property
    def promises(self) -> list[Promise]:
        return [promise for clause in self.clauses for promise in clause.promises]


def names() -> list[tuple[str, str]]:
    """Slug and title of the plans in force, newest first."""
    return [(book.head.slug, book.head.document) for book in plans()]


def standing(slug: str, on: date, rows_url: str) -> PublicPlan | None:
    """A plan as it stands; `rows_url` is the address of rows with `-` for the indicator."""
    key = f"portal-plan-standing-{slug}-{on}"
    kept: PublicPlan | None = cache.get(key)
    if kept is None:
        book = plan(slug)
        if book is None:
            return None
        kept = _public(progress(book, on, library()), rows_url)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _public(found: Progress, rows_url: str) -> PublicPlan:
    head = found.book.head
    return PublicPlan(
        head.slug,
        head.document,
        head.number,
        head.issuer,
        found.tally,
        tuple(_clause(clause, rows_url) for clause in found.clauses),
    )


def _clause(found: ClauseState, rows_url: str) -> PublicClause:
    own, state = found.clause, found.state
    return PublicClause(
        own.number,
        own.heading,
        own.text,
        own.units,
        state.chip if state else "plain",
        state.label if state else "持续推进",
        state.value if state else "lasting",
        tuple(_promise(target, rows_url) for target in found.targets),
        own.proof,
    )


def _promise(found: TargetState, rows_url: str) -> Promise:
    own = found.target
    whole = own.per != "county"
    summary = found.state.label if whole else f"{found.met} / {found.total} {found.state.label}"
    return Promise(
        own.says,
        own.due,
        found.state.chip,
        found.state.label,
        summary,
        tuple(_cell(cell, rows_url) for cell in found.cells),
    )


def _cell(cell: Cell, rows_url: str) -> PublicCell:
    value = cell.number.value if cell.number else None
    note = "待查明" if value is None else f"今天 {value:.0f}，{cell.state.label}"
    id = cell.target.indicator
    url = ""
    if id in OPEN_ROWS:
        url = rows_url.replace("-", id.partition("/")[2], 1)
        url += f"?county={cell.place}" if cell.place else ""
    return PublicCell(cell.name, _SHAPE.get(cell.state, "unknown"), note, url)

"""What stands in books: one small frozen class for each kind of entry."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from tuoyu.books.terms import Expression


class Kind(StrEnum):
    STANDARD = "standard"
    PROCEDURE = "procedure"
    SCHEDULE = "schedule"
    BENEFIT = "benefit"
    PLAN = "plan"
    INDICATOR = "indicator"
    CHECKLIST = "checklist"
    RATING = "rating"


class Level(StrEnum):
    MANDATORY = "mandatory"
    RECOMMENDED = "recommended"
    LOCAL = "local"
    DRAFT = "draft"

    @property
    def label(self) -> str:
        return {"mandatory": "强制", "recommended": "推荐", "local": "属地", "draft": "草案"}[
            self
        ]


class Confidence(StrEnum):
    """How sure we are of the text: read officially, at second hand, from knowledge, derived."""

    OFFICIAL = "V"
    SECOND_HAND = "V2"
    KNOWN_WELL = "K:h"
    KNOWN = "K:m"
    KNOWN_LITTLE = "K:l"
    DERIVED = "D"


class Severity(StrEnum):
    BLOCK = "block"
    WARN = "warn"
    NOTE = "note"

    @property
    def label(self) -> str:
        return {"block": "必须整改", "warn": "应当改进", "note": "提示"}[self]


class Unit(StrEnum):
    WORKDAYS = "workdays"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"

    @property
    def label(self) -> str:
        return {"workdays": "个工作日", "days": "天", "months": "个月", "years": "年"}[self]


@dataclass(frozen=True, slots=True)
class Head:
    """The document a book holds; `place` is the region prefix it governs ("" = the nation)."""

    slug: str
    shelf: str
    place: str
    document: str
    number: str
    issuer: str
    kind: Kind
    valid_from: date | None
    valid_to: date | None
    checked_on: date | None
    level: Level
    confidence: tuple[Confidence, ...]
    source: str = ""
    note: str = ""
    repeals: tuple[str, ...] = ()
    draft: bool = False
    file: str = ""

    def in_force(self, on: date) -> bool:
        started = self.valid_from is not None and self.valid_from <= on
        return started and (self.valid_to is None or on <= self.valid_to)

    def governs(self, place: str) -> bool:
        return place.startswith(self.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a book: `id` is `<document>/<entry>`, `line` its place in the file."""

    id: str
    head: Head = field(repr=False)
    line: int = field(compare=False, default=0)
    code: str = ""
    article: str = ""
    level: Level
    confidence: tuple[Confidence, ...]
    says: str
    note: str = ""
    replaces: tuple[str, ...] = ()

    @property
    def citation(self) -> str:
        return f"《{self.head.document}》{self.article}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Facts with the verdict they must get."""

    name: str
    facts: tuple[tuple[str, object], ...]
    line: int = field(compare=False, default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Entry):
    """What must hold of each row of a subject. `breach` is `when AND NOT holds`."""

    subject: str
    when: Expression | None
    holds: Expression
    breach: Expression
    severity: Severity
    remedy: str
    cases: tuple[Case, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.breach.columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Entry):
    """What a person must judge, with how to look; the points and veto of ratings."""

    subject: str
    how: str = ""
    when: Expression | None = None
    reads: tuple[str, ...] = ()
    veto: bool = False
    points: Decimal | None = None
    dimension: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Entry):
    """A step of a procedure and the steps it follows."""

    who: str
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock(Entry):
    """A time limit from one event of the trail to another."""

    starts_on: str
    stops_on: str
    days: int
    unit: Unit
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Span(Entry):
    """An entry of a schedule: a window of age or time, perhaps repeated."""

    name: str
    who: str
    starts: int
    ends: int | None
    every: int | None
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Benefit(Entry):
    """Leave, relief or subsidy: who has it, how much, until when."""

    name: str
    who: str
    subject: str = ""
    when: Expression | None = None
    amount: Decimal | None = None
    unit: str = ""
    until: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A count or a sum over the rows of a subject. `total` is None for a count of rows."""

    subject: str
    total: Expression | None
    where: Expression | None


class Per(StrEnum):
    """Denominators that are not facts of a room."""

    POPULATION = "population"
    ONE = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Entry):
    """A number of statistics with its numerator, denominator and known limits."""

    name: str
    numerator: Measure
    denominator: Measure | Per
    per: Decimal
    unit: str
    grain: tuple[str, ...]
    more_is_better: bool
    known_limits: str

    @property
    def subject(self) -> str:
        return self.numerator.subject


@dataclass(frozen=True, slots=True)
class Deadline:
    by: date
    text: str


@dataclass(frozen=True, slots=True)
class Target:
    """A dated promise bound to an indicator. `id` is `<plan>/<clause>/<target>`."""

    id: str
    clause: str
    indicator: str
    min: Decimal | None
    max: Decimal | None
    per: str
    due: date
    says: str
    line: int = field(compare=False, default=0)

    def met_by(self, value: Decimal | None) -> bool | None:
        """True once enough; going beyond `max` breaks no promise (1–2 家 is met by 3)."""
        if value is None:
            return None
        return value >= self.min if self.min is not None else value <= (self.max or 0)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a plan: who is responsible, by when, and what can be counted."""

    id: str
    number: str
    heading: str
    text: str
    units: tuple[str, ...]
    deadlines: tuple[Deadline, ...]
    targets: tuple[Target, ...]
    proof: tuple[str, ...] = ()  # what in the platform shows that the clause is carried out
    line: int = field(compare=False, default=0)


@dataclass(frozen=True, slots=True)
class Dimension:
    """A chapter of a rating with its points."""

    id: str
    name: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade of a rating and the least points it takes."""

    name: str
    min: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """One document as in force from one date. Only the fields of its kind are filled."""

    head: Head
    rules: tuple[Rule, ...] = ()
    items: tuple[Item, ...] = ()
    steps: tuple[Step, ...] = ()
    clocks: tuple[Clock, ...] = ()
    spans: tuple[Span, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    clauses: tuple[Clause, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    grades: tuple[Grade, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        return (
            *self.rules,
            *self.items,
            *self.steps,
            *self.clocks,
            *self.spans,
            *self.benefits,
            *self.indicators,
        )

    @property
    def targets(self) -> tuple[Target, ...]:
        return tuple(target for clause in self.clauses for target in clause.targets)

    @property
    def count(self) -> int:
        return len(self.entries) + len(self.clauses)

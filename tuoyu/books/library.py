"""All shelves opened: which law holds on a day, in a place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from tuoyu.books.crosschecks import check_together
from tuoyu.books.entries import (
    Book,
    Clause,
    Clock,
    Entry,
    Indicator,
    Item,
    Kind,
    Rule,
    Step,
    Target,
)
from tuoyu.books.facts import Catalogue
from tuoyu.books.nodes import read_yaml
from tuoyu.books.problems import BookError, Problem, near
from tuoyu.books.reading import Place, read_book, slug_of

SHELVES = Path(__file__).parent
CITY = "4104"

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, eq=False)
class Library:
    """The books of all shelves. Drafts lie apart until one is taken in for a rehearsal."""

    catalogue: Catalogue
    shelves: Mapping[str, str]
    all_books: tuple[Book, ...]
    rehearsed: tuple[Book, ...] = ()
    _known: dict[object, object] = field(default_factory=dict, repr=False)

    def books(
        self, kind: Kind | str | None = None, on: date | None = None, place: str = CITY
    ) -> tuple[Book, ...]:
        """Books of a kind that govern a place; in force on a day, or of any day."""
        return tuple(
            book
            for book in (*self.all_books, *self.rehearsed)
            if not (book.head.draft and book not in self.rehearsed)
            and (kind is None or book.head.kind == kind)
            and book.head.governs(place)
            and (on is None or book in self.rehearsed or book.head.in_force(on))
        )

    def drafts(self) -> tuple[Book, ...]:
        return tuple(book for book in self.all_books if book.head.draft)

    def book(self, slug: str, on: date | None = None) -> Book:
        """A document as in force on a day; without a day, its newest text."""
        found = [
            book
            for book in (*self.rehearsed, *self.all_books)
            if book.head.slug == slug and (on is None or book.head.in_force(on))
        ]
        if not found:
            raise KeyError(f"没有书“{slug}”")
        return max(found, key=lambda book: book.head.valid_from or date.max)

    def plan(self, slug: str, on: date | None = None) -> Book:
        book = self.book(slug, on)
        if book.head.kind is not Kind.PLAN:
            raise KeyError(f"“{slug}”不是方案")
        return book

    def rules(self, on: date, place: str = CITY) -> Mapping[str, Rule]:
        """The rules in force: replaced and repealed ones are gone, the narrowest shelf wins."""
        return self._in_force(Rule, on, place)

    def items(self, on: date, place: str = CITY) -> Mapping[str, Item]:
        return self._in_force(Item, on, place)

    def indicators(self, on: date, place: str = CITY) -> Mapping[str, Indicator]:
        return self._in_force(Indicator, on, place)

    def clocks(self, on: date, place: str = CITY) -> Mapping[str, Clock]:
        return self._in_force(Clock, on, place)

    def steps(self, on: date, place: str = CITY) -> Mapping[str, Step]:
        return self._in_force(Step, on, place)

    def entries(self, on: date, place: str = CITY) -> Mapping[str, Entry]:
        """Every entry in force, of whatever kind."""
        return self._in_force(Entry, on, place)

    def entry(self, id: str, on: date | None = None) -> Entry:
        """An entry by its full id, as of a day or in its newest text; drafts included."""
        slug = id.partition("/")[0]
        for entry in self.book(slug, on).entries:
            if entry.id == id:
                return entry
        raise KeyError(f"没有条目“{id}”")

    def clauses(self, on: date | None = None, place: str = CITY) -> tuple[Clause, ...]:
        return tuple(
            clause for book in self.books(Kind.PLAN, on, place) for clause in book.clauses
        )

    def targets(self, on: date | None = None, place: str = CITY) -> tuple[Target, ...]:
        return tuple(t for clause in self.clauses(on, place) for t in clause.targets)

    def reading(
        self, subject: str, column: str, *, on: date | None = None, place: str = CITY
    ) -> tuple[Rule | Item, ...]:
        """The rules and items that read one column: the clauses to show beside a question."""
        return self._readers(on or date.max, place).get((subject, column), ())

    def with_draft(self, book: Book) -> "Library":
        """A library in which a draft is in force on every day; this one stays as it is."""
        rehearsed = (*self.rehearsed, book)
        raise_any(check_together((*self.all_books, *rehearsed)))
        return Library(self.catalogue, self.shelves, self.all_books, rehearsed)

    def read_draft(self, content: bytes, name: str, shelf: str | None = None) -> Book:
        """A draft from outside, checked as if it lay on a shelf; `name` is its file name."""
        top = read_yaml(content, name)
        shelf = shelf or top.text("shelf", required=False) or next(iter(self.shelves))
        if shelf not in self.shelves:
            hint = near(shelf, tuple(self.shelves))
            raise BookError([Problem(name, 1, f"没有书架“{shelf}”{hint}")])
        slug = slug_of(Path(name).stem.lower()) or "draft"
        place = Place(name, shelf, self.shelves[shelf], slug, draft=True)
        return read_book(content, place, self.catalogue)

    def _in_force(self, kind: type[E], on: date, place: str) -> Mapping[str, E]:
        books = self.books(None, on, place)
        key = (kind, tuple(id(book) for book in books))
        if key not in self._known:
            self._known[key] = MappingProxyType(_standing(books, kind))
        return self._known[key]  # type: ignore[return-value]

    def _readers(
        self, on: date, place: str
    ) -> Mapping[tuple[str, str], tuple[Rule | Item, ...]]:
        rules, items = self.rules(on, place), self.items(on, place)
        key = (id(rules), id(items))
        if key not in self._known:
            self._known[key] = _by_column((*rules.values(), *items.values()))
        return self._known[key]  # type: ignore[return-value]


def _standing(books: Sequence[Book], kind: type[E]) -> dict[str, E]:
    """Entries left after replacement and repeal."""
    present = {entry.id: entry for book in books for entry in book.entries}
    gone = {ended for book in books for ended in book.head.repeals}
    rivals: dict[str, list[Entry]] = {}
    for entry in present.values():
        for replaced in entry.replaces:
            gone.add(replaced)
            rivals.setdefault(replaced, []).append(entry)
    for claimants in rivals.values():
        narrowest = max(len(entry.head.place) for entry in claimants)
        gone |= {entry.id for entry in claimants if len(entry.head.place) < narrowest}
    return {
        id_: entry
        for id_, entry in present.items()
        if id_ not in gone and isinstance(entry, kind)
    }


def _by_column(
    entries: Iterable[Rule | Item],
) -> dict[tuple[str, str], tuple[Rule | Item, ...]]:
    found: dict[tuple[str, str], tuple[Rule | Item, ...]] = {}
    for entry in entries:
        for column in _columns(entry):
            key = (entry.subject, column)
            found[key] = (*found.get(key, ()), entry)
    return found


def _columns(entry: Rule | Item) -> tuple[str, ...]:
    if isinstance(entry, Rule):
        return entry.columns
    asked = tuple(column.name for column in entry.when.columns) if entry.when else ()
    return tuple(dict.fromkeys((*asked, *entry.reads)))


@lru_cache(maxsize=8)
def open_library(catalogue: Catalogue, root: Path = SHELVES) -> Library:
    """Read and check every shelf; raises BookError with all problems of all files."""
    shelves = _shelves(root)
    problems: list[Problem] = []
    books = [
        book
        for shelf, place in shelves.items()
        for spot, path in _spots(root, shelf, place, problems)
        if (book := _read(path, spot, catalogue, problems))
    ]
    raise_any([*problems, *check_together(books)])
    return Library(catalogue, shelves, tuple(_ended(books)))


def raise_any(problems: Sequence[Problem]) -> None:
    if problems:
        raise BookError(problems)


def _read(
    path: Path, place: Place, catalogue: Catalogue, problems: list[Problem]
) -> Book | None:
    try:
        return read_book(path.read_bytes(), place, catalogue)
    except BookError as error:
        problems.extend(error.problems)
        return None


def _shelves(root: Path) -> Mapping[str, str]:
    file = root / "shelves.yaml"
    top = read_yaml(file.read_bytes(), file.name)
    shelves = {name: str(node.value) for name, node in top.nodes.items()}
    for name, place in shelves.items():
        if place and not place.isdigit():
            top.report(name, f'书架“{name}”写行政区划代码的前几位，如 "41"')
    raise_any(top.reports.problems)
    return MappingProxyType(shelves)


def _spots(
    root: Path, shelf: str, place: str, problems: list[Problem]
) -> Iterable[tuple[Place, Path]]:
    for path in sorted((root / shelf).rglob("*.yaml")):
        file = path.relative_to(root).as_posix()
        draft = path.parent.name == "drafts"
        slug = slug_of(path.stem if draft else path.parent.name)
        if slug is None:
            problems.append(
                Problem(file, 0, "文件夹名只用小写字母、数字和 _，如 setting_standard")
            )
            continue
        yield Place(file, shelf, place, slug, draft), path


def _ended(books: Sequence[Book]) -> Iterable[Book]:
    """An older text of a document ends on the day before the next begins."""
    dated = [book for book in books if book.head.valid_from and not book.head.draft]
    for book in books:
        later = [
            other.head.valid_from
            for other in dated
            if other.head.slug == book.head.slug
            and other.head.valid_from
            and book.head.valid_from
            and other.head.valid_from > book.head.valid_from
        ]
        ends = min(later) - timedelta(days=1) if later and not book.head.draft else None
        yield _until(book, ends) if ends and not book.head.valid_to else book


def _until(book: Book, day: date) -> Book:
    head = replace(book.head, valid_to=day)
    parts = {
        name: tuple(replace(entry, head=head) for entry in getattr(book, name))
        for name in ENTRY_FIELDS
    }
    return replace(book, head=head, **parts)


ENTRY_FIELDS = ("rules", "items", "steps", "clocks", "spans", "benefits", "indicators")

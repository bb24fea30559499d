"""The law as a library for readers: entries in our own words, each with its citation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from tuoyu.assessment.queries import library
from tuoyu.books import Book, Confidence, Entry, Kind

KINDS: Final = {
    Kind.STANDARD: "标准与法规",
    Kind.PROCEDURE: "办事程序",
    Kind.PLAN: "方案",
    Kind.INDICATOR: "统计指标",
    Kind.SCHEDULE: "时间安排",
    Kind.BENEFIT: "支持政策",
    Kind.CHECKLIST: "检查表",
    Kind.RATING: "评估标准",
}
SURE: Final = {
    Confidence.OFFICIAL: "核对过官方文本",
    Confidence.SECOND_HAND: "据转载核对",
    Confidence.KNOWN_WELL: "待核对官方文本",
    Confidence.KNOWN: "待核对官方文本",
    Confidence.KNOWN_LITTLE: "待核对官方文本",
    Confidence.DERIVED: "由其他条文推出",
}
MOST_FOUND = 100


@dataclass(frozen=True, slots=True)
class Change:
    """A day on which a document began or ended."""

    on: date
    word: str
    title: str
    number: str
    slug: str


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a reader sees it."""

    says: str
    citation: str
    level: str
    sure: str
    note: str
    slug: str


def shelf(on: date, place: str) -> list[tuple[str, list[Book]]]:
    """Documents in force, under the names of their kinds."""
    books = [book for book in library().books(None, on, place) if not book.head.draft]
    books.sort(key=_by_kind)
    return [(KINDS[kind], list(group)) for kind, group in groupby(books, lambda b: b.head.kind)]


def _by_kind(book: Book) -> tuple[int, int, str]:
    """Kinds in our order; in each the narrowest place first."""
    return list(KINDS).index(book.head.kind), -len(book.head.place), book.head.document


def book(slug: str) -> Book | None:
    try:
        return library().book(slug)
    except KeyError:
        return None


def entries(found: Book) -> list[Line]:
    return [_line(entry) for entry in found.entries]


def search(q: str, on: date, place: str) -> list[Line]:
    """Entries in force whose words or citation hold every word asked for."""
    words = q.lower().split()
    found = [
        entry
        for entry in library().entries(on, place).values()
        if all(word in f"{entry.says} {entry.citation} {entry.code}".lower() for word in words)
    ]
    return [_line(entry) for entry in found[:MOST_FOUND]]


def changes(place: str) -> list[Change]:
    """Beginnings and ends of documents, newest first."""
    made: list[Change] = []
    for book in library().books(None, None, place):
        head = book.head
        if head.valid_from:
            made.append(Change(head.valid_from, "施行", head.document, head.number, head.slug))
        if head.valid_to:
            made.append(Change(head.valid_to, "失效", head.document, head.number, head.slug))
    once = {(change.on, change.word, change.title): change for change in reversed(made)}
    return sorted(once.values(), key=lambda change: change.on, reverse=True)


def drafts() -> Sequence[Book]:
    """Texts not in force, shown so that nobody takes them for law."""
    return library().drafts()


def _line(entry: Entry) -> Line:
    return Line(
        says=entry.says,
        citation=entry.citation,
        level=entry.level.label,
        sure="；".join(dict.fromkeys(SURE[mark] for mark in entry.confidence)),
        note=entry.note,
        slug=entry.head.slug,
    )

"""One YAML file → one Book, with every mistake reported at its line."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from tuoyu.books.entries import Book, Kind
from tuoyu.books.facts import Catalogue
from tuoyu.books.nodes import read_yaml
from tuoyu.books.problems import BookError
from tuoyu.books.reading.heads import read_head
from tuoyu.books.reading.indicators import indicators
from tuoyu.books.reading.plans import clauses
from tuoyu.books.reading.procedures import clocks, steps
from tuoyu.books.reading.reader import Place, Reader, slug_of
from tuoyu.books.reading.schedules import benefits, spans
from tuoyu.books.reading.standards import dimensions, grades, items, rules

Read = Callable[[Reader], tuple[Any, ...]]

PARTS: Mapping[Kind, Mapping[str, Read]] = MappingProxyType(
    {
        Kind.STANDARD: {"rules": rules, "items": items},
        Kind.PROCEDURE: {"steps": steps, "clocks": clocks},
        Kind.SCHEDULE: {"spans": spans},
        Kind.BENEFIT: {"benefits": benefits},
        Kind.PLAN: {"clauses": clauses},
        Kind.INDICATOR: {"indicators": indicators},
        Kind.CHECKLIST: {"items": items},
        Kind.RATING: {"dimensions": dimensions, "items": items, "grades": grades},
    }
)


def read_book(content: bytes, place: Place, catalogue: Catalogue) -> Book:
    """Read one file; raises BookError with all its problems."""
    top = read_yaml(content, place.file)
    head = read_head(top, place)
    if head is None:
        raise BookError(top.reports.problems)
    reader = Reader(top, head, catalogue)
    parts = {name: read(reader) for name, read in PARTS[head.kind].items()}
    top.close()
    _check(reader, Book(head=head, **parts), parts)
    if reader.problems:
        raise BookError(reader.problems)
    return Book(head=head, **parts)


def _check(reader: Reader, book: Book, parts: Mapping[str, tuple[Any, ...]]) -> None:
    """A name is an id, so it is unique over all sections of the book."""
    reader.unique((entry.id, entry.line) for entry in book.entries)
    if not any(parts.values()) and not reader.problems:
        names = "、".join("entries" if name == "spans" else name for name in parts)
        reader.report(1, f"这本书没有条目，请写 {names} 小节")


__all__ = ["Place", "read_book", "slug_of"]

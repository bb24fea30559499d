"""What can only be seen with all books open: overlaps, names, circles and pointers."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from tuoyu.books.entries import Book, Entry
from tuoyu.books.order import circle
from tuoyu.books.problems import Problem, near


def check_together(books: Sequence[Book]) -> list[Problem]:
    return [
        problem
        for check in (_slugs, _periods, _replaced, _circles, _repealed, _targets)
        for problem in check(books)
    ]


def _slugs(books: Sequence[Book]) -> Iterator[Problem]:
    """A slug is one document, or ids would mean two things."""
    first: dict[str, Book] = {}
    for book in books:
        known = first.setdefault(book.head.slug, book)
        here, there = book.head, known.head
        if (here.shelf, here.draft) != (there.shelf, there.draft):
            message = f"“{here.slug}”与 {there.file} 重名，请给其中一个改名"
            yield Problem(here.file, 0, message)


def _periods(books: Sequence[Book]) -> Iterator[Problem]:
    dated: dict[str, list[Book]] = {}
    for book in books:
        if book.head.valid_from and not book.head.draft:
            dated.setdefault(book.head.slug, []).append(book)
    for versions in dated.values():
        ordered = sorted(versions, key=lambda book: book.head.valid_from or date.min)
        for older, newer in pairwise(ordered):
            ends, starts = older.head.valid_to, newer.head.valid_from
            if ends and starts and ends >= starts:
                yield Problem(
                    older.head.file,
                    0,
                    f"有效期至 {ends}，与 {newer.head.file}（{starts} 起）重叠，"
                    "请改 valid_to 或删去它",
                )


def _entries(books: Iterable[Book]) -> dict[str, Entry]:
    return {entry.id: entry for book in books for entry in book.entries}


def _replaced(books: Sequence[Book]) -> Iterator[Problem]:
    known = _entries(books)
    for book in books:
        for entry in book.entries:
            for replaced in entry.replaces:
                if replaced not in known:
                    hint = near(replaced, tuple(known))
                    message = f"replaces 指的“{replaced}”不存在{hint}"
                    yield Problem(book.head.file, entry.line, message)


def _circles(books: Sequence[Book]) -> Iterator[Problem]:
    known = _entries(books)
    for id_ in circle({id_: entry.replaces for id_, entry in known.items()}):
        entry = known[id_]
        message = f"“{id_}”与别的条目互相 replaces，成了环，请去掉一边"
        yield Problem(entry.head.file, entry.line, message)


def _repealed(books: Sequence[Book]) -> Iterator[Problem]:
    known = tuple(_entries(books))
    for book in books:
        for ended in book.head.repeals:
            if ended not in known:
                hint = near(ended, known)
                yield Problem(book.head.file, 0, f"repeals 指的“{ended}”不存在{hint}")


def _targets(books: Sequence[Book]) -> Iterator[Problem]:
    known = tuple(indicator.id for book in books for indicator in book.indicators)
    for book in books:
        for target in book.targets:
            if target.indicator not in known:
                hint = near(target.indicator, known)
                message = f"目标用的指标“{target.indicator}”不存在{hint}"
                yield Problem(book.head.file, target.line, message)

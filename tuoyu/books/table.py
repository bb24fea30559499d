"""The law on the shelves as one page of tables: docs/rules.md.

`python -m tuoyu.books.table > docs/rules.md` writes it anew.
"""

import sys
from collections.abc import Iterator

from tuoyu.books.entries import Book, Clock, Entry, Indicator, Item, Rule
from tuoyu.books.facts import Catalogue
from tuoyu.books.library import SHELVES, Library, open_library

TITLE = """\
# Rules, items and clocks by book

This page is written by `python -m tuoyu.books.table`; edit the books, not the page.

- 判定 says how an entry is judged: from facts of the register, by a person, or by a clock.
- 可信度: V official text, V2 second hand, K from knowledge (h, m, l), D derived.
"""
HEADINGS = ("编号", "条目", "条款", "要求", "判定", "程度", "效力", "可信度", "说明")


def rules_page(library: Library) -> str:
    """All standards, procedures and indicators, drafts last, as Markdown."""
    books = [book for book in library.all_books if book.entries]
    books.sort(key=lambda book: (book.head.draft, len(book.head.place), book.head.slug))
    rules = sum(len(book.rules) for book in books if not book.head.draft)
    entries = sum(len(book.entries) for book in books if not book.head.draft)
    drafts = sum(len(book.entries) for book in books if book.head.draft)
    total = f"\n{entries} entries, {rules} of them executable rules; {drafts} more in drafts.\n"
    return TITLE + total + "".join(_section(book) for book in books)


def _section(book: Book) -> str:
    head = book.head
    day = "草案，未生效" if head.draft else f"{head.valid_from} 起"
    about = "，".join(part for part in (head.number, head.issuer, day) if part)
    title = f"\n## {head.document} `{head.slug}`\n\n{about}。{head.note}\n\n"
    rows = [HEADINGS, ("---",) * len(HEADINGS), *(_row(entry) for entry in book.entries)]
    return title + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _row(entry: Entry) -> tuple[str, ...]:
    marks = "、".join(str(mark) for mark in entry.confidence)
    severity = entry.severity.label if isinstance(entry, Rule) else ""
    cells = (entry.code, entry.id.partition("/")[2], entry.article, entry.says)
    rest = (" ".join(_judged(entry)), severity, entry.level.label, marks, _note(entry))
    return tuple(cell.replace("|", "／").replace("\n", " ") for cell in (*cells, *rest))


def _judged(entry: Entry) -> Iterator[str]:
    """How an entry is judged, in words."""
    match entry:
        case Rule(when=when, holds=holds):
            yield holds.in_words
            if when:
                yield f"（当 {when.in_words}）"
        case Item(how=how):
            yield f"人工：{how}"
        case Clock(days=days, unit=unit):
            yield f"时限：{days}{unit.label}"
        case Indicator(unit=unit):
            yield f"指标：{unit}"
        case _:
            yield "步骤"


def _note(entry: Entry) -> str:
    taken = f"取代 {'、'.join(entry.replaces)}" if entry.replaces else ""
    return "；".join(part for part in (entry.note, taken) if part)


def shelves() -> Library:
    """The shelves over the facts that all rooms state, read as text; needs no database."""
    files = sorted(SHELVES.parent.glob("*/facts.sql"))
    return open_library(Catalogue.from_sql(*(file.read_text("utf-8") for file in files)))


if __name__ == "__main__":
    sys.stdout.write(rules_page(shelves()))

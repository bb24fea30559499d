"""The books on the shelf and how the city stands to each rule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice

from django.db.models import Sum

from tuoyu.assessment.models import Sweep, Tally
from tuoyu.assessment.queries.shelf import library
from tuoyu.books import Book, Entry, Kind, Rule

MOST_FOUND = 100


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule with its counts in the last sweep."""

    rule: Rule
    kept: int = 0
    broken: int = 0
    unknown: int = 0


def newest_sweep(on: date) -> Sweep | None:
    """The last sweep not after that day."""
    return Sweep.objects.filter(on__lte=on).first()


def rule_lines(
    rules: Mapping[str, Rule], sweep: Sweep | None, counties: Iterable[str] | None = None
) -> list[RuleLine]:
    """The rules with their counts in some counties, or in all."""
    tallies = Tally.objects.filter(sweep=sweep, rule__in=list(rules))
    if counties is not None:
        tallies = tallies.filter(county_code__in=list(counties))
    sums = tallies.values_list("rule").annotate(Sum("kept"), Sum("broken"), Sum("unknown"))
    counted = {rule: rest for rule, *rest in sums.order_by()}
    return [RuleLine(rule, *counted.get(rule.id, (0, 0, 0))) for rule in rules.values()]


def shelf(on: date, place: str) -> list[tuple[Kind, list[Book]]]:
    """All books that govern a place on a day, kind by kind."""
    books = sorted(
        library().books(None, on, place),
        key=lambda book: (list(Kind).index(book.head.kind), book.head.place, book.head.slug),
    )
    return [(kind, list(group)) for kind, group in groupby(books, lambda b: b.head.kind)]


def standing_text(slug: str, on: date) -> Book | None:
    """A document as in force on a day; else the text before or after, or the draft."""
    try:
        return library().book(slug, on)
    except KeyError:
        texts = [book for book in library().all_books if book.head.slug == slug]
        return texts[-1] if texts else None


def found(words: str, on: date, place: str) -> list[Entry]:
    """Entries in force whose words, clause or number hold what was typed; drafts too."""
    entries = [*library().entries(on, place).values()]
    entries += [entry for book in library().drafts() for entry in book.entries]
    typed = words.casefold()
    matching = (entry for entry in entries if typed in _searched(entry))
    return list(islice(matching, MOST_FOUND))


def _searched(entry: Entry) -> str:
    remedy = entry.remedy if isinstance(entry, Rule) else ""
    return "\n".join((entry.says, entry.citation, entry.code, remedy)).casefold()


def by_document(lines: list[RuleLine]) -> list[tuple[Book, list[RuleLine]]]:
    """Rule lines under the document that holds them."""
    ordered = sorted(lines, key=lambda line: line.rule.head.slug)
    return [
        (library().book(slug), list(group))
        for slug, group in groupby(ordered, key=lambda line: line.rule.head.slug)
    ]


def most_broken(lines: list[RuleLine]) -> list[tuple[None, list[RuleLine]]]:
    """All lines as one group, those with most breaches first."""
    ordered = sorted(lines, key=lambda line: (-line.broken, -line.unknown, line.rule.id))
    return [(None, ordered)] if ordered else []


def replaced_by(entry: Entry, on: date, place: str) -> list[Entry]:
    """What took the place of an entry: newer or narrower ones in force, and drafts."""
    entries = [*library().entries(on, place).values()]
    entries += [other for book in library().drafts() for other in book.entries]
    return [other for other in entries if entry.id in other.replaces]


def replaces(entry: Entry) -> list[Entry]:
    """What an entry took the place of."""
    return [library().entry(id_) for id_ in entry.replaces]

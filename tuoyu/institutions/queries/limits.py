"""The law's own numbers that a ledger is held against: from the books in force on the day."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from tuoyu.books import Catalogue, Library, Rule, open_library
from tuoyu.books.terms import Op, Term
from tuoyu.core import facts
from tuoyu.core.ledger.limits import Limits

# Rule, column, and the side on which the number stands.
_SIZES: Final = {
    "infant": ("setting-standard/size-of-infants", "places", Op.AT_MOST),
    "junior": ("setting-standard/size-of-juniors", "places", Op.AT_MOST),
    "senior": ("setting-standard/size-of-seniors", "places", Op.AT_MOST),
    "mixed": ("setting-standard/size-of-mixed", "places", Op.AT_MOST),
}
_NUMBERS: Final = {
    "family_places": ("family-sites/five-children", "places", Op.AT_MOST),
    "recording_days": ("management-norm/video-days", "video_days", Op.AT_LEAST),
    "highest_floor": ("gb50016/floor-by-fire-rating", "floor", Op.AT_MOST),
}
_FILING: Final = "registration-and-filing"


def ledger_limits(on: date) -> Limits:
    """As the law stands on that day; what no book in force says stays as it is known here."""
    library = open_library(Catalogue.from_sql(*facts.texts()))
    rules, known = library.rules(on), Limits()
    numbers = {name: _bound(rules, *where) for name, where in _NUMBERS.items()}
    sizes = {kind: _bound(rules, *where) for kind, where in _SIZES.items()}
    return Limits(
        class_sizes={kind: sizes[kind] or size for kind, size in known.class_sizes.items()},
        family_places=numbers["family_places"] or known.family_places,
        recording_days=numbers["recording_days"] or known.recording_days,
        highest_floor=numbers["highest_floor"] or known.highest_floor,
        first_filing_on=_first_filing(library) or known.first_filing_on,
    )


def _bound(rules: Mapping[str, Rule], id: str, column: str, side: Op) -> int | None:
    """The number that a rule, or the one in its place, sets outright: 10 for `places <= 10`."""
    rule = rules.get(id) or next((r for r in rules.values() if id in r.replaces), None)
    for term in _conditions(rule.holds.term) if rule else ():
        if term.op is side and term.parts[0].column and term.parts[1].op is Op.LITERAL:
            value = term.parts[1].value
            if term.parts[0].column.name == column and isinstance(value, int | Decimal):
                return int(value)
    return None


def _conditions(term: Term) -> Iterator[Term]:
    """What a rule asks for all at once; what it asks for either way is no bound."""
    if term.op is Op.AND:
        for part in term.parts:
            yield from _conditions(part)
    else:
        yield term


def _first_filing(library: Library) -> date | None:
    days = (book.head.valid_from for book in library.all_books if book.head.slug == _FILING)
    return min(filter(None, days), default=None)

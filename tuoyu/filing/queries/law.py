"""What the procedure book and the hygiene checklist say on a day, in a place."""

from collections.abc import Sequence
from datetime import date

from tuoyu.assessment.queries import library
from tuoyu.books import Clock as Term
from tuoyu.books import Item
from tuoyu.org.models import Region

RECEIPTED = "filing.receipted"
MISMATCHED = "filing.mismatched"
HYGIENE = "hygiene-evaluation"  # the document whose items are looked at on site


def terms_starting(word: str, *, on: date, region: Region) -> list[Term]:
    """The clocks that a deed of the trail sets going."""
    terms = library().clocks(on, region.code).values()
    return [term for term in terms if term.starts_on == word]


def term_until(word: str, *, on: date, region: Region) -> Term | None:
    """The clock that a deed of the trail ends; None where the law sets no term."""
    terms = library().clocks(on, region.code).values()
    return next((term for term in terms if term.stops_on == word), None)


def site_items(*, on: date, region: Region) -> Sequence[Item]:
    """The items of the hygiene standard that a person judges on site, in the book's order."""
    items = library().items(on, region.code).values()
    return [item for item in items if item.id.startswith(f"{HYGIENE}/")]

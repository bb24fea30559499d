"""The plans in force: those on the shelves, and those read in and confirmed here."""

from dataclasses import replace
from functools import lru_cache

from tuoyu.assessment.queries import library
from tuoyu.books import Book, Kind
from tuoyu.org.models import Region
from tuoyu.planning.models import PlanDocument
from tuoyu.planning.queries.progress import COUNTY_DIGITS


def plans() -> list[Book]:
    """Every plan book, newest first; those of the city before those of counties."""
    confirmed = PlanDocument.objects.filter(status=PlanDocument.Status.CONFIRMED)
    read_in = [
        opened(row.pk, row.book, row.region.code) for row in confirmed.select_related("region")
    ]
    books = sorted(
        [*shelved(), *read_in], key=lambda book: str(book.head.valid_from), reverse=True
    )
    return sorted(books, key=lambda book: len(book.head.place))


def shelved() -> list[Book]:
    """The plan books that ship."""
    return [book for book in library().all_books if book.head.kind is Kind.PLAN]


def plan(slug: str) -> Book | None:
    """A plan by its slug; None if there is none of that name."""
    return next((book for book in plans() if book.head.slug == slug), None)


@lru_cache(maxsize=64)
def opened(pk: int, text: str, place: str) -> Book:
    """A confirmed plan as a book of its region, checked beside the books in force."""
    book = library().read_draft(text.encode(), f"document-{pk}.yaml")
    library().with_draft(book)
    return replace(book, head=replace(book.head, place=place, draft=False))


def whole_name(book: Book) -> str:
    """What the whole region of a plan is called on its own page."""
    if len(book.head.place) < COUNTY_DIGITS:
        return "全市"
    place = Region.objects.current().filter(code=book.head.place).first()
    return place.name if place else "全县"

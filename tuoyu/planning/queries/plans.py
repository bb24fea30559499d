"""The plans in force: those on the shelves, and those read in and confirmed here."""

from functools import lru_cache

from tuoyu.assessment.queries import library
from tuoyu.books import Book, Kind
from tuoyu.planning.models import PlanDocument


def plans() -> list[Book]:
    """Every plan book, newest first."""
    shelved = [book for book in library().all_books if book.head.kind is Kind.PLAN]
    confirmed = PlanDocument.objects.filter(status=PlanDocument.Status.CONFIRMED)
    read_in = [_opened(row.pk, row.book) for row in confirmed]
    return sorted(
        [*shelved, *read_in], key=lambda book: str(book.head.valid_from), reverse=True
    )


def plan(slug: str) -> Book | None:
    """A plan by its slug; None if there is none of that name."""
    return next((book for book in plans() if book.head.slug == slug), None)


@lru_cache(maxsize=64)
def _opened(pk: int, text: str) -> Book:
    """A confirmed plan never changes, so it is parsed once a process."""
    return library().read_draft(text.encode(), f"plan-{pk}.yaml")

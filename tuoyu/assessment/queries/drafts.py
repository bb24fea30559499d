"""Drafts to rehearse: those that ship on the shelves, and those uploaded."""

from dataclasses import dataclass

from tuoyu.assessment.models import Draft
from tuoyu.assessment.queries.shelf import library
from tuoyu.books.library import SHELVES


@dataclass(frozen=True, slots=True)
class DraftText:
    """A draft ready to rehearse; `key` names it in a form."""

    key: str
    name: str
    title: str
    text: str
    ships: bool


def drafts() -> list[DraftText]:
    """Shipped drafts first, then uploads, newest first."""
    shipped = [
        DraftText(
            f"shelf:{book.head.slug}",
            f"{book.head.slug}.yaml",
            book.head.document,
            (SHELVES / book.head.file).read_text("utf-8"),
            ships=True,
        )
        for book in library().drafts()
    ]
    uploaded = [
        DraftText(f"draft:{row.pk}", row.name, row.title, row.text, ships=False)
        for row in Draft.objects.all()[:100]
    ]
    return [*shipped, *uploaded]


def draft_named(key: str) -> DraftText | None:
    """The draft a form chose."""
    return next((draft for draft in drafts() if draft.key == key), None)

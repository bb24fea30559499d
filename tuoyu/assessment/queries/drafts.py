"""Drafts to rehearse: those that ship on the shelves, and those uploaded."""

from dataclasses import dataclass
from functools import lru_cache

from tuoyu.assessment.models import Draft
from tuoyu.assessment.queries.shelf import library
from tuoyu.books import Book, BookError, Problem
from tuoyu.books.library import SHELVES

SHIPPED, UPLOADED = "shelf", "draft"
UPLOADS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class DraftText:
    """A draft ready to rehearse; `key` names it in a form."""

    key: str
    name: str
    title: str
    text: str
    note: str = ""


def drafts() -> list[DraftText]:
    """Shipped drafts first, then uploads, newest first."""
    uploads = Draft.objects.select_related("uploaded_by")[:UPLOADS_SHOWN]
    return [*map(_shipped, library().drafts()), *map(_uploaded, uploads)]


def draft_named(key: str) -> DraftText | None:
    """The draft a form chose."""
    kind, _, name = key.partition(":")
    if kind == UPLOADED and name.isdecimal():
        row = Draft.objects.filter(pk=int(name)).select_related("uploaded_by").first()
        return _uploaded(row) if row else None
    return next(
        (draft for draft in map(_shipped, library().drafts()) if draft.key == key), None
    )


@lru_cache(maxsize=16)
def checked_draft(text: str, name: str) -> Book:
    """A draft that reads without a fault beside the books in force; raises BookError."""
    book = library().read_draft(text.encode(), name)
    library().with_draft(book)
    if not book.rules:
        message = "没有能自动判断的条款（rules），推演不出结果。"
        raise BookError([Problem(name, 0, message)])
    return book


def _shipped(book: Book) -> DraftText:
    head = book.head
    text = (SHELVES / head.file).read_text("utf-8")
    return DraftText(
        f"{SHIPPED}:{head.slug}", f"{head.slug}.yaml", head.document, text, head.note
    )


def _uploaded(row: Draft) -> DraftText:
    note = f"{row.uploaded_by} 上传"
    return DraftText(f"{UPLOADED}:{row.pk}", row.name, row.title, row.text, note)

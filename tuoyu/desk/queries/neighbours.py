"""Where a filing stands in the list its reader came from, and what is before and after it."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from tuoyu.desk.queries.inbox import Wish, due, in_order, in_reach, narrowed
from tuoyu.org.models import User

LAST_LIST = "inbox"  # in the session: the list seen last, for a page that a deed came back to


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The n-th of so many; a filing that has left the list is none of them."""

    nth: int | None
    total: int
    before: str
    after: str
    inbox: str


def neighbours(pk: int, user: User, address: str, *, on: date) -> Neighbours:
    """`address` is the query part of the inbox's address; its page makes no difference."""
    pks = _pks(user, Wish.from_query(QueryDict(address).dict()), on)
    nth = pks.index(pk) if pk in pks else None
    before = pks[nth - 1] if nth else None
    # Whoever has just dealt with a filing that left the list goes on with the first in it.
    after = pks[0 if nth is None else nth + 1 :][:1]
    return Neighbours(
        nth=None if nth is None else nth + 1,
        total=len(pks),
        before=_review(before, address),
        after=_review(after[0] if after else None, address),
        inbox=reverse("desk:inbox") + (f"?{address}" if address else ""),
    )


def came_from(address: str) -> str:
    """What a link to a filing carries, so that its page knows the list."""
    return "?" + urlencode({"from": address}) if address else ""


def _pks(user: User, wish: Wish, on: date) -> list[int]:
    rows = narrowed(in_reach(user, done=bool(wish.done)), wish, user)
    return list(in_order(due(rows, wish, on=on), wish).values_list("pk", flat=True))


def _review(pk: int | None, address: str) -> str:
    return reverse("filing:review", args=[pk]) + came_from(address) if pk else ""

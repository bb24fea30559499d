"""The library of the law, opened once a process over the facts the rooms state."""

from functools import lru_cache

from tuoyu.books import Catalogue, Library, open_library
from tuoyu.core import facts


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The fact dictionary of all rooms."""
    return Catalogue.from_sql(*facts.texts())


def library() -> Library:
    """Every book on the shelves, checked; raises BookError when one is wrong."""
    return open_library(catalogue())

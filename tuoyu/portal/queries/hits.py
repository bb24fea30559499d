"""A search by words and nothing else, the commonest there is: facts.sql keeps its plan."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from tuoyu.portal.queries.usual import are_usual, rarest

HITS: Final = """facts.public_hits(
  %(way)s, %(pattern)s, %(patterns)s::text[], %(signs)s::text[], %(opening)s, %(whole)s,
  %(left_out)s, %(on)s, %(skipped)s, %(most)s, %(passed)s, %(shown)s)
"""
SIGNS: Final = (
    " ()（）[]【】《》“”\"'·,，。、;；:："  # names have them in two widths, or not at all
)
_LIKE: Final = re.compile(r"([\\%_])")
_BRACKETS: Final = re.compile(f"[{re.escape(SIGNS)}]+")
_LETTERS: Final = re.compile(r"\w{3}")  # what the index of letters can look up


def words_of(text: str) -> list[str]:
    """The words without brackets and stops, which names have in two widths."""
    return _BRACKETS.sub(" ", text.lower()).split()[:6]


def pattern(word: str) -> str:
    """What LIKE looks for: the word anywhere, no sign of it with a meaning of its own."""
    return "%" + _LIKE.sub(r"\\\1", word) + "%"


def needs_signs(word: str) -> bool:
    """Is it too short for the index of three letters?"""
    return _LETTERS.search(word) is None


def given(words: Sequence[str], on: date) -> dict[str, Any]:
    """What facts.public_hits is given, but for the page."""
    way, key = _way(words)
    return {
        "way": way,
        "pattern": pattern(key),
        "patterns": [pattern(word) for word in words if word != key],
        "signs": list(dict.fromkeys(key)),
        "opening": words[0],
        "whole": "".join(words),
        "left_out": SIGNS,
        "on": on,
    }


def _way(words: Sequence[str]) -> tuple[str, str]:
    """How to look, and for which word first."""
    if are_usual(words):
        return "usual", words[0]
    key = words[0] if len(words) == 1 else rarest(words)
    return ("signs" if needs_signs(key) else "letters"), key

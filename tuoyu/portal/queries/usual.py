"""How usual words are: a sample of the register tells, so that the database need not plan anew.

Usual words are found soonest by reading on until enough fit, rare ones by an index. Whichever
way is chosen, the same institutions are found in the same order.
"""

import time
from collections.abc import Sequence
from typing import Final

from django.db import connection

KEPT_SECONDS: Final = 600
BYTES: Final = 256 * 1024  # of the table, pages from all over it: some 300 institutions
USUAL_SHARE: Final = 0.02  # where reading on and asking an index take the same time
_TEXT: Final = """
SELECT searchable FROM institutions_profile
TABLESAMPLE SYSTEM (least(100, 100.0 * %s
  / greatest(1, pg_relation_size('institutions_profile')))) WHERE ends_on IS NULL
"""
_sample: tuple[float, list[str]] = (0.0, [])


def are_usual(words: Sequence[str]) -> bool:
    """Do so many institutions hold all these words that a few of them are soon met?"""
    texts = _texts()
    enough = USUAL_SHARE * len(texts)
    fitting = [text for text in texts if words[0] in text]
    for word in words[1:]:
        fitting = [text for text in fitting if word in text]
    return len(fitting) >= enough


def rarest(words: Sequence[str]) -> str:
    """The word that the fewest hold; of equals the longest."""
    texts = _texts()
    return min(words, key=lambda word: (sum(word in text for text in texts), -len(word)))


def _texts() -> list[str]:
    """Some of the register's search texts, read anew now and then."""
    global _sample
    until, texts = _sample
    if time.monotonic() > until:
        with connection.cursor() as cursor:
            cursor.execute(_TEXT, [BYTES])
            texts = [text for (text,) in cursor.fetchall()]
        _sample = (time.monotonic() + KEPT_SECONDS, texts)
    return texts

"""What came, went or changed in the law between two days."""

from datetime import date

import pytest

from tuoyu.assessment.queries.amendments import Amendment, amendments
from tuoyu.assessment.queries.shelf import library
from tuoyu.org.tests.make import COUNTY

PLACE = COUNTY[-6:]
BEFORE, IN_FORCE = date(2019, 10, 7), date(2019, 10, 8)  # the setting standard of that day
ENTRY = "setting-standard/size-of-seniors"


@pytest.mark.parametrize(
    ("since", "until", "word"),
    [(BEFORE, IN_FORCE, "新增"), (IN_FORCE, BEFORE, "不再适用")],
)
def test_an_entry_comes_with_its_text_and_goes_with_it(
    since: date, until: date, word: str
) -> None:
    found = {pair.entry.id: pair for pair in amendments(since, until, PLACE)}

    assert found[ENTRY].word == word


def test_what_says_the_same_on_both_days_is_left_out() -> None:
    assert amendments(IN_FORCE, IN_FORCE, PLACE) == []


def test_an_entry_that_says_something_else_is_told_in_its_new_words() -> None:
    old, new = list(library().entries(IN_FORCE, PLACE).values())[:2]

    assert (Amendment(old, new).word, Amendment(old, new).entry) == ("改动", new)

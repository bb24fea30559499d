"""A ledger is held against the law's own numbers."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tuoyu.books import Catalogue, open_library
from tuoyu.books.terms import Op
from tuoyu.core import facts
from tuoyu.core.ledger.limits import Limits
from tuoyu.institutions.queries import limits
from tuoyu.institutions.queries.limits import ledger_limits
from tuoyu.institutions.services import ledger as services
from tuoyu.institutions.tests.ledgers import make_ledger, make_row
from tuoyu.institutions.tests.make import NOON
from tuoyu.org.permissions import Role
from tuoyu.org.tests.make import COUNTY, make_unit, make_user


def test_every_number_is_found_in_the_books_and_is_what_we_know() -> None:
    library = open_library(Catalogue.from_sql(*facts.texts()))
    rules = library.rules(NOON.date())

    for where in (*limits._SIZES.values(), *limits._NUMBERS.values()):
        assert limits._bound(rules, *where), where
    assert ledger_limits(NOON.date()) == Limits()


def test_before_the_books_begin_the_known_numbers_stand() -> None:
    assert ledger_limits(date(2015, 1, 1)).class_sizes["junior"] == 15


@pytest.mark.django_db
def test_a_law_that_changes_changes_what_is_asked(
    monkeypatch: Any, settings: Any, tmp_path: Path
) -> None:
    settings.ATTACHMENT_STORE = str(tmp_path)
    elsewhere = ("setting-standard/size-of-infants", "places", Op.AT_MOST)
    monkeypatch.setitem(limits._SIZES, "senior", elsewhere)
    officer = make_user(Role.COUNTY_OFFICER, make_unit(COUNTY))

    ledger = services.read_ledger(
        make_ledger(make_row()), name="台账.xlsx", by=officer, at=NOON
    )

    reasons = [point[5] for point in ledger.rows.get().points]
    assert "托位 35 个，按所列 2 个班最多 25 个" in reasons

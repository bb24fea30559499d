"""What an officer decides for single rows, and when the whole may be imported."""

from datetime import date
from typing import Any

import pytest

from tuoyu.core.errors import Refused
from tuoyu.institutions.models import (
    Institution,
)
from tuoyu.institutions.services import ledger as services
from tuoyu.institutions.tests.ledgers import enter, make_ledger, make_officer, make_row, read
from tuoyu.institutions.tests.make import NOON, make_institution
from tuoyu.records.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]


def test_rows_that_were_left_out_are_not_written() -> None:
    officer = make_officer()
    ledger = read(make_ledger(make_row(1), make_row(2)), officer)
    services.choose_row(ledger.rows.get(number=2), "skip", by=officer, at=NOON)

    services.commit_ledger(ledger, by=officer, at=NOON)

    assert Institution.objects.count() == 1
    assert Entry.objects.filter(deed="ledger.row_chosen").get().detail["choice"] == "skip"


def test_a_row_may_be_merged_with_a_registered_institution() -> None:
    officer = make_officer()
    known = make_institution(on=date(2026, 1, 5), name="石榴宝宝之家", phone="", places=20)
    ledger = read(make_ledger(make_row()), officer)

    services.choose_row(ledger.rows.get(), "merge", into=known, by=officer, at=NOON)
    services.commit_ledger(ledger, by=officer, at=NOON)

    assert Institution.objects.count() == 1
    now = known.profiles.current().get()
    assert (now.name, now.places) == ("石榴宝宝之家", 35)


def test_a_repeated_row_may_be_held_for_another_institution() -> None:
    officer = make_officer()
    ledger = read(make_ledger(make_row(1), make_row(1)), officer)

    services.choose_row(ledger.rows.get(number=2), "apart", by=officer, at=NOON)
    services.commit_ledger(ledger, by=officer, at=NOON)

    assert Institution.objects.count() == 2


@pytest.mark.parametrize(
    ("cells", "choice", "words"),
    [
        ({"托位数": "若干"}, "skip", "已退回"),
        ({}, "merge", "请选要并入哪家"),
        ({}, "nonsense", "没有这样的处理"),
    ],
)
def test_choices_that_make_no_sense_are_refused(
    cells: dict[str, Any], choice: str, words: str
) -> None:
    officer = make_officer()
    ledger = read(make_ledger(make_row(**cells)), officer)

    with pytest.raises(Refused, match=words):
        services.choose_row(ledger.rows.get(), choice, by=officer, at=NOON)


def test_a_row_is_not_merged_across_counties() -> None:
    officer = make_officer()
    far = make_institution(region="41/4104/410403")
    ledger = read(make_ledger(make_row()), officer)

    with pytest.raises(Refused, match="另一个县"):
        services.choose_row(ledger.rows.get(), "merge", into=far, by=officer, at=NOON)


def test_a_register_that_moved_asks_for_another_look() -> None:
    officer = make_officer()
    content = make_ledger(make_row(1))
    first, second = read(content, officer), read(content, officer)
    services.commit_ledger(first, by=officer, at=NOON)

    with pytest.raises(Refused, match="判读之后登记册有了变动，1 行"):
        services.commit_ledger(second, by=officer, at=NOON)

    assert Institution.objects.count() == 1


def test_a_ledger_is_imported_once() -> None:
    officer = make_officer()
    ledger = enter(make_ledger(make_row()), officer)

    with pytest.raises(Refused, match="现在是“已导入”"):
        services.commit_ledger(ledger, by=officer, at=NOON)


def test_nothing_is_half_written_when_the_writing_fails(monkeypatch: Any) -> None:
    officer = make_officer()
    ledger = read(make_ledger(make_row(1), make_row(2)), officer)

    def fall(*args: object, **rest: object) -> None:
        raise RuntimeError("the line is cut")

    monkeypatch.setattr("tuoyu.institutions.services.ledger.pointing.Points.bind", fall)
    with pytest.raises(RuntimeError):
        services.commit_ledger(ledger, by=officer, at=NOON)

    ledger.refresh_from_db()
    assert ledger.status == "judged"
    assert not Institution.objects.exists()
    assert not Entry.objects.filter(deed="ledger.committed").exists()

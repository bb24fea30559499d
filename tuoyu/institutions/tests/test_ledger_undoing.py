"""A ledger is taken back in one transaction, unless something was built upon it."""

from datetime import date

import pytest

from tuoyu.core.errors import Refused
from tuoyu.institutions import services as register
from tuoyu.institutions.models import (
    Institution,
    Point,
    Profile,
)
from tuoyu.institutions.services import ledger as services
from tuoyu.institutions.tests.ledgers import enter, make_ledger, make_officer, make_row
from tuoyu.institutions.tests.make import NOON, make_institution
from tuoyu.org.models import Unit
from tuoyu.records.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]
TODAY = NOON.date()


def test_undoing_brings_the_register_back_as_it_was() -> None:
    officer = make_officer()
    known = make_institution(
        on=date(2026, 1, 5), name="小石榴托育园1", phone="13800000001", places=20
    )
    before = list(Profile.objects.values())
    ledger = enter(make_ledger(make_row(1), make_row(2)), officer)
    assert Institution.objects.count() == 2

    services.undo_ledger(ledger, by=officer, at=NOON)

    assert list(Profile.objects.values()) == before
    assert Institution.objects.get() == known
    assert Unit.objects.filter(kind="institution").count() == 1
    assert not Point.objects.exists()
    assert Entry.objects.filter(deed="ledger.undone").get().detail["institutions"] == 2


def test_undoing_restores_what_was_corrected_on_the_day_itself() -> None:
    officer = make_officer()
    make_institution(on=TODAY, name="小石榴托育园1", phone="13800000001", places=20)
    ledger = enter(make_ledger(make_row(1)), officer)
    assert Profile.objects.get().places == 35

    services.undo_ledger(ledger, by=officer, at=NOON)

    profile = Profile.objects.get()
    assert (profile.places, profile.carers_declared) == (20, None)


def test_what_was_built_upon_is_not_taken_back() -> None:
    officer = make_officer()
    ledger = enter(make_ledger(make_row()), officer)
    register.stand(
        Institution.objects.get(), "suspended", on=TODAY, reason="装修", by=officer, at=NOON
    )

    with pytest.raises(Refused, match="“小石榴托育园1”已有后续办理"):
        services.undo_ledger(ledger, by=officer, at=NOON)

    assert Institution.objects.exists()


def test_a_settled_point_holds_the_import() -> None:
    officer = make_officer()
    ledger = enter(make_ledger(make_row(备注="搬迁")), officer)
    register.settle(Point.objects.all()[0], outcome="未搬迁", by=officer, at=NOON)

    with pytest.raises(Refused, match="不能整份撤回"):
        services.undo_ledger(ledger, by=officer, at=NOON)


def test_a_later_ledger_holds_an_earlier_one() -> None:
    officer = make_officer()
    first = enter(make_ledger(make_row(1)), officer)
    later = NOON.replace(hour=15)
    second = services.read_ledger(
        make_ledger(make_row(1, 托位数=20)), name="b.xlsx", by=officer, at=later
    )
    services.commit_ledger(second, by=officer, at=later)

    with pytest.raises(Refused, match="后来的台账"):
        services.undo_ledger(first, by=officer, at=later)


def test_an_undone_ledger_is_not_undone_again() -> None:
    officer = make_officer()
    ledger = enter(make_ledger(make_row()), officer)
    services.undo_ledger(ledger, by=officer, at=NOON)

    with pytest.raises(Refused, match="已撤回"):
        services.undo_ledger(ledger, by=officer, at=NOON)

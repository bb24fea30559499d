"""Deeds on the register that have to wait for one another."""

from pathlib import Path
from typing import Any

import pytest

from tuoyu.core.tests.at_once import after_waiting, at_once
from tuoyu.institutions import services as register
from tuoyu.institutions.models import Institution, LedgerImport, Point, Profile
from tuoyu.institutions.services import ledger as services
from tuoyu.institutions.tests.ledgers import make_ledger, make_row
from tuoyu.institutions.tests.make import NOON, make_institution
from tuoyu.org.models import Region, Unit, User
from tuoyu.org.permissions import Role
from tuoyu.org.tests.make import COUNTY, OTHER_COUNTY, make_region, make_unit, make_user
from tuoyu.records.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _store(settings: Any, tmp_path: Path) -> None:
    settings.ATTACHMENT_STORE = str(tmp_path)


@pytest.fixture
def officer() -> User:
    return make_user(Role.COUNTY_OFFICER, make_unit(COUNTY), name="李静")


def read(officer: User, *rows: list[Any]) -> LedgerImport:
    content = make_ledger(*rows)
    return services.read_ledger(content, name="台账.xlsx", by=officer, at=NOON)


def move(institution: Institution, elsewhere: Region) -> None:
    Institution.objects.filter(pk=institution.pk).update(region=elsewhere, county=elsewhere)
    Unit.objects.filter(pk=institution.unit_id).update(region=elsewhere)


def test_of_two_imports_at_once_one_wins_and_the_other_is_told(officer: User) -> None:
    ledgers = [read(officer, make_row(1), make_row(2)) for _ in range(2)]

    outcomes = at_once(
        lambda: services.commit_ledger(ledgers[0], by=officer, at=NOON),
        lambda: services.commit_ledger(ledgers[1], by=officer, at=NOON),
    )

    assert outcomes == ["409", "done"]
    assert Institution.objects.count() == 2
    assert Entry.objects.filter(deed="ledger.committed").count() == 1


def test_an_institution_that_left_the_county_while_the_import_waited_is_let_alone(
    officer: User,
) -> None:
    """What the officer saw is no longer so, and where it is now they may not write."""
    known = make_institution(
        region=COUNTY, name="小石榴托育园1", phone="13800000001", places=20
    )
    ledger, elsewhere = read(officer, make_row(1)), make_region(OTHER_COUNTY)

    outcome = after_waiting(
        lambda: move(known, elsewhere),
        lambda: services.commit_ledger(ledger, by=officer, at=NOON),
    )

    assert outcome == "409"
    assert Profile.objects.get().places == 20
    assert not Entry.objects.filter(deed="ledger.committed").exists()


def test_a_known_institution_that_moved_within_the_county_meanwhile_is_still_updated(
    officer: User,
) -> None:
    known = make_institution(
        region=COUNTY, name="小石榴托育园1", phone="13800000001", places=20
    )
    ledger = read(officer, make_row(1))
    township = make_region(f"{COUNTY}/410402001", name="曙光街街道")

    def move_within() -> None:
        Institution.objects.filter(pk=known.pk).update(region=township)
        Unit.objects.filter(pk=known.unit_id).update(region=township)

    outcome = after_waiting(
        move_within, lambda: services.commit_ledger(ledger, by=officer, at=NOON)
    )

    assert outcome == "done"
    assert Profile.objects.current().get().places == 35


def test_a_point_is_settled_where_the_institution_is_by_then(officer: User) -> None:
    known = make_institution(region=COUNTY)
    point = Point.objects.create(
        institution=known, field="地址", reason="备注写搬迁", source="台账", found_at=NOON
    )
    elsewhere = make_region(OTHER_COUNTY)

    def hold_and_move() -> None:
        Point.objects.select_for_update().get(pk=point.pk)
        move(known, elsewhere)

    outcome = after_waiting(
        hold_and_move, lambda: register.settle(point, outcome="已核", by=officer, at=NOON)
    )

    assert outcome == "done"
    told = Entry.objects.get(deed="institution.point_settled")
    assert told.region_path == elsewhere.path


def test_a_point_settled_meanwhile_is_not_settled_again(officer: User) -> None:
    point = Point.objects.create(
        institution=make_institution(), reason="备注写搬迁", source="台账", found_at=NOON
    )

    outcome = after_waiting(
        lambda: register.settle(point, outcome="未搬迁", by=officer, at=NOON),
        lambda: register.settle(point, outcome="已搬迁", by=officer, at=NOON),
    )

    assert outcome == "409"
    point.refresh_from_db()
    assert point.outcome == "未搬迁"

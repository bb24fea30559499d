"""Rows of a ledger on their way to the tables: in numbers, in lines, and in a thread."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tuoyu.institutions.models import Institution, LedgerImport, LedgerRow, Site
from tuoyu.institutions.services import ledger as services
from tuoyu.institutions.services import life
from tuoyu.institutions.services.ledger.copying import Sheaf
from tuoyu.institutions.services.ledger.numbering import (
    as_blocks,
    marks,
    numbers_in,
    take_numbers,
)
from tuoyu.institutions.services.ledger.scribe import Scribe
from tuoyu.institutions.tests.ledgers import make_ledger, make_row
from tuoyu.institutions.tests.make import NOON, make_institution
from tuoyu.org.models import Unit, User
from tuoyu.org.permissions import Role
from tuoyu.org.tests.make import COUNTY, make_region, make_unit, make_user
from tuoyu.records.models import Entry

pytestmark = pytest.mark.django_db
HARD = "一\t二\\n三\n四\\\\五\r六"


@pytest.fixture(autouse=True)
def _store(settings: Any, tmp_path: Path) -> None:
    settings.ATTACHMENT_STORE = str(tmp_path)


def make_officer() -> User:
    return make_user(Role.COUNTY_OFFICER, make_unit(COUNTY), name="李静")


def make_bare() -> Institution:
    """Without a site yet."""
    return make_institution(content={"profile": {"form": "independent"}}, name="小石榴托育园")


def write(*sheaves: Sheaf) -> None:
    with transaction.atomic(), Scribe() as scribe:
        for sheaf in sheaves:
            scribe.write(sheaf)


class Broken(Sheaf):
    """Breaks off in the middle of its table."""

    def parts(self) -> Iterator[tuple[str, bytes]]:
        yield from super().parts()
        raise RuntimeError("the line is cut")


def site_of(institution: Institution, address: str, **more: Any) -> Sheaf:
    sheaf = Sheaf(Site, "institution_id", "region_id", "starts_on", "address", *more)
    sheaf.add(institution.pk, institution.region_id, date(2026, 1, 5), address, *more.values())
    return sheaf


def test_values_of_every_kind_arrive_as_they_were() -> None:
    institution = make_bare()
    sheaf = site_of(
        institution,
        HARD,
        longitude=Decimal("113.192441"),
        building_area_m2=420.5,
        lowest_floor=-1,
        highest_floor=None,
        own_exit=True,
        ends_on=date(2026, 2, 1),
    )

    with Scribe() as scribe:
        scribe.write(sheaf)

    site = Site.objects.get(address=HARD)
    assert (site.longitude, str(site.building_area_m2)) == (Decimal("113.192441"), "420.50")
    assert (site.lowest_floor, site.highest_floor, site.own_exit) == (-1, None, True)
    assert (site.ends_on, site.tenure) == (date(2026, 2, 1), "")


def test_structures_arrive_as_they_were() -> None:
    officer = make_officer()
    ledger = services.read_ledger(
        make_ledger(make_row(备注=f"停业{HARD}")), name="台账.xlsx", by=officer, at=NOON
    )

    assert any("备注写已停业" in point[5] for point in ledger.rows.get().points)
    assert any("\\n三" in point[4] for point in ledger.rows.get().points)


def test_numbers_come_in_runs_and_are_never_given_twice() -> None:
    first, second = take_numbers(Unit, 5), take_numbers(Unit, 3)

    assert len({*numbers_in(first), *numbers_in(second)}) == 8
    assert take_numbers(Unit, 0) == []
    assert as_blocks([9, 3, 5, 4]) == [[3, 5], [9, 9]]


def test_a_sheaf_that_was_numbered_writes_those_numbers() -> None:
    institution = make_bare()
    sheaf = site_of(institution, "建设路 1 号")

    blocks = sheaf.number()
    write(sheaf)

    assert [Site.objects.get().pk] == numbers_in(blocks)


def test_what_is_written_between_two_marks_has_a_number_between_them() -> None:
    institution = make_bare()

    before = marks([Site])
    write(site_of(institution, "建设路 1 号"))
    after = marks([Site])

    label = Site._meta.label_lower
    assert before[label] < Site.objects.get().pk < after[label]


@pytest.mark.parametrize("many", [1, 60])
def test_what_the_database_refuses_is_raised_where_the_deed_is_done(many: int) -> None:
    """Also when far more waits behind it than the queue has room for."""
    lost = Institution(pk=987_654_321, region=make_region(COUNTY))

    with pytest.raises(IntegrityError):
        write(*(site_of(lost, "建设路 1 号") for _ in range(many)))

    assert not Site.objects.exists()


def test_a_fault_in_the_middle_of_a_table_ends_the_writing() -> None:
    institution = make_bare()
    broken = site_of(institution, "建设路 2 号")
    broken.__class__ = Broken

    with pytest.raises(RuntimeError, match="cut"):
        write(site_of(institution, "建设路 1 号"), broken)

    assert not Site.objects.exists()


def test_a_code_given_out_meanwhile_lets_nothing_enter(monkeypatch: Any) -> None:
    officer = make_officer()
    taken = make_institution(region=COUNTY)
    ledger = services.read_ledger(
        make_ledger(make_row(1)), name="台账.xlsx", by=officer, at=NOON
    )
    monkeypatch.setattr(life, "_codes", lambda county, last: repeat(taken.code))

    with pytest.raises(IntegrityError), transaction.atomic():
        services.commit_ledger(ledger, by=officer, at=NOON)

    ledger.refresh_from_db()
    assert ledger.status == LedgerImport.Status.JUDGED
    assert Institution.objects.get() == taken
    assert not Entry.objects.filter(deed="ledger.committed").exists()


def test_in_one_go_rows_are_kept_with_what_they_became() -> None:
    officer = make_officer()
    content = make_ledger(make_row(1), make_row(2, 托位数="若干"), make_row(1))

    ledger, _ = services.enter_ledger(content, name="台账.xlsx", by=officer, at=NOON)

    institution = Institution.objects.get()
    rows = list(LedgerRow.objects.values_list("number", "outcome", "institution_id"))
    assert rows == [
        (1, "new", institution.pk),
        (2, "refused", None),
        (3, "duplicate", institution.pk),
    ]
    assert ledger.summary["result"] == {"new": 1, "updated": 0, "refused": 1}
    services.undo_ledger(ledger, by=officer, at=NOON)
    assert not Institution.objects.exists()

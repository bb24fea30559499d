"""A ledger written part by part while it is judged: the same as if judged whole before."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from tuoyu.core.errors import Refused
from tuoyu.core.ledger import judging
from tuoyu.institutions.models import Institution, LedgerImport, LedgerRow, Point, Profile
from tuoyu.institutions.services import ledger as services
from tuoyu.institutions.services.ledger import judging as vetting
from tuoyu.institutions.services.ledger.numbering import as_blocks
from tuoyu.institutions.tests.ledgers import COUNTY, make_ledger, make_row
from tuoyu.institutions.tests.make import NOON, make_institution
from tuoyu.org.models import Unit, User
from tuoyu.org.permissions import Role
from tuoyu.org.tests.make import COUNTY as COUNTY_CODE
from tuoyu.org.tests.make import make_unit, make_user
from tuoyu.records.models import Entry

pytestmark = pytest.mark.django_db
KNOWN = "小石榴托育园7"
MIXED = (
    make_row(1),
    make_row(2, 托位数="若干"),
    make_row(7, 机构名称=KNOWN, 托位数=48, 备注="停业"),
    make_row(1, 托位数=20),
    make_row(7, 机构名称=KNOWN, 托位数=48),
    make_row(3, 机构名称="春风托育园", 状态="暂停"),
)


@pytest.fixture
def officer(settings: Any, tmp_path: Path) -> User:
    settings.ATTACHMENT_STORE = str(tmp_path)
    return make_user(Role.COUNTY_OFFICER, make_unit(COUNTY_CODE), name="李静")


def enter(officer: User, *rows: list[Any]) -> LedgerImport:
    content = make_ledger(*(rows or MIXED))
    return services.enter_ledger(content, name="台账.xlsx", by=officer, at=NOON)[0]


def make_known() -> Institution:
    return make_institution(
        name=KNOWN, region=COUNTY_CODE, phone="13800000007", on=NOON.date() - timedelta(days=90)
    )


def one_by_one(monkeypatch: Any) -> None:
    monkeypatch.setattr(judging, "FIRST_PART", 1)
    monkeypatch.setattr(judging, "LARGEST_PART", 1)


def register() -> list[Any]:
    """What the register holds, without the numbers of its rows."""
    rows = LedgerRow.objects.order_by("number")
    return [
        *Profile.objects.order_by("name", "starts_on").values_list(
            "name", "places", "starts_on", "ends_on", "searchable"
        ),
        *Point.objects.order_by("institution__unit__name", "reason", "source").values_list(
            "institution__unit__name", "field", "value", "reason", "source"
        ),
        *rows.values_list(
            *("number", "outcome", "same_as", "to_settle", "points", "changes", "table"),
            "institution__unit__name",
        ),
    ]


def test_parts_write_what_the_whole_would_have_written(officer: User, monkeypatch: Any) -> None:
    make_known()
    with transaction.atomic():
        whole = enter(officer).summary
        expected = register()
        transaction.set_rollback(True)

    one_by_one(monkeypatch)
    ledger = enter(officer)

    assert register() == expected
    assert ledger.summary == whole
    assert ledger.summary["result"] == {"new": 2, "updated": 1, "refused": 1}


def test_parts_are_taken_back_and_the_register_is_as_before(
    officer: User, monkeypatch: Any
) -> None:
    known = make_known()
    one_by_one(monkeypatch)
    with transaction.atomic():
        ledger = enter(officer)

    services.undo_ledger(ledger, by=officer, at=NOON)

    assert Institution.objects.get() == known
    assert Unit.objects.filter(kind=Unit.Kind.INSTITUTION).get() == known.unit
    assert Profile.objects.get().ends_on is None
    assert not Point.objects.exists()


def test_what_others_wrote_meanwhile_stays_when_it_is_taken_back(officer: User) -> None:
    """Their rows may have numbers between ours, but institutions of their own."""
    other = make_institution(name="春风托育园", region=COUNTY_CODE)
    ledger = enter(officer, make_row(1))
    unused, _ = ledger.written["entered"][Point._meta.label_lower]
    told = {"reason": "电话不通", "source": "李静", "found_at": NOON}
    theirs = Point.objects.create(pk=unused, institution=other, **told)

    services.undo_ledger(ledger, by=officer, at=NOON)

    assert Institution.objects.get() == other
    assert Point.objects.get() == theirs


def test_a_ledger_that_kept_every_number_is_taken_back_as_well(officer: User) -> None:
    """As they were written before rows were numbered by the database."""
    ledger = enter(officer, make_row(1))
    written = ledger.written
    for label in written.pop("entered"):
        numbers = apps.get_model(label).objects.values_list("pk", flat=True)
        written["added"][label] = as_blocks(list(numbers))
    ledger.save(update_fields=["written"])

    services.undo_ledger(ledger, by=officer, at=NOON)

    assert not Institution.objects.exists()
    assert not Profile.objects.exists()


def test_nothing_is_left_of_parts_when_a_later_one_fails(
    officer: User, monkeypatch: Any
) -> None:
    one_by_one(monkeypatch)
    seen: list[int] = []
    vet = vetting._vet

    def fall(row: Any, judgement: Any) -> None:
        seen.append(row.place.row)
        if len(seen) == 3:
            raise RuntimeError("the line is cut")
        vet(row, judgement)

    monkeypatch.setattr(vetting, "_vet", fall)
    with pytest.raises(RuntimeError, match="cut"), transaction.atomic():
        enter(officer)

    assert not LedgerImport.objects.exists()
    assert not Institution.objects.exists()
    assert not Entry.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")  # the connection is ours again


def test_a_file_in_which_nothing_is_new_is_refused_whole(
    officer: User, monkeypatch: Any
) -> None:
    one_by_one(monkeypatch)

    with pytest.raises(Refused, match="没有可以导入的行"), transaction.atomic():
        enter(officer, make_row(2, 托位数="若干"))

    assert not LedgerImport.objects.exists()


def test_counties_keep_their_own_serials_through_the_parts(
    officer: User, monkeypatch: Any
) -> None:
    one_by_one(monkeypatch)
    taken = make_institution(region=COUNTY_CODE)

    enter(officer, make_row(1), make_row(2, **{"县（市、区）": COUNTY}))

    codes = (
        Institution.objects.exclude(pk=taken.pk).order_by("code").values_list("code", flat=True)
    )
    first = int(taken.code)
    assert [int(code) for code in codes] == [first + 1, first + 2]

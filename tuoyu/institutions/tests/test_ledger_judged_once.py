"""What was judged for the preview is imported without judging again, unless anything moved."""

from collections.abc import Callable
from dataclasses import fields
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction

from tuoyu.core.errors import Refused
from tuoyu.core.ledger.entry import Entry
from tuoyu.institutions import services as register
from tuoyu.institutions.models import Institution, LedgerImport, LedgerPart, Point
from tuoyu.institutions.services import ledger as services
from tuoyu.institutions.services.ledger import committing, recalling, stamping
from tuoyu.institutions.services.ledger.judging import Judged, judge
from tuoyu.institutions.services.ledger.reading import workbook_of
from tuoyu.institutions.services.ledger.telling import tell
from tuoyu.institutions.services.ledger.working import TOLD
from tuoyu.institutions.tests.ledgers import HEADS, make_ledger, make_officer, make_row, read
from tuoyu.institutions.tests.make import NOON, make_institution
from tuoyu.institutions.tests.random_ledgers import make_random_ledger, make_register
from tuoyu.org.models import Region, Unit, User
from tuoyu.org.tests.make import COUNTY, make_region

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]
KNOWN = "小石榴托育园1"
# The numbers of rows differ from run to run, what they say does not.
NUMBERS = frozenset(("id", "origin_id", "institution_id", "unit_id"))


@pytest.fixture
def officer() -> User:
    return make_officer()


@pytest.fixture
def judgements(monkeypatch: Any) -> list[LedgerImport]:
    """The ledgers that were judged again while they were imported."""
    judged: list[LedgerImport] = []
    again = committing._judge

    def listen(ledger: LedgerImport, *rest: Any, **more: Any) -> Any:
        judged.append(ledger)
        return again(ledger, *rest, **more)

    monkeypatch.setattr(committing, "_judge", listen)
    return judged


def know() -> Institution:
    return make_institution(name=KNOWN, phone="13800000001", places=20)


def commit(ledger: LedgerImport, by: User, **later: int) -> LedgerImport:
    return services.commit_ledger(ledger, by=by, at=NOON + timedelta(**later))


def test_a_register_that_stands_still_is_not_judged_against_twice(
    officer: User, judgements: list[LedgerImport]
) -> None:
    know()
    ledger = read(make_ledger(make_row(1), make_row(2)), officer)

    ledger = commit(ledger, officer)

    assert not judgements
    assert ledger.summary["result"] == {"new": 1, "updated": 1, "refused": 0}
    assert not LedgerPart.objects.exists()


def rename(ledger: LedgerImport) -> None:
    Unit.objects.filter(institution__isnull=False).update(name="春风托育园")


def open_another(ledger: LedgerImport) -> None:
    make_institution(name="青草地托育园", phone="13899999999")


def open_the_same(ledger: LedgerImport) -> None:
    make_institution(name="小石榴托育园2", phone="13800000002")


def change_places(ledger: LedgerImport) -> None:
    institution = Institution.objects.get()
    register.lay_out(
        {"profile": {"places": 21}},
        institution=institution,
        region=institution.region,
        on=NOON.date(),
        by=make_officer(),
        at=NOON,
    )


def suspend(ledger: LedgerImport) -> None:
    institution, by = Institution.objects.get(), make_officer()
    register.stand(institution, "suspended", on=NOON.date(), by=by, at=NOON)


def call_the_county_otherwise(ledger: LedgerImport) -> None:
    Region.objects.filter(code=COUNTY.rpartition("/")[2]).update(short_name="新华新区")


def correct_a_column(ledger: LedgerImport) -> None:
    LedgerImport.objects.update(corrections={"台账": {"V": "fire"}})


@pytest.mark.parametrize(
    ("moves", "words"),
    [
        (open_another, ""),
        (change_places, ""),
        (suspend, ""),
        (call_the_county_otherwise, ""),
        (correct_a_column, ""),
        (rename, "判读之后登记册有了变动，1 行"),
        (open_the_same, "判读之后登记册有了变动，1 行"),
    ],
)
def test_whatever_moves_is_judged_again(
    moves: Callable[[LedgerImport], None],
    words: str,
    officer: User,
    judgements: list[LedgerImport],
) -> None:
    know()
    ledger = read(make_ledger(make_row(1), make_row(2)), officer)
    moves(ledger)

    if words:
        with pytest.raises(Refused, match=words):
            commit(ledger, officer)
    else:
        commit(ledger, officer)

    assert judgements == [ledger]


def test_another_day_is_judged_again(officer: User, judgements: list[LedgerImport]) -> None:
    ledger = read(make_ledger(make_row(1)), officer)

    commit(ledger, officer, days=1)

    assert judgements == [ledger]
    assert Institution.objects.get().profiles.get().starts_on == NOON.date() + timedelta(days=1)


def test_an_officer_of_another_reach_judges_again(
    officer: User, judgements: list[LedgerImport]
) -> None:
    ledger = read(make_ledger(make_row(1)), officer)

    with pytest.raises(Refused, match="1 行的判断和您看到的不同"):
        commit(ledger, make_officer("41/4104/410403"))

    assert judgements == [ledger]


def test_a_new_release_judges_again(
    officer: User, judgements: list[LedgerImport], monkeypatch: Any
) -> None:
    ledger = read(make_ledger(make_row(1)), officer)
    monkeypatch.setattr(stamping, "_program", lambda: "the next release")

    commit(ledger, officer)

    assert judgements == [ledger]


def test_a_change_taken_back_may_be_imported_as_it_was_seen(
    officer: User, judgements: list[LedgerImport]
) -> None:
    known = know()
    ledger = read(make_ledger(make_row(1)), officer)
    Unit.objects.filter(pk=known.unit_id).update(name="春风托育园")
    Unit.objects.filter(pk=known.unit_id).update(name=KNOWN)

    commit(ledger, officer)

    assert not judgements


def test_what_moves_while_the_worker_judges_again_is_seen(
    officer: User, judgements: list[LedgerImport], monkeypatch: Any
) -> None:
    monkeypatch.setattr(committing, "AT_ONCE", 0)
    know()
    ledger = commit(read(make_ledger(make_row(1), make_row(2)), officer), officer)
    open_another(ledger)
    again = committing._judge

    def move_meanwhile(*given: Any, **more: Any) -> Any:
        judgement = again(*given, **more)
        if len(judgements) == 1:
            open_the_same(ledger)
        return judgement

    monkeypatch.setattr(committing, "_judge", move_meanwhile)
    services.commit_begun(ledger, by=officer, at=NOON)

    ledger.refresh_from_db()
    assert len(judgements) == 2
    assert (ledger.status, "1 行的判断" in ledger.problem) == ("judged", True)
    assert Institution.objects.count() == 3


@pytest.mark.parametrize("seed", range(6))
def test_recalled_rows_write_what_judged_rows_write(
    seed: int, officer: User, monkeypatch: Any
) -> None:
    dice = Random(seed)
    make_register(dice)
    ledger = read(make_random_ledger(dice), officer)
    for row in ledger.rows.exclude(outcome="refused")[:2]:
        services.choose_row(row, dice.choice(("skip", "apart")), by=officer, at=NOON)
    with transaction.atomic():
        commit(ledger, officer)
        recalled = said()
        transaction.set_rollback(True)

    monkeypatch.setattr(committing, "_commit_as_seen", lambda *given, **more: False)
    commit(LedgerImport.objects.get(), officer)

    assert recalled == said()


def said() -> dict[str, list[str]]:
    """Every row in order, without its number."""
    found = {}
    for model in (Unit, *TOLD):
        every = [one.attname for one in model._meta.concrete_fields]
        whose = "name" if model is Unit else "institution__unit__name"
        names = [whose, *(name for name in every if name not in NUMBERS)]
        found[model.__name__] = sorted(map(repr, model.objects.values_list(*names)))
    return found


@pytest.mark.parametrize("seed", range(6))
def test_what_is_recalled_tells_the_same(seed: int, officer: User) -> None:
    dice = Random(seed)
    make_register(dice)
    ledger = read(make_random_ledger(dice), officer)
    reach = services.reach_of(officer)

    judgement = judge(workbook_of(ledger), within=reach, on=NOON.date())
    judged = Judged(judgement.counties, reach)
    parts = list(recalling.recall(ledger, judged, {}))

    assert len(judged.rows) == len(judgement.rows)
    for kept, part in zip(parts, judgement.parts, strict=True):
        assert (kept.table, kept.on) == (part.table, part.on)
        for (number, row), (expected_number, expected) in zip(
            kept.rows, part.rows, strict=True
        ):
            assert number == expected_number
            assert tell(row.entry, part.on) == tell(expected.entry, part.on)
            for name in ("place", "outcome", "matched", "same_as", "why"):
                assert getattr(row, name) == getattr(expected, name)
            for one in fields(Entry):
                if one.name not in (*recalling._LEFT_OUT, "region"):
                    told = getattr(row.entry, one.name)
                    assert told == getattr(expected.entry, one.name)


def test_numbers_of_people_are_not_kept(officer: User, monkeypatch: Any) -> None:
    monkeypatch.setattr(recalling, "_FAST", 0)  # so that one could read them
    number = "410402199003080011"
    heads = (*HEADS, "身份证号")

    ledger = read(make_ledger([*make_row(1), number], heads=heads), officer)

    assert KNOWN.encode() in bytes(ledger.parts.get().rows)
    assert number.encode() not in bytes(ledger.parts.get().rows)
    commit(ledger, officer)
    assert number not in str(list(Point.objects.values()))


def test_a_place_renamed_is_another_ground(officer: User) -> None:
    make_region("41/4104/410403", name="卫东区", short_name="卫东")
    ledger = read(make_ledger(make_row(1)), officer)
    reach = services.reach_of(officer)
    before = stamping.stamp_now(on=NOON.date(), within=reach, corrections={})

    Region.objects.filter(code="410403").update(name="卫东新区")

    assert before == ledger.stamp
    assert stamping.stamp_now(on=NOON.date(), within=reach, corrections={}) != before

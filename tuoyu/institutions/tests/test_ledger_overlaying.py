"""By set statements a ledger writes what laying out one institution after another would."""

from datetime import date
from random import Random
from typing import Any

import pytest
from django.db import transaction

from tuoyu.core.ledger.points import Outcome
from tuoyu.institutions import services as register
from tuoyu.institutions.models import Institution, LedgerImport, Point, Standing
from tuoyu.institutions.queries.dossier import dossier_of, plain
from tuoyu.institutions.services import ledger as services
from tuoyu.institutions.services import life
from tuoyu.institutions.services.ledger.judging import Judgement
from tuoyu.institutions.services.ledger.telling import Told, tell
from tuoyu.institutions.services.ledger.working import TOLD
from tuoyu.institutions.tests.ledgers import make_officer
from tuoyu.institutions.tests.make import NOON
from tuoyu.institutions.tests.random_ledgers import make_random_ledger, make_register
from tuoyu.org.models import Unit, User
from tuoyu.org.tests.make import COUNTY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]
SEEDS = range(6)
# Points are told by ledgers only.
DATED = [model for model in TOLD if model is not Point]
COUNTY_CODE = COUNTY.rpartition("/")[2]
GUESSED = frozenset(("name", "form", "employer_kind"))
MODELS = (Unit, Institution, *TOLD)


def rows_of(*models: Any, known: list[Institution] | None = None) -> dict[str, list[Any]]:
    """Every column of every row; of known institutions alone, without the numbers of rows."""
    found = {}
    for model in models:
        rows = (
            model.objects.all()
            if known is None
            else model.objects.filter(institution__in=known)
        )
        names = [one.attname for one in model._meta.concrete_fields]
        names = names if known is None else names[1:]
        found[model.__name__] = sorted(map(repr, rows.values_list(*names)))
    return found


def enter(content: bytes, by: User) -> tuple[LedgerImport, Judgement]:
    return services.enter_ledger(content, name="台账.xlsx", by=by, at=NOON)


@pytest.mark.parametrize("seed", SEEDS)
def test_known_institutions_stand_as_if_laid_out_one_by_one(seed: int) -> None:
    dice, officer = Random(seed), make_officer()
    known = make_register(dice)
    with transaction.atomic():
        _, judgement = enter(make_random_ledger(dice), officer)
        found = rows_of(*DATED, known=known)
        transaction.set_rollback(True)

    lay_out_all(judgement, officer)

    expected = rows_of(*DATED, known=known)
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("seed", SEEDS)
def test_taken_back_every_row_is_as_it_was(seed: int) -> None:
    dice, officer = Random(seed), make_officer()
    make_register(dice)
    enter(make_random_ledger(dice), officer)
    before = rows_of(*MODELS)

    later = NOON.replace(hour=15)
    ledger, _ = services.enter_ledger(
        make_random_ledger(dice), name="台账.xlsx", by=officer, at=later
    )
    assert rows_of(*MODELS) != before
    services.undo_ledger(ledger, by=officer, at=later)

    assert rows_of(*MODELS) == before


def lay_out_all(judgement: Judgement, by: User) -> None:
    """The rows that update, each by the register's ordinary deeds."""
    done = set()
    for part in judgement.parts:
        for _, row in part.rows:
            if row.outcome is Outcome.UPDATE and row.matched not in done:
                done.add(row.matched)
                institution = Institution.objects.get(pk=int(row.matched or 0))
                if not begins_later(institution, part.on):
                    lay_out(institution, tell(row.entry, part.on), part.on, by)


def begins_later(institution: Institution, on: date) -> bool:
    return any(
        model.objects.filter(institution=institution, starts_on__gt=on).exists()
        for model in DATED
    )


def lay_out(institution: Institution, told: Told, on: date, by: User) -> None:
    had = dossier_of(institution, on)
    unheard = GUESSED | ({"credit_code"} if had["profile"]["credit_code"] else set())
    content: dict[str, Any] = {
        "profile": {n: plain(v) for n, v in told.profile.items() if n not in unheard},
        "site": told.site if "site" in had else told.site | {"region_code": COUNTY_CODE},
        "practice": told.practice,
        "classes": [] if "classes" in had else told.classes,
        "offerings": offered(had.get("offerings", []), told),
    }
    content = {name: part for name, part in content.items() if part}
    if content.get("site") == {"region_code": COUNTY_CODE}:
        del content["site"]
    register.lay_out(
        content, institution=institution, region=institution.region, on=on, by=by, at=NOON
    )
    move(institution, told, on, by)


def offered(had: list[dict[str, Any]], told: Told) -> list[dict[str, Any]]:
    """What is had, with the prices told; and what is new."""
    offers = {one["kind"]: one for one in had}
    for one in told.offerings:
        if one["kind"] not in offers or "price_fen" in one or "meals_fen" in one:
            offers[one["kind"]] = offers.get(one["kind"], {}) | one
    return list(offers.values())


def move(institution: Institution, told: Told, on: date, by: User) -> None:
    """Forward only, and on the day the ledger names."""
    now, last = institution.standing_on(on), told.life[-1]
    if now is None:
        for one in told.life:
            Standing.objects.create(
                institution=institution,
                status=one.status,
                starts_on=one.starts_on,
                ends_on=one.ends_on,
                reason=one.reason,
                reference=one.reference,
            )
    elif last.status != "registered" and last.status in life.MOVES[now.status]:
        day = max(last.starts_on, now.starts_on)
        words = {"reason": last.reason, "reference": last.reference}
        register.stand(institution, last.status, on=day, **words, by=by, at=NOON)

"""The whole demo city: register and people first, then accounts and filings in every state."""

from datetime import date, datetime

from django.db import transaction

from tuoyu.assessment.services import run_sweep
from tuoyu.core import clock
from tuoyu.core.errors import Refused
from tuoyu.demo.accounts import lay_accounts
from tuoyu.demo.copying import filling
from tuoyu.demo.filings import lay_filings
from tuoyu.demo.papers import sample_paper
from tuoyu.demo.people import Staff
from tuoyu.demo.register import Register
from tuoyu.institutions.models import (
    Demonstration,
    Institution,
    Licence,
    NurseryClass,
    Offering,
    Practice,
    Profile,
    Room,
    Site,
    Standing,
)
from tuoyu.org.models import Region, Unit
from tuoyu.records.services import CLOCKWORK
from tuoyu.statistics.services import take_snapshot
from tuoyu.workforce.models import BackgroundCheck, Credential, Employment, Person

SEED = 20200731
TABLES = (
    Unit,
    Institution,
    Profile,
    Standing,
    Site,
    NurseryClass,
    Room,
    Offering,
    Licence,
    Practice,
    Demonstration,
    Person,
    Employment,
    Credential,
    BackgroundCheck,
)


@transaction.atomic
def lay_register(count: int, *, today: date, seed: int = SEED) -> int:
    """Lay `count` institutions with their places, papers and people; gives how many people."""
    counties = list(Region.objects.counties().on(today).prefetch_related("children"))
    if not counties:
        raise Refused("还没有区划，请先运行 tuoyu seed_reference。")
    sample = sample_paper(clock.now()).pk
    with filling(*TABLES) as tables:
        register = Register(tables, counties, today, seed, sample)
        staff = Staff(tables, today, seed)
        for number in range(count):
            staff.of(register.institution(number))
            tables.flush_if_full()
        return tables[Person].last_id - staff.first_person


def lay_city(count: int, *, now: datetime, seed: int = SEED) -> int:
    """Register, accounts, filings in every state, and the judgements and numbers of the day."""
    people = lay_register(count, today=now.date(), seed=seed)
    users = lay_accounts(now.date())
    lay_filings(users["officer"], now=now, seed=seed)
    run_sweep(on=now.date(), by=CLOCKWORK, at=now)
    take_snapshot(on=now.date(), by=CLOCKWORK, at=now)
    return people

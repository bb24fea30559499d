"""The whole demo city: register and people first, then accounts and filings in every state."""

from datetime import date

from django.db import transaction

from tuoyu.core.clock import now
from tuoyu.core.errors import Refused
from tuoyu.demo.copying import filling
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
    sample = sample_paper(now()).pk
    with filling(*TABLES) as tables:
        register = Register(tables, counties, today, seed, sample)
        staff = Staff(tables, today, seed)
        for number in range(count):
            staff.of(register.institution(number))
            tables.flush_if_full()
        return tables[Person].last_id - staff.first_person

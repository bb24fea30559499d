"""The demo city: the same each time, mostly lawful, with something to show on every screen."""

from datetime import date, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from tuoyu.assessment.models import Breach
from tuoyu.assessment.queries import library
from tuoyu.books import Severity
from tuoyu.core.clock import CITY_ZONE
from tuoyu.core.errors import Refused
from tuoyu.demo.city import lay_city, lay_register
from tuoyu.filing.models import Filing
from tuoyu.institutions.models import Institution, Standing
from tuoyu.org.models import User
from tuoyu.statistics.models import Snapshot

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 11, 30, tzinfo=CITY_ZONE)
STATES = {
    "approving",
    "draft",
    "submitted",
    "correcting",
    "receipted",
    "checked",
    "published",
    "mismatched",
}


class _TakeBack(Exception):
    pass


@pytest.fixture
def reference(settings: Any, tmp_path: Any) -> None:
    settings.ATTACHMENT_STORE = str(tmp_path)
    call_command("seed_reference", verbosity=0)


def _digest(seed: int) -> str:
    """What one seed lays, without ids, and taken back again."""
    try:
        with transaction.atomic():
            lay_register(30, today=NOW.date(), seed=seed)
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT md5(string_agg(p.name || s.address || s.building_area_m2, '|'"
                    " ORDER BY p.id)) FROM institutions_profile p"
                    " JOIN institutions_site s USING (institution_id)"
                )
                found = str(cursor.fetchone()[0])
            raise _TakeBack(found)
    except _TakeBack as taken:
        return str(taken)


@pytest.mark.usefixtures("reference")
def test_a_seed_always_lays_the_same_city() -> None:
    assert _digest(7) == _digest(7)
    assert _digest(7) != _digest(8)


@pytest.mark.usefixtures("reference")
def test_every_state_of_life_and_of_filing_is_there() -> None:
    lay_city(60, now=NOW)

    statuses = set(Standing.objects.on(NOW.date()).values_list("status", flat=True))
    assert statuses == {"registered", "filed", "suspended", "cancelled"}
    assert set(Filing.objects.values_list("status", flat=True)) >= STATES
    assert Snapshot.objects.filter(on=NOW.date()).exists()


@pytest.mark.usefixtures("reference")
def test_most_institutions_keep_what_is_mandatory() -> None:
    lay_city(60, now=NOW)

    rules = library().rules(NOW.date())
    broken = Breach.objects.current().values_list("rule", "institution")
    breaking = {place for rule, place in broken if rules[rule].severity is Severity.BLOCK}
    assert 0 < len(breaking) < Institution.objects.in_life(NOW.date()).count() / 2


@pytest.mark.usefixtures("reference")
def test_every_name_says_that_it_is_invented() -> None:
    lay_city(60, now=NOW)

    names = [user.name for user in User.objects.all()]
    names += [institution.unit.name for institution in Institution.objects.all()]
    assert [name for name in names if not name.startswith("示例")] == []


@pytest.mark.usefixtures("reference")
def test_the_demo_city_is_laid_only_where_nothing_is() -> None:
    lay_register(3, today=date(2026, 11, 24))

    with pytest.raises(Refused, match="空库"):
        call_command("demo")
    call_command("demo", if_empty=True)

    assert Institution.objects.count() == 3


def test_a_city_in_service_gets_no_accounts_with_a_public_password(settings: Any) -> None:
    settings.HTTPS = True

    with pytest.raises(Refused, match="正式环境"):
        call_command("demo")

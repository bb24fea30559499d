"""Posts are given within reach and by the rule of three administrators kept apart."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tuoyu.core import clock
from tuoyu.core.errors import Refused
from tuoyu.core.tests.at_once import after_waiting, at_once
from tuoyu.org.models import Grant, Unit, User
from tuoyu.org.permissions import GRANT, READ_TRAIL, Role
from tuoyu.org.queries.people import grants_within, people_for, units_within
from tuoyu.org.services import grants, places
from tuoyu.org.tests.make import CITY, COUNTY, OTHER_COUNTY, make_grant, make_unit, make_user
from tuoyu.records.models import Entry
from tuoyu.records.tests.make import NOON

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


def _give(user: User, role: str, unit: Unit | None = None, **fields: Any) -> Grant:
    given: dict[str, Any] = {
        "unit": unit or make_unit(),
        "starts_on": TODAY,
        "by": make_user(),
        "at": NOON,
    }
    return grants.give(user, role=role, **given | fields)


def test_a_given_post_holds_from_its_day() -> None:
    user, keeper = make_user(), make_user(Role.SECURITY_ADMIN)

    grant = _give(user, Role.COUNTY_OFFICER, by=keeper)

    assert not user.grants.on(TODAY - timedelta(days=1)).exists()
    assert user.grants.on(TODAY).get() == grant
    assert grant.given_by == keeper
    entry = Entry.objects.get()
    assert (entry.deed, entry.detail["role"]) == ("grant.given", "county_officer")
    assert entry.region_path == COUNTY


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN),
        (Role.SECURITY_ADMIN, Role.AUDIT_ADMIN),
        (Role.AUDIT_ADMIN, Role.SYSTEM_ADMIN),
    ],
)
def test_the_three_administrators_stay_apart(held: Role, wanted: Role) -> None:
    user = make_user(held)

    with pytest.raises(Refused, match="三员分立"):
        _give(user, wanted)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_grant(user, wanted, make_unit())
    assert not Entry.objects.exists()


def test_an_administrator_may_change_office_when_the_old_post_has_ended() -> None:
    user = make_user()
    make_grant(user, Role.SYSTEM_ADMIN, make_unit(), ends_on=TODAY)

    assert _give(user, Role.AUDIT_ADMIN).role == Role.AUDIT_ADMIN


def test_nobody_gives_themselves_a_post() -> None:
    keeper = make_user(Role.SECURITY_ADMIN)

    with pytest.raises(Refused, match="自己"):
        _give(keeper, Role.COUNTY_OFFICER, by=keeper)


def test_the_same_post_is_not_given_twice() -> None:
    unit = make_unit()
    user = make_user(Role.COUNTY_OFFICER, unit)

    with pytest.raises(Refused, match="已是"):
        _give(user, Role.COUNTY_OFFICER, unit)


@pytest.mark.parametrize(
    ("role", "kind", "words"),
    [
        (Role.MANAGER, Unit.Kind.AUTHORITY, "托育机构"),
        (Role.COUNTY_OFFICER, Unit.Kind.INSTITUTION, "机关或卫生机构"),
    ],
)
def test_a_post_fits_its_unit(role: Role, kind: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        _give(make_user(), role, make_unit(kind=kind))


def test_no_post_in_a_closed_unit_or_for_no_time() -> None:
    with pytest.raises(Refused, match="已撤销"):
        _give(make_user(), Role.LEADER, make_unit(is_closed=True))
    with pytest.raises(Refused, match="晚于开始"):
        _give(make_user(), Role.LEADER, ends_on=TODAY)


def test_an_ended_post_no_longer_holds_on_its_last_day() -> None:
    grant = make_user(Role.COUNTY_OFFICER).grants.get()

    grants.end(grant, on=TODAY, reason="调离", by=make_user(), at=NOON)

    assert not Grant.objects.on(TODAY).filter(pk=grant.pk).exists()
    assert Grant.objects.on(TODAY - timedelta(days=1)).filter(pk=grant.pk).exists()
    assert Entry.objects.get().detail["reason"] == "调离"
    with pytest.raises(Refused, match="已经结束"):
        grants.end(grant, on=TODAY, reason="调离", by=make_user(), at=NOON)


def test_whoever_holds_no_post_for_a_deed_reaches_nothing() -> None:
    make_unit()
    stranger, leader = make_user(), make_user(Role.LEADER, make_unit(CITY))

    for user in (stranger, leader):
        assert not Grant.objects.filter(user.reach(GRANT, "unit")).exists()


def test_a_post_that_has_ended_or_is_still_to_come_opens_nothing() -> None:
    today = clock.today()
    user = make_user()
    for starts_on, ends_on in (
        (today - timedelta(days=9), today),
        (today + timedelta(days=1), None),
    ):
        make_grant(user, Role.SECURITY_ADMIN, make_unit(), starts_on=starts_on, ends_on=ends_on)

    assert not User.objects.get(pk=user.pk).may(GRANT)

    later = today + timedelta(days=1)
    assert User.objects.get(pk=user.pk).held_grants(later)


def test_a_post_cannot_end_before_it_began() -> None:
    grant = make_grant(make_user(), Role.LEADER, make_unit(), starts_on=TODAY)

    with pytest.raises(Refused, match="早于任岗"):
        grants.end(grant, on=date(2020, 1, 1), reason="误", by=make_user(), at=NOON)


def test_the_last_security_administrator_stays() -> None:
    last = make_user(Role.SECURITY_ADMIN).grants.get()

    with pytest.raises(Refused, match="至少要留一位"):
        grants.end(last, on=TODAY, reason="调离", by=make_user(), at=NOON)
    make_user(Role.SECURITY_ADMIN)
    grants.end(last, on=TODAY, reason="调离", by=make_user(), at=NOON)


def test_a_county_keeper_reaches_the_county_alone() -> None:
    keeper = make_user(Role.SECURITY_ADMIN, make_unit(COUNTY))
    near, far = (
        make_user(Role.LEADER, make_unit(COUNTY)),
        make_user(Role.LEADER, make_unit(OTHER_COUNTY)),
    )
    nobody = make_user()

    seen = people_for(keeper, GRANT)

    assert {near, nobody, keeper} == set(seen)
    assert grants_within(keeper, GRANT).filter(user=near).exists()
    assert not grants_within(keeper, GRANT).filter(user=far).exists()
    assert not units_within(keeper, GRANT).filter(region__path=OTHER_COUNTY).exists()


def test_a_city_keeper_reaches_every_county() -> None:
    keeper = make_user(Role.SECURITY_ADMIN, make_unit(CITY))
    unit = make_unit(OTHER_COUNTY, name="卫东区教育体育局")

    assert unit in units_within(keeper, GRANT)
    assert not units_within(keeper, READ_TRAIL).exists()


def test_who_may_not_give_sees_nobody() -> None:
    assert not people_for(make_user(Role.LEADER), GRANT).exists()


@pytest.mark.django_db(transaction=True)
def test_two_security_administrators_ending_each_other_leave_one() -> None:
    one, two = make_user(Role.SECURITY_ADMIN), make_user(Role.SECURITY_ADMIN)

    def ended(whose: User, by: User) -> None:
        grants.end(whose.grants.get(), on=TODAY, reason="轮岗", by=by, at=NOON)

    assert at_once(lambda: ended(one, two), lambda: ended(two, one)) == ["409", "done"]
    assert Grant.objects.on(TODAY).filter(role=Role.SECURITY_ADMIN).count() == 1


@pytest.mark.django_db(transaction=True)
def test_no_post_is_given_in_a_unit_that_was_closed_meanwhile() -> None:
    user, keeper, unit = make_user(), make_user(Role.SECURITY_ADMIN), make_unit()

    outcome = after_waiting(
        lambda: places.close_unit(unit, reason="撤并", by=keeper, at=NOON),
        lambda: _give(user, Role.COUNTY_OFFICER, unit, by=keeper),
    )

    assert outcome == "422"
    assert not user.grants.exists()

"""Acting for somebody is timed, told, and written under the name of who really did it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tuoyu.core import clock
from tuoyu.core.errors import Refused
from tuoyu.org.models import Notice, SupportSession, User
from tuoyu.org.permissions import APART, Role
from tuoyu.org.queries.support import people_to_help
from tuoyu.org.services import notify, support
from tuoyu.org.tests.make import CITY, COUNTY, OTHER_COUNTY, make_unit, make_user
from tuoyu.records.models import Entry
from tuoyu.records.services import note
from tuoyu.records.tests.make import NOON

pytestmark = pytest.mark.django_db


def _start(user: User, **fields: Any) -> SupportSession:
    given: dict[str, Any] = {"reason": "找不到补正按钮", "minutes": 30, "at": NOON}
    given |= fields
    given.setdefault("by", make_user(Role.SUPPORT))
    return support.start(user, **given)


def _acting(client: Client, user: User) -> User:
    """A supporter signed in, acting for `user` since a moment ago."""
    supporter = make_user(Role.SUPPORT, make_unit(CITY))
    client.force_login(supporter)
    session = client.session
    session["support"] = _start(user, by=supporter, at=clock.now()).pk
    session.save()
    return supporter


def test_a_session_is_timed_and_the_person_is_told() -> None:
    user = make_user(Role.COUNTY_OFFICER)

    session = _start(user)

    assert session.ends_at == NOON + timedelta(minutes=30)
    assert Notice.objects.get().to == user
    assert Entry.objects.get().detail["reason"] == "找不到补正按钮"


@pytest.mark.parametrize("role", [*sorted(APART), Role.SUPPORT])
def test_nobody_acts_for_an_administrator(role: str) -> None:
    with pytest.raises(Refused, match="不能代管理员"):
        _start(make_user(role))


@pytest.mark.parametrize("minutes", [0, 61])
def test_a_session_lasts_an_hour_at_most(minutes: int) -> None:
    with pytest.raises(Refused, match="1 到 60 分钟"):
        _start(make_user(), minutes=minutes)
    _start(make_user(), minutes=60)


def test_not_for_oneself_nor_for_a_shut_account_nor_twice_at_once() -> None:
    supporter = make_user(Role.SUPPORT)
    with pytest.raises(Refused, match="自己"):
        _start(supporter, by=supporter)
    with pytest.raises(Refused, match="已停用"):
        _start(make_user(is_active=False))
    session = _start(make_user(), by=supporter)
    with pytest.raises(Refused, match="还有一次"):
        _start(make_user(), by=supporter)

    support.close(session, at=NOON)
    _start(make_user(), by=supporter)
    with pytest.raises(Refused, match="已经结束"):
        support.close(session, at=NOON)


def test_a_session_ends_by_itself() -> None:
    supporter = make_user(Role.SUPPORT)
    session = _start(make_user(), by=supporter, minutes=30)

    assert support.open_session(supporter, NOON + timedelta(minutes=29)) == session
    assert support.open_session(supporter, NOON + timedelta(minutes=30)) is None


def test_support_reaches_its_own_region() -> None:
    supporter = make_user(Role.SUPPORT, make_unit(COUNTY))
    near = make_user(Role.COUNTY_OFFICER, make_unit(COUNTY))
    make_user(Role.COUNTY_OFFICER, make_unit(OTHER_COUNTY))
    make_user(Role.AUDIT_ADMIN, make_unit(COUNTY))

    assert list(people_to_help(supporter, "", on=NOON.date())) == [near]


def test_every_page_carries_the_banner_and_shows_the_persons_own(client: Client) -> None:
    user = make_user(Role.COUNTY_OFFICER, name="王经办")
    notify(user, title="您有一件新备案", at=NOON)
    _acting(client, user)

    page = client.get("/messages/").content.decode()

    assert "您正在代 王经办 操作" in page
    assert "您有一件新备案" in page


def test_a_deed_is_written_under_the_supporters_name(client: Client) -> None:
    user = make_user(Role.SYSTEM_ADMIN)
    supporter = make_user(name="赵支持")
    user.supporter = supporter
    from_entry = Entry.objects.count()

    note("support.closed", user, by=user, at=NOON)

    entry = Entry.objects.all()[from_entry]
    assert (entry.actor_name, entry.acting_for) == ("赵支持", user.name)


def test_the_persons_own_account_stays_shut(client: Client) -> None:
    user = make_user(Role.COUNTY_OFFICER, name="王经办", email="wang@example.cn")
    supporter = _acting(client, user)

    page = client.get("/me/").content.decode()

    assert "wang@example.cn" not in page
    assert supporter.name in page


def test_the_supporter_goes_back_by_one_button(client: Client) -> None:
    user = make_user(Role.COUNTY_OFFICER)
    _acting(client, user)

    client.post("/keeping/acting/close/")

    assert "support" not in client.session
    assert SupportSession.objects.get().is_closed
    assert client.get("/keeping/acting/").status_code == 200


def test_time_that_is_up_leads_back_to_ones_own_account(client: Client) -> None:
    _acting(client, make_user(Role.COUNTY_OFFICER))
    SupportSession.objects.update(ends_at=clock.now(), starts_at=NOON - timedelta(days=1))

    page = client.get("/keeping/acting/").content.decode()

    assert "代为操作的时间到了" in page


def test_a_supporter_says_why_and_for_how_long_before_acting(client: Client) -> None:
    supporter = make_user(Role.SUPPORT, make_unit(CITY))
    user = make_user(Role.COUNTY_OFFICER, make_unit(COUNTY), name="王经办")
    client.force_login(supporter)
    door = f"/keeping/acting/{user.pk}/start/"
    assert "代王经办操作" in client.get(door).content.decode()

    too_long = client.post(door, {"reason": "找不到按钮", "minutes": 61})
    no_reason = client.post(door, {"reason": "", "minutes": 30})

    assert (too_long.status_code, no_reason.status_code) == (422, 422)
    assert not SupportSession.objects.exists()
    begun = client.post(door, {"reason": "找不到按钮", "minutes": 30})
    assert (begun.status_code, begun.headers["Location"]) == (302, "/desk/")
    assert client.session["support"] == SupportSession.objects.get().pk


def test_closing_where_nothing_runs_only_leads_home(client: Client) -> None:
    client.force_login(make_user(Role.SUPPORT))
    before = Entry.objects.count()

    answer = client.post("/keeping/acting/close/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/")
    assert Entry.objects.count() == before

"""The pages of administration: what they show, what they do, and who may not enter."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tuoyu.org import services
from tuoyu.org.models import Grant, Notice, Region, Unit, User
from tuoyu.org.permissions import Role
from tuoyu.org.queries.trail import entries_for
from tuoyu.org.tests.make import (
    CITY,
    COUNTY,
    OTHER_COUNTY,
    make_region,
    make_unit,
    make_user,
)
from tuoyu.records.models import Entry
from tuoyu.records.services import note
from tuoyu.records.tests.make import NOON

pytestmark = pytest.mark.django_db

SYSTEM, SECURITY, AUDIT = Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN
DOORS = {
    "people": {SYSTEM, SECURITY},
    "new_person": {SYSTEM},
    "person": {SYSTEM, SECURITY},
    "change_person": {SYSTEM},
    "suspend": {SYSTEM},
    "restore": {SYSTEM},
    "reset_password": {SYSTEM},
    "drop_second_factor": {SYSTEM},
    "give": {SECURITY},
    "end_grant": {SECURITY},
    "places": {SYSTEM},
    "place": {SYSTEM},
    "rename": {SYSTEM},
    "set_population": {SYSTEM},
    "count_in_city": {SYSTEM},
    "new_unit": {SYSTEM},
    "unit": {SYSTEM},
    "close_unit": {SYSTEM},
    "entrances": {Role.COUNTY_OFFICER, Role.CITY_OFFICER},
    "admit": {Role.COUNTY_OFFICER, Role.CITY_OFFICER},
    "support": {Role.SUPPORT},
    "start_support": {Role.SUPPORT},
    "trail": {AUDIT},
    "seals": {AUDIT},
    "entry": {AUDIT},
}


def _city(role: str) -> User:
    return make_user(role, make_unit(CITY))


def _addresses() -> dict[str, str]:
    """Each door with a row behind it that a city's keeper reaches."""
    person = make_user(Role.COUNTY_OFFICER, make_unit(COUNTY))
    entry = note("person.read", person, by=person, at=NOON)
    county, unit = make_region(COUNTY), Unit.objects.filter(region__path=COUNTY)[0]
    rows = {
        "end_grant": person.grants.get().pk,
        "entry": entry.pk,
        **dict.fromkeys(
            ("place", "rename", "set_population", "count_in_city", "new_unit"), county.pk
        ),
        **dict.fromkeys(("unit", "close_unit"), unit.pk),
    }
    plain = {
        "people",
        "new_person",
        "places",
        "entrances",
        "admit",
        "support",
        "trail",
        "seals",
    }
    return {
        door: reverse(f"org:{door}", args=[] if door in plain else [rows.get(door, person.pk)])
        for door in DOORS
    }


@pytest.mark.parametrize("role", list(Role))
def test_each_door_opens_to_its_own_roles_alone(client: Client, role: Role) -> None:
    addresses = _addresses()
    client.force_login(_city(role))

    for door, address in addresses.items():
        expected = 200 if role in DOORS[door] else 403
        assert client.get(address).status_code == expected, door


def test_strangers_are_led_to_sign_in(client: Client) -> None:
    for door, address in _addresses().items():
        answer = client.get(address)
        assert answer.status_code == 302, door
        assert answer["Location"].startswith("/accounts/login/"), door


@pytest.mark.parametrize("door", ["person", "give", "end_grant", "rename", "unit", "entry"])
def test_what_lies_beyond_ones_reach_is_not_found(client: Client, door: str) -> None:
    addresses = _addresses()
    role = next(iter(DOORS[door]))
    client.force_login(make_user(role, make_unit(OTHER_COUNTY)))

    assert client.get(addresses[door]).status_code == 404


def test_an_account_is_opened_and_its_password_shown_once(client: Client) -> None:
    client.force_login(_city(SYSTEM))

    page = client.post("/keeping/people/new/", {"username": "li.ming", "name": "李明"})

    user = User.objects.get(username="li.ming")
    assert "只显示这一次" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert user.password_is_temporary


def test_a_refused_form_keeps_what_was_typed(client: Client) -> None:
    make_user(username="li.ming")
    client.force_login(_city(SYSTEM))

    page = client.post("/keeping/people/new/", {"username": "li.ming", "name": "李明"})

    assert page.status_code == 422
    assert "已有人用" in page.content.decode()
    assert 'value="李明"' in page.content.decode()


def test_people_are_narrowed_and_exported(client: Client) -> None:
    client.force_login(_city(SYSTEM))
    make_user(Role.LEADER, make_unit(COUNTY), name="周主任")
    make_user(Role.LEADER, make_unit(OTHER_COUNTY), name="吴主任", is_active=False)

    def seen(query: str) -> str:
        return client.get(f"/keeping/people/?{query}").content.decode()

    assert "周主任" in seen("q=周")
    assert "吴主任" not in seen("county=410402")
    assert "周主任" not in seen("state=stopped")
    assert "周主任" in seen("role=leader&state=active")
    assert "没有这样的人" in seen("q=nobody")
    sheet = client.get("/keeping/people/?as=xlsx")
    assert sheet.content[:2] == b"PK"


def test_the_list_of_people_costs_the_same_for_any_number(client: Client) -> None:
    client.force_login(_city(SYSTEM))
    client.get("/keeping/people/")
    with CaptureQueriesContext(connection) as few:
        client.get("/keeping/people/")
    for _ in range(10):
        make_user(Role.LEADER)
    with CaptureQueriesContext(connection) as many:
        client.get("/keeping/people/")

    assert len(many) == len(few)


def test_a_keeper_suspends_restores_and_resets(client: Client) -> None:
    client.force_login(_city(SYSTEM))
    user = make_user(Role.LEADER)
    address = f"/keeping/people/{user.pk}"

    assert "立即退出" in client.get(f"{address}/suspend/").content.decode()
    assert client.post(f"{address}/suspend/", {"reason": ""}).status_code == 422
    client.post(f"{address}/suspend/", {"reason": "调离"})
    client.post(f"{address}/restore/")
    client.post(f"{address}/change/", {"name": "新名", "email": "", "phone": ""})
    page = client.post(f"{address}/reset-password/")

    user.refresh_from_db()
    assert (user.is_active, user.name) == (True, "新名")
    assert "一次性密码" in page.content.decode()
    deeds = [entry.deed.partition(".")[2] for entry in Entry.objects.all()]
    assert deeds == [
        "account_suspended",
        "account_restored",
        "account_changed",
        "password_reset",
    ]


def test_a_post_is_given_and_taken_back_on_screen(client: Client) -> None:
    client.force_login(_city(SECURITY))
    user, unit = make_user(), make_unit(COUNTY)
    given = {"role": Role.COUNTY_OFFICER, "unit": unit.pk, "starts_on": "2026-01-01"}

    assert client.post(f"/keeping/people/{user.pk}/give/", given).status_code == 302
    assert client.post(f"/keeping/people/{user.pk}/give/", given).status_code == 422
    grant = Grant.objects.get(user=user)
    client.post(f"/keeping/grants/{grant.pk}/end/", {"on": "2026-06-01", "reason": "调离"})

    grant.refresh_from_db()
    assert str(grant.ends_on) == "2026-06-01"


def test_a_unit_is_looked_for_among_many(client: Client) -> None:
    client.force_login(_city(SECURITY))
    user = make_user()
    wanted = make_unit(COUNTY, name="新华区卫生健康委")
    for number in range(25):
        make_unit(COUNTY, kind=Unit.Kind.INSTITUTION, name=f"示例{number}号托育园")
    address = f"/keeping/people/{user.pk}/give/"

    whole = client.get(address)
    found = client.get(address, {"q": "新华 卫生", "kind": "authority"})

    assert len(whole.context["page"]) == 20
    assert [unit.pk for unit in found.context["page"]] == [wanted.pk]
    assert f"?unit={wanted.pk}" in found.content.decode()
    assert "没有这样的单位" in client.get(address, {"q": "不存在"}).content.decode()
    chosen = client.get(address, {"unit": wanted.pk}).content.decode()
    assert "新华区卫生健康委" in chosen
    assert 'value="county_officer"' in chosen
    assert 'value="manager"' not in chosen


@pytest.mark.parametrize("unit", ["", "nonsense", "999999"])
def test_a_post_without_a_unit_leads_to_the_choice_of_one(client: Client, unit: str) -> None:
    client.force_login(_city(SECURITY))
    given = {"role": Role.LEADER, "unit": unit, "starts_on": "2026-01-01"}

    page = client.post(f"/keeping/people/{make_user().pk}/give/", given)

    assert page.status_code == 422
    assert "先选单位" in page.content.decode()


def test_the_three_are_kept_apart_on_screen_too(client: Client) -> None:
    client.force_login(_city(SECURITY))
    user = make_user(SYSTEM)
    given = {"role": AUDIT, "unit": make_unit(CITY).pk, "starts_on": "2026-01-01"}

    page = client.post(f"/keeping/people/{user.pk}/give/", given)

    assert page.status_code == 422
    assert "三员分立" in page.content.decode()


def test_places_are_kept_on_screen(client: Client) -> None:
    client.force_login(_city(SYSTEM))
    county = make_region(COUNTY)
    address = f"/keeping/places/{county.pk}"
    unit = make_unit(COUNTY, name="新华区卫生健康委")

    client.post(f"{address}/count-in-city/", {"basis": "省直管"})
    client.post(f"{address}/population/", {"population": "400000", "source": "公报"})
    client.post(f"{address}/new-unit/", {"kind": "authority", "name": "新华区司法局"})
    client.post(f"/keeping/units/{unit.pk}/", {"name": unit.name, "needs_approval": "on"})
    bad = client.post(f"{address}/rename/", {"code": "1", "name": "x"})

    county.refresh_from_db()
    unit.refresh_from_db()
    assert (county.counts_in_city, county.population) == (False, 400_000)
    assert unit.needs_approval
    assert Unit.objects.filter(name="新华区司法局").exists()
    assert bad.status_code == 422
    page = client.get(f"{address}/").content.decode()
    assert "须另一人审批" in page
    assert "改为计入" in page


def test_a_notice_is_opened_once_and_leads_on(client: Client) -> None:
    user = make_user()
    client.force_login(user)
    (notice,) = services.notify(user, title="回执已出", link="/me/", at=NOON)
    assert 'aria-label="通知，1 条未读"' in client.get("/messages/").content.decode()

    answer = client.post(f"/messages/{notice.pk}/open/")

    assert answer["Location"] == "/me/"
    assert "没有消息" in client.get("/messages/?show=unread").content.decode()


def test_a_notice_does_not_lead_out_of_the_house(client: Client) -> None:
    user = make_user()
    client.force_login(user)
    (notice,) = services.notify(user, title="x", link="https://elsewhere.cn/", at=NOON)

    assert client.post(f"/messages/{notice.pk}/open/")["Location"] == "/messages/"


def test_another_persons_notice_is_not_found(client: Client) -> None:
    (notice,) = services.notify(make_user(), title="x", at=NOON)
    client.force_login(make_user())

    assert client.post(f"/messages/{notice.pk}/open/").status_code == 404
    client.post("/messages/read-all/")
    assert Notice.objects.filter(read_at=None).count() == 1


def test_an_auditor_finds_an_entry_and_that_is_noted(client: Client) -> None:
    person = make_user(Role.COUNTY_OFFICER, make_unit(COUNTY), name="李经办")
    note("grant.given", person.grants.get(), by=person, at=NOON, role="x")
    client.force_login(_city(AUDIT))

    page = client.get(
        "/keeping/trail/?deed=grant.given&actor=李经办&q=李&since=2026-11-24"
    ).content.decode()

    assert "授予岗位" in page
    searched = Entry.objects.get(deed="trail.searched")
    assert searched.detail["asked"] == {
        "deed": "grant.given",
        "actor": "李经办",
        "subject": "李",
        "since": "2026-11-24",
    }
    assert "没有这样的留痕" in client.get("/keeping/trail/?until=2020-01-01").content.decode()
    assert client.get("/keeping/trail/?since=nonsense").status_code == 200
    assert client.get("/keeping/trail/?as=xlsx").content[:2] == b"PK"
    assert Entry.objects.filter(deed="trail.exported").exists()


def test_a_county_auditor_sees_the_county_alone() -> None:
    near, far = make_unit(COUNTY), make_unit(OTHER_COUNTY)
    for unit in (near, far):
        note("unit.changed", unit, by=make_user(), at=NOON)

    seen = entries_for(make_user(AUDIT, make_unit(COUNTY)))

    assert [entry.subject_id for entry in seen] == [near.pk]
    assert entries_for(make_user(AUDIT, make_unit(CITY))).count() == 2
    assert not entries_for(make_user(SYSTEM)).exists()


def test_an_entry_is_shown_whole(client: Client) -> None:
    client.force_login(_city(AUDIT))
    region = Region.objects.get(path=CITY)
    entry = note("region.renamed", region, by=make_user(name="钱管理"), at=NOON, basis="国函")
    note("region.population_set", region, by=make_user(), at=NOON)

    page = client.get(f"/keeping/trail/{entry.pk}/").content.decode()

    assert all(words in page for words in ("钱管理", "国函", "还没有封存", "更新常住人口"))

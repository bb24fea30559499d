"""An institution is let in by the office of its county; its head signs in and files."""

import io
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tuoyu.core.errors import Refused
from tuoyu.core.tests.at_once import at_once
from tuoyu.org.models import Unit, User
from tuoyu.org.permissions import Role
from tuoyu.org.services import entrances
from tuoyu.org.tests.make import (
    COUNTY,
    OTHER_COUNTY,
    entered,
    make_grant,
    make_region,
    make_unit,
    make_user,
)
from tuoyu.records.models import Entry
from tuoyu.records.tests.make import NOON

pytestmark = pytest.mark.django_db

TOWNSHIP = f"{COUNTY}/410402001"
HEAD = {"username": "13800000000", "name": "示例园长", "phone": "13800000000", "email": ""}


def officer() -> User:
    return make_user(Role.COUNTY_OFFICER, make_unit(COUNTY))


def institution(place: str = COUNTY, name: str = "示例小树托育园") -> Unit:
    return make_unit(place, kind=Unit.Kind.INSTITUTION, name=name)


def _invite(unit: Unit, **given: Any) -> tuple[User, str]:
    return entrances.invite(unit, **HEAD | given, by=officer(), at=NOON)


def test_a_new_institution_is_let_in_and_its_head_may_file() -> None:
    by = officer()
    unit = entrances.admit("示例小树托育园", region=make_region(TOWNSHIP), by=by, at=NOON)

    who, password = entrances.invite(unit, **HEAD, by=by, at=NOON)

    assert (unit.kind, unit.region.path) == (Unit.Kind.INSTITUTION, TOWNSHIP)
    assert who.check_password(password)
    assert who.password_is_temporary
    assert [(g.unit, g.role) for g in who.grants.on(NOON.date())] == [(unit, Role.MANAGER)]
    deeds = list(Entry.objects.order_by("pk").values_list("deed", flat=True))
    assert deeds == ["unit.admitted", "person.account_opened", "grant.given"]


@pytest.mark.parametrize("place", [COUNTY, TOWNSHIP, f"{COUNTY}/410402002"])
def test_a_name_is_let_in_once_a_county(place: str) -> None:
    institution(TOWNSHIP)

    with pytest.raises(Refused, match="已有“示例小树托育园”") as refused:
        entrances.admit("示例小树托育园", region=make_region(place), by=officer(), at=NOON)

    assert refused.value.field == "institution"


def test_the_same_name_in_another_county_is_another_institution() -> None:
    institution(OTHER_COUNTY)

    entrances.admit("示例小树托育园", region=make_region(COUNTY), by=officer(), at=NOON)

    assert Unit.objects.filter(name="示例小树托育园").count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_officers_let_an_institution_in_once() -> None:
    region, both = make_region(COUNTY), [officer(), officer()]

    said = at_once(
        *(
            lambda by=by: entrances.admit("示例小树托育园", region=region, by=by, at=NOON)
            for by in both
        )
    )

    assert Unit.objects.filter(name="示例小树托育园").count() == 1
    assert said == ["422", "done"]


def test_the_head_of_a_chain_keeps_one_account() -> None:
    who, _ = _invite(institution())

    again, password = _invite(institution(OTHER_COUNTY, "示例大树托育园"))

    assert (again, password) == (who, "")
    assert who.grants.count() == 2


@pytest.mark.parametrize("given", [{"name": "别人"}, {"phone": "13900000000"}])
def test_an_account_of_somebody_else_is_not_handed_out(given: dict[str, str]) -> None:
    _invite(institution())

    with pytest.raises(Refused, match="这个账号已有人用") as refused:
        _invite(institution(OTHER_COUNTY), **given)

    assert refused.value.field == "username"


def test_staff_of_an_authority_do_not_become_heads_this_way() -> None:
    make_user(
        Role.APPROVER,
        name=HEAD["name"],
        username=HEAD["username"],
        phone=HEAD["phone"],
    )

    with pytest.raises(Refused, match="这个账号已有人用"):
        _invite(institution())


def test_only_institutions_get_such_accounts() -> None:
    with pytest.raises(Refused, match="只给托育机构"):
        _invite(make_unit(COUNTY))


def test_a_forgotten_password_is_renewed() -> None:
    who, first = _invite(institution())

    second = entrances.renew_password(who.grants.get(), by=officer(), at=NOON)

    who.refresh_from_db()
    assert who.check_password(second)
    assert second != first


def test_nobody_with_another_post_gets_a_password_this_way() -> None:
    who, _ = _invite(institution())
    make_grant(who, Role.SECURITY_ADMIN, make_unit())

    with pytest.raises(Refused, match="由系统管理员重置"):
        entrances.renew_password(who.grants.get(role=Role.MANAGER), by=officer(), at=NOON)


def test_a_head_who_left_is_taken_off() -> None:
    who, _ = _invite(institution())

    entrances.withdraw(who.grants.get(), reason="离职", by=officer(), at=NOON)

    assert not who.grants.on(NOON.date()).exists()


def test_only_heads_are_taken_off_this_way() -> None:
    post = make_user(Role.APPROVER).grants.get()

    with pytest.raises(Refused, match="只收回机构负责人"):
        entrances.withdraw(post, reason="离职", by=officer(), at=NOON)


def test_the_page_lets_an_institution_in_and_shows_the_password_once() -> None:
    desk, place = entered(officer()), make_region(TOWNSHIP)
    given = HEAD | {"institution": "示例小树托育园", "region": place.pk}

    page = desk.post("/entrances/new/", given)

    text = page.content.decode()
    password = re.search(r"[a-z2-9]{4}(-[a-z2-9]{4}){3}", text)
    assert password
    assert page["Cache-Control"] == "no-store"
    assert "/accounts/login/" in text
    entry = {"login": HEAD["username"], "password": password[0]}
    assert Client().post("/accounts/login/", entry).status_code == 302
    assert "示例园长" in desk.get("/entrances/").content.decode()


def test_the_list_goes_into_a_spreadsheet_as_narrowed() -> None:
    desk, taken = entered(officer()), institution()
    institution(name="示例晨曦托育园")
    institution(OTHER_COUNTY, name="示例邻县托育园")
    _invite(taken)

    def rows(**query: str) -> list[tuple[Any, ...]]:
        answer = desk.get("/entrances/", query | {"as": "xlsx"})
        sheet = load_workbook(io.BytesIO(answer.content)).active
        return [row[:5] for row in sheet.iter_rows(values_only=True) if "托育园" in str(row[0])]

    named = {row[0]: row[2:5] for row in rows()}
    assert named["示例小树托育园"] == ("示例园长", "13800000000", "13800000000")
    assert named["示例晨曦托育园"][2] == "还没有账号"
    assert "示例邻县托育园" not in named
    assert len(rows(state="none")) == 1


def test_what_was_typed_stays_when_the_account_is_taken() -> None:
    make_user(username=HEAD["username"])
    desk, place = entered(officer()), make_region(TOWNSHIP)

    page = desk.post("/entrances/new/", HEAD | {"institution": "示例园", "region": place.pk})

    assert page.status_code == 422
    assert "这个账号已有人用" in page.content.decode()
    assert 'value="示例园"' in page.content.decode()
    assert not Unit.objects.filter(name="示例园").exists()


def test_a_place_of_another_county_cannot_be_chosen() -> None:
    other = make_region(OTHER_COUNTY)

    page = entered(officer()).post(
        "/entrances/new/", HEAD | {"institution": "示例园", "region": other.pk}
    )

    assert page.status_code == 422
    assert not Unit.objects.filter(name="示例园").exists()


def test_a_known_institution_gets_its_account_and_loses_it_again() -> None:
    desk, unit = entered(officer()), institution()
    assert "还没有人能为它登录" in desk.get("/entrances/?state=none").content.decode()

    desk.post(f"/entrances/{unit.pk}/invite/", HEAD)
    post = unit.grants.get()
    assert unit.name in desk.get("/entrances/?state=open").content.decode()
    assert unit.name not in desk.get("/entrances/?state=none").content.decode()
    renewed = desk.post(f"/entrances/heads/{post.pk}/password/")
    assert "一次性密码" in renewed.content.decode()
    desk.post(f"/entrances/heads/{post.pk}/withdraw/", {"reason": "离职"})

    assert "还没有人能为它登录" in desk.get("/entrances/").content.decode()


@pytest.mark.parametrize("asked", ["示例园长", "13800000000", "小树"])
def test_the_list_finds_by_institution_head_and_account(asked: str) -> None:
    _invite(institution())
    institution(name="示例别家")

    page = entered(officer()).get("/entrances/", {"q": asked}).content.decode()

    assert "示例小树托育园" in page
    assert "示例别家" not in page


def test_another_county_sees_and_does_nothing_here() -> None:
    who, _ = _invite(institution())
    post, unit = who.grants.get(), Unit.objects.get(name="示例小树托育园")
    other = entered(make_user(Role.COUNTY_OFFICER, make_unit(OTHER_COUNTY)))

    assert "示例小树托育园" not in other.get("/entrances/").content.decode()
    for address in (
        f"/entrances/{unit.pk}/invite/",
        f"/entrances/heads/{post.pk}/password/",
        f"/entrances/heads/{post.pk}/withdraw/",
    ):
        assert other.post(address, HEAD).status_code == 404


def test_the_list_asks_the_same_number_of_times_whatever_its_length() -> None:
    desk = entered(officer())

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            desk.get("/entrances/")
        return len(queries)

    _invite(institution())
    asked()
    few = asked()
    for number in range(5):
        unit = institution(name=f"示例第{number}家")
        _invite(unit, username=f"head{number}")
    assert asked() == few

"""Signing in: locked after five, three browsers at once, a second factor, an idle end."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from tuoyu.core import clock
from tuoyu.org.models import SignIn, User
from tuoyu.org.permissions import Role
from tuoyu.org.services import accounts, sign_ins
from tuoyu.org.tests.make import PASSWORD, make_user
from tuoyu.records.models import Entry
from tuoyu.records.tests.make import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_attempts_yet() -> None:
    cache.clear()


def _sign_in(client: Client, user: User, password: str = PASSWORD) -> Any:
    return client.post("/accounts/login/", {"login": user.username, "password": password})


def _deeds() -> list[str]:
    return [entry.deed for entry in Entry.objects.all()]


def test_signing_in_and_out_leaves_a_trail(client: Client) -> None:
    user = make_user()

    _sign_in(client, user)
    assert client.get("/messages/").status_code == 200
    client.post("/accounts/logout/")

    assert _deeds() == ["person.signed_in", "person.signed_out"]
    assert not SignIn.objects.exists()
    assert client.get("/messages/").status_code == 302


def test_a_wrong_password_says_what_comes_next(client: Client) -> None:
    page = _sign_in(client, make_user(), "wrong")

    assert "连续错 5 次" in page.content.decode()


def test_five_wrong_passwords_lock_the_account_and_are_noted_once(
    client: Client, settings: Any
) -> None:
    settings.AXES_ENABLED = True
    user = make_user()
    answers: list[HttpResponse] = [_sign_in(client, user, "wrong") for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 4 + [429] * 2
    assert "30 分钟" in answers[-1].content.decode()
    assert _sign_in(client, user).status_code == 429
    assert _deeds() == ["person.locked_out"]


def test_a_reset_password_opens_a_locked_account(client: Client, settings: Any) -> None:
    settings.AXES_ENABLED = True
    user, keeper = make_user(), make_user(Role.SYSTEM_ADMIN)
    for _ in range(5):
        _sign_in(client, user, "wrong")
    keeping = Client()
    keeping.force_login(keeper)
    address = f"/keeping/people/{user.pk}/"
    assert "已锁定" in keeping.get(address).content.decode()

    password = accounts.reset_password(user, by=keeper, at=clock.now())

    assert _sign_in(client, user, password).status_code == 302
    assert "已锁定" not in keeping.get(address).content.decode()


def test_nobody_opens_an_account_for_themselves(client: Client) -> None:
    assert "不开放自行注册" in client.get("/accounts/signup/").content.decode()
    client.post(
        "/accounts/signup/",
        {"username": "x", "password1": PASSWORD, "password2": PASSWORD},
    )

    assert not User.objects.exists()


def test_a_shut_account_does_not_sign_in(client: Client) -> None:
    _sign_in(client, make_user(is_active=False))

    assert client.get("/messages/").status_code == 302


def test_the_browser_used_longest_ago_is_signed_out_for_a_fourth() -> None:
    user = make_user()
    clients = [Client() for _ in range(4)]
    for browser in clients:
        _sign_in(browser, user)

    told = "最久没用的那台已退出" in clients[-1].get("/me/").content.decode()
    open_ones = [browser.get("/messages/").status_code for browser in clients]

    assert told
    assert open_ones == [302, 200, 200, 200]
    assert user.sign_ins.count() == 3
    signed_in = Entry.objects.filter(deed="person.signed_in").order_by("pk")
    assert [entry.detail["ended"] for entry in signed_in] == [0, 0, 0, 1]


def test_a_person_stays_signed_in_here_alone() -> None:
    user = make_user()
    here, there = Client(), Client(headers={"user-agent": "Mozilla (Windows) Firefox/140"})
    _sign_in(here, user)
    _sign_in(there, user)
    assert "Firefox（Windows）" in here.get("/me/").content.decode()

    here.post("/me/end-others/")

    assert here.get("/messages/").status_code == 200
    assert there.get("/messages/").status_code == 302
    assert _deeds()[-1] == "person.signed_out_elsewhere"


def test_offices_sign_in_again_after_half_an_hour(client: Client) -> None:
    client.force_login(make_user(Role.COUNTY_OFFICER))
    _seen(client, minutes=31)

    answer = client.get("/messages/?show=unread")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=%2Fmessages%2F%3Fshow")
    assert Entry.objects.get().detail == {"why": "idle"}


@pytest.mark.parametrize(("role", "minutes"), [(Role.COUNTY_OFFICER, 29), (None, 300)])
def test_within_half_an_hour_or_outside_offices_the_session_lasts(
    client: Client, role: str | None, minutes: int
) -> None:
    client.force_login(make_user(role))
    _seen(client, minutes=minutes)

    assert client.get("/messages/").status_code == 200


def _seen(client: Client, *, minutes: int) -> None:
    session = client.session
    session["seen_at"] = (clock.now() - timedelta(minutes=minutes)).timestamp()
    session.save()


def test_a_temporary_password_opens_nothing_but_its_change(client: Client) -> None:
    user = make_user(password_is_temporary=True)
    _sign_in(client, user)
    assert client.get("/messages/")["Location"] == "/accounts/password/change/"

    new = "willow-tree-2026"
    given = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    client.post("/accounts/password/change/", given)

    assert client.get("/messages/").status_code == 200
    assert "person.password_changed" in _deeds()
    user.refresh_from_db()
    assert user.check_password(new)
    assert SignIn.objects.get().session_key == client.session.session_key


def test_offices_enrol_a_second_factor_where_it_is_required(
    client: Client, settings: Any
) -> None:
    settings.REQUIRE_MFA = True
    officer = make_user(Role.COUNTY_OFFICER)
    client.force_login(officer)

    assert client.get("/messages/")["Location"] == "/accounts/2fa/"
    assert client.get("/accounts/2fa/").status_code == 200
    Authenticator.objects.create(user=officer, type="totp", data={"secret": "x"})
    assert client.get("/messages/").status_code == 200


def test_others_need_no_second_factor(client: Client, settings: Any) -> None:
    settings.REQUIRE_MFA = True
    client.force_login(make_user())

    assert client.get("/messages/").status_code == 200


def test_a_password_alone_does_not_pass_the_second_factor(client: Client) -> None:
    user = make_user(Role.COUNTY_OFFICER)
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)

    assert _sign_in(client, user)["Location"] == "/accounts/2fa/authenticate/"
    assert "用通行密钥" not in client.get("/accounts/2fa/authenticate/").content.decode()
    assert client.get("/messages/").status_code == 302
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "数字不对" in wrong.content.decode()
    now = next(iter(totp.yield_hotp_counters_from_time()))
    code = totp.format_hotp_value(totp.hotp_value(secret, now))
    client.post("/accounts/2fa/authenticate/", {"code": code})

    assert client.get("/messages/").status_code == 200
    assert _deeds() == ["person.signed_in"]


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/login/",
        "/accounts/password/reset/",
        "/accounts/signup/",
    ],
)
def test_pages_before_signing_in_open(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/me/",
        "/me/contact/",
        "/accounts/logout/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/reauthenticate/",
    ],
)
def test_pages_about_ones_own_account_open(client: Client, path: str) -> None:
    _sign_in(client, make_user())
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    assert client.get(path).status_code == 200


def test_contact_is_kept_by_its_owner(client: Client) -> None:
    user = make_user()
    client.force_login(user)

    client.post("/me/contact/", {"email": "li@example.cn", "phone": "0375-2660000"})

    user.refresh_from_db()
    assert (user.email, user.phone) == ("li@example.cn", "0375-2660000")


def test_an_unknown_account_is_not_noted_as_locked() -> None:
    sign_ins.lock_out("nobody", address="10.0.0.1", at=NOON)

    assert not Entry.objects.exists()


def test_ways_to_confirm_again_are_named_in_our_words(client: Client) -> None:
    user = make_user(Role.COUNTY_OFFICER)
    totp.TOTP.activate(user, totp.generate_totp_secret())
    client.force_login(user)

    page = client.get("/accounts/reauthenticate/").content.decode()

    assert "填验证器的数字或恢复码" in page


def test_a_new_password_that_is_too_short_is_refused_in_chinese(client: Client) -> None:
    client.force_login(make_user())

    page = _change_password(client, "zq8-kite")

    assert "密码太短，至少 10 位。" in page.content.decode()
    assert "characters" not in page.content.decode()


def test_a_changed_password_leads_back_to_ones_account(client: Client) -> None:
    client.force_login(make_user())

    assert _change_password(client, "autumn-leaf-77")["Location"] == "/me/"


def test_whoever_had_to_change_a_first_password_goes_to_work(client: Client) -> None:
    client.force_login(make_user(password_is_temporary=True))

    assert _change_password(client, "autumn-leaf-77")["Location"] == "/desk/"
    again = {"oldpassword": "autumn-leaf-77", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/accounts/password/change/", again)["Location"] == "/me/"


def _change_password(client: Client, password: str) -> Any:
    given = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    return client.post("/accounts/password/change/", given)


def test_no_password_goes_out_by_letter(client: Client, mailoutbox: list[Any]) -> None:
    user = make_user()
    User.objects.filter(pk=user.pk).update(email="someone@example.org")

    page = client.post("/accounts/password/reset/", {"email": "someone@example.org"})

    assert "备案经办人" in page.content.decode()
    assert not mailoutbox
    assert "忘了密码" in client.get("/accounts/login/").content.decode()

"""Accounts are opened, shut and reopened by the system administrator, never by their owners."""

import pytest
from allauth.mfa.models import Authenticator

from tuoyu.core.errors import Refused
from tuoyu.org.models import SignIn, User
from tuoyu.org.permissions import Role
from tuoyu.org.services import accounts
from tuoyu.org.tests.make import make_user
from tuoyu.records.models import Entry
from tuoyu.records.tests.make import NOON

pytestmark = pytest.mark.django_db


def _sign_in(user: User, key: str = "abc") -> None:
    SignIn.objects.create(user=user, session_key=key, began_at=NOON, seen_at=NOON)


def test_a_new_account_has_a_password_that_must_be_changed() -> None:
    admin = make_user(Role.SYSTEM_ADMIN)

    user, password = accounts.open_account("li.ming", name="李明", by=admin, at=NOON)

    user.refresh_from_db()
    assert user.check_password(password)
    assert user.password_is_temporary
    entry = Entry.objects.get()
    assert (entry.deed, entry.subject_label) == ("person.account_opened", "李明")
    assert password not in str(entry.detail)


def test_two_people_cannot_have_one_account_name() -> None:
    make_user(username="li.ming")

    with pytest.raises(Refused, match="已有人用") as refusal:
        accounts.open_account("Li.Ming", name="李鸣", by=make_user(), at=NOON)
    assert refusal.value.field == "username"


def test_only_what_changed_is_named_in_the_trail() -> None:
    user = make_user(name="李明")

    accounts.change_account(
        user, name="李明", email="li@example.cn", phone="", by=make_user(), at=NOON
    )

    assert Entry.objects.get().detail == {"fields": ["email"]}


def test_a_suspended_account_is_out_at_once() -> None:
    user = make_user()
    _sign_in(user)

    accounts.suspend(user, reason="调离", by=make_user(), at=NOON)

    user.refresh_from_db()
    assert not user.is_active
    assert not user.sign_ins.exists()
    assert Entry.objects.get().detail == {"reason": "调离", "ended": 1}
    with pytest.raises(Refused, match="已经停用"):
        accounts.suspend(user, reason="调离", by=make_user(), at=NOON)


def test_nobody_shuts_their_own_account() -> None:
    admin = make_user(Role.SYSTEM_ADMIN)

    with pytest.raises(Refused, match="自己"):
        accounts.suspend(admin, reason="误操作", by=admin, at=NOON)


def test_a_shut_account_is_opened_again_once() -> None:
    user = make_user(is_active=False)

    accounts.restore(user, by=make_user(), at=NOON)

    user.refresh_from_db()
    assert user.is_active
    assert Entry.objects.get().deed == "person.account_restored"
    with pytest.raises(Refused, match="本来就可以登录"):
        accounts.restore(user, by=make_user(), at=NOON)


def test_a_reset_password_ends_what_the_old_one_began() -> None:
    user = make_user()
    _sign_in(user)

    password = accounts.reset_password(user, by=make_user(), at=NOON)

    user.refresh_from_db()
    assert user.check_password(password)
    assert user.password_is_temporary
    assert not user.sign_ins.exists()
    assert Entry.objects.get().deed == "person.password_reset"


def test_a_lost_second_factor_is_dropped_with_a_reason() -> None:
    user = make_user()
    Authenticator.objects.create(user=user, type="totp", data={})

    accounts.drop_second_factor(user, reason="手机丢失", by=make_user(), at=NOON)

    assert not Authenticator.objects.filter(user=user).exists()
    assert Entry.objects.get().detail == {"reason": "手机丢失"}
    with pytest.raises(Refused, match="没有设置"):
        accounts.drop_second_factor(user, reason="手机丢失", by=make_user(), at=NOON)


def test_nobody_drops_their_own_second_factor_as_an_administrator() -> None:
    admin = make_user(Role.SYSTEM_ADMIN)

    with pytest.raises(Refused, match="账号与安全"):
        accounts.drop_second_factor(admin, reason="换手机", by=admin, at=NOON)

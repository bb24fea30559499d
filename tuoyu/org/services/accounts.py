"""Accounts of people: opened and kept by the system administrator, used by their owners."""

import secrets
from datetime import datetime

from allauth.mfa.models import Authenticator
from axes.utils import reset as forget_attempts
from django.db import transaction

from tuoyu.core.errors import Refused
from tuoyu.org.models import User
from tuoyu.org.services import sign_ins
from tuoyu.records.services import Actor, note

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no l 1 o 0 i: it is read aloud over the phone
GROUPS, LETTERS = 4, 4


@transaction.atomic
def open_account(
    username: str, *, name: str, by: Actor, at: datetime, email: str = "", phone: str = ""
) -> tuple[User, str]:
    """A new account and its first password, shown once and changed at the first sign-in."""
    if User.objects.filter(username__iexact=username).exists():
        raise Refused(f"账号“{username}”已有人用，请换一个。", field="username", status=422)
    password = _temporary_password()
    user = User(username=username, name=name, email=email, phone=phone)
    user.set_password(password)
    user.password_is_temporary = True
    user.save()
    note("person.account_opened", user, by=by, at=at, username=username)
    return user, password


@transaction.atomic
def change_account(
    user: User, *, name: str, email: str, phone: str, by: User, at: datetime
) -> None:
    """Name and addresses; the account name stays for life."""
    user = User.objects.select_for_update().get(pk=user.pk)
    wanted = {"name": name, "email": email, "phone": phone}
    changed = [field for field, value in wanted.items() if getattr(user, field) != value]
    for field in changed:
        setattr(user, field, wanted[field])
    user.save(update_fields=changed)
    note("person.account_changed", user, by=by, at=at, fields=changed)


@transaction.atomic
def suspend(user: User, *, reason: str, by: User, at: datetime) -> None:
    """Nobody signs in under this account, from this moment."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.pk == by.pk:
        raise Refused("不能停用自己的账号，请由另一位系统管理员办理。")
    if not user.is_active:
        raise Refused(f"{user.name}的账号已经停用，请刷新后再看。")
    user.is_active = False
    user.save(update_fields=["is_active"])
    ended = sign_ins.end_all(user)
    note("person.account_suspended", user, by=by, at=at, reason=reason, ended=ended)


@transaction.atomic
def restore(user: User, *, by: User, at: datetime) -> None:
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_active:
        raise Refused(f"{user.name}的账号本来就可以登录，请刷新后再看。")
    user.is_active = True
    user.save(update_fields=["is_active"])
    note("person.account_restored", user, by=by, at=at)


@transaction.atomic
def reset_password(user: User, *, by: User, at: datetime) -> str:
    """A temporary password, shown once; ends sign-ins and a lock after wrong passwords."""
    user = User.objects.select_for_update().get(pk=user.pk)
    password = _temporary_password()
    user.set_password(password)
    user.password_is_temporary = True
    user.save(update_fields=["password", "password_is_temporary"])
    sign_ins.end_all(user)
    forget_attempts(username=user.username)
    note("person.password_reset", user, by=by, at=at)
    return password


@transaction.atomic
def settle_password(user: User, *, at: datetime) -> None:
    """The owner has chosen a password of their own."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.password_is_temporary = False
    user.save(update_fields=["password_is_temporary"])
    note("person.password_changed", user, by=user, at=at)


@transaction.atomic
def drop_second_factor(user: User, *, reason: str, by: User, at: datetime) -> None:
    """For a lost phone or key: the person enrols anew at the next sign-in."""
    if user.pk == by.pk:
        raise Refused("自己的二次验证请在“账号与安全”里办理。")
    dropped, _ = Authenticator.objects.filter(user=user).delete()
    if not dropped:
        raise Refused(f"{user.name}没有设置二次验证。")
    sign_ins.end_all(user)
    note("person.second_factor_dropped", user, by=by, at=at, reason=reason)


def _temporary_password() -> str:
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(GROUPS))
    return "-".join(groups)

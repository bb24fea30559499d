"""How administration begins: somebody has to be the first who may appoint others."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from tuoyu.core.errors import Refused
from tuoyu.org.models import Grant, Unit, User
from tuoyu.org.permissions import APART, Role
from tuoyu.org.services import accounts, grants
from tuoyu.records.services import Actor

HOME = "health"  # the city's health commission leads


@transaction.atomic
def appoint_first(
    role: str, *, username: str, name: str, by: Actor, at: datetime
) -> tuple[User, str]:
    """The first administrator of a kind, with a one-time password; never a second."""
    if role not in APART:
        raise Refused(f"只能指定三员之一：{'、'.join(sorted(APART))}。", status=422)
    if Grant.objects.on(at.date()).filter(role=role, user__is_active=True).exists():
        raise Refused(f"已有{Role(role).label}。其他人请由安全管理员在系统里授予。")
    user, password = accounts.open_account(username, name=name, by=by, at=at)
    grants.give(user, role=role, unit=_home(), starts_on=at.date(), by=by, at=at)
    return user, password


def _home() -> Unit:
    unit = Unit.objects.filter(department=HOME, region__code=settings.CITY_CODE).first()
    if unit is None:
        raise Refused("还没有单位。请先运行 tuoyu seed_reference。")
    return unit

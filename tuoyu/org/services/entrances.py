"""How an institution comes in: the office opens an account for whoever heads it."""

from datetime import datetime

from django.db import transaction

from tuoyu.core.clock import day_of
from tuoyu.core.errors import Refused
from tuoyu.org.models import Grant, Region, Unit, User
from tuoyu.org.permissions import Role
from tuoyu.org.services import accounts, grants
from tuoyu.records.services import note


@transaction.atomic
def admit(institution: str, *, region: Region, by: User, at: datetime) -> Unit:
    """Room for an institution that is about to file; the register knows it once it has."""
    # Two officers who admit the same one wait for each other.
    region = Region.objects.select_for_update(of=("self",)).get(pk=region.pk)
    if _namesake(institution, region):
        raise Refused(
            f"{region.name}已有“{institution}”，请在清单里给它开通账号。",
            field="institution",
            status=422,
        )
    unit = Unit.objects.create(kind=Unit.Kind.INSTITUTION, name=institution, region=region)
    note("unit.admitted", unit, by=by, at=at)
    return unit


def _namesake(institution: str, region: Region) -> bool:
    """An open unit of that name anywhere in the county."""
    is_township = region.level == Region.Level.TOWNSHIP
    county = region.path.rpartition("/")[0] if is_township else region.path
    rows = Unit.objects.filter(kind=Unit.Kind.INSTITUTION, is_closed=False, name=institution)
    return rows.filter(region__path__startswith=county).exists()


@transaction.atomic
def invite(
    unit: Unit, *, username: str, name: str, phone: str, email: str, by: User, at: datetime
) -> tuple[User, str]:
    """Whoever heads the institution, with their first password; empty if they have one,
    since one person may head several institutions of a chain."""
    if unit.kind != Unit.Kind.INSTITUTION:
        raise Refused("这里只给托育机构开通账号。")
    known = User.objects.filter(username__iexact=username).first()
    if known is None:
        who, password = accounts.open_account(
            username, name=name, phone=phone, email=email, by=by, at=at
        )
    else:
        who, password = _same_person(known, name, phone), ""
    grants.give(who, role=Role.MANAGER, unit=unit, starts_on=day_of(at), by=by, at=at)
    return who, password


def _same_person(known: User, name: str, phone: str) -> User:
    if (known.name, known.phone) != (name, phone) or not heads_only(known):
        raise Refused(
            "这个账号已有人用，请换一个；如果是同一位负责人，姓名和手机要与原账号一致。",
            field="username",
            status=422,
        )
    return known


@transaction.atomic
def renew_password(grant: Grant, *, by: User, at: datetime) -> str:
    """For a head who forgot it; nobody with another post gets a password this way."""
    _refuse_others(grant.user)
    return accounts.reset_password(grant.user, by=by, at=at)


@transaction.atomic
def withdraw(grant: Grant, *, reason: str, by: User, at: datetime) -> None:
    """The person heads this institution no more, from today."""
    if grant.role != Role.MANAGER:
        raise Refused("这里只收回机构负责人的岗位。")
    grants.end(grant, on=day_of(at), reason=reason, by=by, at=at)


def heads_only(user: User) -> bool:
    """No post anywhere but at the head of institutions, now or before."""
    return not user.grants.exclude(role=Role.MANAGER).exists()


def _refuse_others(user: User) -> None:
    if not heads_only(user):
        raise Refused(f"{user.name}还有别的岗位，密码请由系统管理员重置。")

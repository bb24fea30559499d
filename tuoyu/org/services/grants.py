"""Posts given and taken back by the security administrator."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from tuoyu.core.errors import Refused
from tuoyu.org.models import Grant, Unit, User
from tuoyu.org.permissions import APART, Role
from tuoyu.records.services import Actor, note


@transaction.atomic
def give(
    user: User,
    *,
    role: str,
    unit: Unit,
    starts_on: date,
    by: Actor,
    at: datetime,
    ends_on: date | None = None,
) -> Grant:
    """A post in a unit, from a day on; the three administrators stay apart (三员分立)."""
    user = User.objects.select_for_update().get(pk=user.pk)
    # Nobody closes the unit meanwhile; others may be given posts there at the same time.
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    wanted = Role(role)
    _refuse_self(user, by)
    if ends_on is not None and ends_on <= starts_on:
        raise Refused("结束日期应晚于开始日期。", field="ends_on", status=422)
    _fits(wanted, unit)
    _stays_apart(user, wanted, starts_on, ends_on)
    if _overlapping(user, starts_on, ends_on).filter(role=wanted, unit=unit).exists():
        raise Refused(f"{user.name}这段时间已是{unit}的{wanted.label}。")
    grant = Grant.objects.create(
        user=user,
        unit=unit,
        role=wanted,
        starts_on=starts_on,
        ends_on=ends_on,
        given_by_id=by.pk,
    )
    note(
        "grant.given",
        grant,
        by=by,
        at=at,
        user=user.pk,
        role=wanted.value,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    return grant


@transaction.atomic
def end(grant: Grant, *, on: date, reason: str, by: User, at: datetime) -> None:
    """The post is no longer theirs from that day on."""
    grant = _held(grant)
    _refuse_self(grant.user, by)
    if grant.ends_on is not None and grant.ends_on <= on:
        raise Refused("这个岗位已经结束，请刷新后再看。")
    if on < grant.starts_on:
        raise Refused("结束日期不能早于任岗开始日期。", field="on", status=422)
    _keeps_one(grant, on)
    grant.ends_on = on
    grant.save(update_fields=["ends_on"])
    note("grant.ended", grant, by=by, at=at, on=on, reason=reason, user=grant.user_id)


def _held(grant: Grant) -> Grant:
    """The post; with one that gives posts all of its kind: two could end each other."""
    rows = Grant.objects.select_for_update().order_by("pk")
    if grant.role == Role.SECURITY_ADMIN:
        list(rows.filter(role=Role.SECURITY_ADMIN).values_list("pk"))
    return rows.get(pk=grant.pk)


def _refuse_self(user: User, by: Actor) -> None:
    if user.pk == by.pk:
        raise Refused("不能给自己授予或收回岗位，请由另一位安全管理员办理。")


def _fits(role: Role, unit: Unit) -> None:
    of_institution = unit.kind == Unit.Kind.INSTITUTION
    if unit.is_closed:
        raise Refused(f"{unit}已撤销，不能再任岗。", field="unit", status=422)
    if of_institution != (role == Role.MANAGER):
        right = "托育机构" if role == Role.MANAGER else "机关或卫生机构"
        raise Refused(f"“{role.label}”要设在{right}，请重选单位。", field="unit", status=422)


def _stays_apart(user: User, role: Role, starts_on: date, ends_on: date | None) -> None:
    if role not in APART:
        return
    others = _overlapping(user, starts_on, ends_on).filter(role__in=APART - {role})
    for held in others[:1]:
        raise Refused(
            f"{user.name}已是{held.get_role_display()}，不能再任{role.label}：三员分立。"
        )


def _overlapping(user: User, starts_on: date, ends_on: date | None) -> QuerySet[Grant]:
    rows = user.grants.exclude(ends_on__lte=starts_on)
    return rows.filter(starts_on__lt=ends_on) if ends_on else rows


def _keeps_one(grant: Grant, on: date) -> None:
    """Nobody could give posts any more if the last one who may were gone."""
    if grant.role != Role.SECURITY_ADMIN:
        return
    rest = Grant.objects.on(on).filter(role=grant.role, user__is_active=True)
    if not rest.exclude(pk=grant.pk).exists():
        raise Refused("至少要留一位安全管理员。请先授予另一人，再收回这一位。")

"""People who sign in, and the posts they hold."""

from datetime import date
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.http import HttpRequest

from tuoyu.core import clock
from tuoyu.core.guard import Action
from tuoyu.org.models.dated import Dated, DatedQuerySet
from tuoyu.org.models.place import Unit
from tuoyu.org.permissions import APART, Role


class User(AbstractBaseUser):
    """A person who signs in (用户). What they may do is their grants', never a flag."""

    username = models.CharField("账号", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=60)
    email = models.EmailField("邮箱", blank=True)
    phone = models.CharField("手机", max_length=20, blank=True)
    is_active = models.BooleanField("可登录", default=True)
    password_is_temporary = models.BooleanField("首次登录须改密码", default=False)
    created_at = models.DateTimeField("建立于", auto_now_add=True)

    objects = BaseUserManager["User"]()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "用户"
        ordering = ["username"]

    # While a support session runs, the one who really sits at the keyboard.
    supporter: "User | None" = None

    def __str__(self) -> str:
        return self.name

    def held_grants(self, on: date | None = None) -> "list[Grant]":
        """Grants in force, read once a request."""
        if not hasattr(self, "_held_grants"):
            day = on or clock.today()
            rows = self.grants.on(day).select_related("unit__region")
            self._held_grants = list(rows)
        return self._held_grants

    def grants_for(self, action: Action) -> "list[Grant]":
        return [grant for grant in self.held_grants() if grant.role in action.roles]

    def may(self, action: Action) -> bool:
        return bool(self.grants_for(action))

    def has_role(self, *roles: str) -> bool:
        return any(grant.role in roles for grant in self.held_grants())

    def reach(self, action: Action, scope: str) -> Q:
        """The condition that narrows rows to what this person may reach for an action."""
        grants = self.grants_for(action)
        if not grants:
            return Q(pk__in=[])
        condition = Q()
        for grant in grants:
            condition |= grant.reach(scope)
        return condition


def _during() -> Func:
    return Func(F("starts_on"), F("ends_on"), function="daterange", output_field=models.Field())


class GrantQuerySet(DatedQuerySet["Grant"]):
    pass


class Grant(Dated):
    """A role that one person holds in one unit, for a period (任岗)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants", verbose_name="人员")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="grants", verbose_name="单位")
    role = models.CharField("岗位", max_length=20, choices=Role)
    given_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="授予人"
    )

    objects = GrantQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "任岗"
        ordering = ["user", "-starts_on"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                F("user"), F("unit"), F("role"), F("starts_on"), name="grant_once_a_day"
            ),
            ExclusionConstraint(
                name="grant_administrators_apart",
                expressions=[
                    (F("user"), RangeOperators.EQUAL),
                    (F("role"), RangeOperators.NOT_EQUAL),
                    (_during(), RangeOperators.OVERLAPS),
                ],
                condition=Q(role__in=sorted(APART)),
                violation_error_message="系统、安全、审计管理员不能由同一人担任。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}：{self.unit} {self.get_role_display()}"

    @property
    def region_path(self) -> str:
        return self.unit.region.path

    def reach(self, scope: str) -> Q:
        """An authority reaches every unit in its region and below; an institution, itself."""
        if self.unit.kind == Unit.Kind.INSTITUTION:
            return Q(**{scope: self.unit_id})
        return Q(**{f"{scope}__region__path__startswith": self.unit.region.path})


class SupportSession(models.Model):
    """A timed, noted session in which support staff see what a user sees (代为操作)."""

    supporter = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="支持人员"
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="被代为的人")
    reason = models.CharField("事由", max_length=200)
    starts_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")
    closed_at = models.DateTimeField("提前结束", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "代为操作"
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                name="support_session_ends_after_start",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message="结束时间应晚于开始时间。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.supporter} 代 {self.user}"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class UserRequest(HttpRequest):
    """A request behind a guarded door: somebody is signed in."""

    user: User

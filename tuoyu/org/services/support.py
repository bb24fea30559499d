"""Support sessions: timed, with a reason, seen by everyone in the trail."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from tuoyu.core.errors import Refused
from tuoyu.org.models import SupportSession, User
from tuoyu.org.permissions import APART, Role
from tuoyu.org.services.notices import notify
from tuoyu.records.services import note


@transaction.atomic
def start(user: User, *, reason: str, minutes: int, by: User, at: datetime) -> SupportSession:
    """See and do what `user` may, for so many minutes; the user is told."""
    User.objects.select_for_update().get(pk=by.pk)
    _may_be_supported(user, by)
    if not 1 <= minutes <= settings.SUPPORT_MINUTES:
        raise Refused(
            f"时长应在 1 到 {settings.SUPPORT_MINUTES} 分钟之间。", field="minutes", status=422
        )
    if open_session(by, at) is not None:
        raise Refused("您还有一次代为操作没有结束，请先结束它。")
    session = SupportSession.objects.create(
        supporter=by,
        user=user,
        reason=reason,
        starts_at=at,
        ends_at=at + timedelta(minutes=minutes),
    )
    note("support.started", session, by=by, at=at, user=user.pk, reason=reason, minutes=minutes)
    notify(
        user,
        title=f"{by.name}（运行支持）正在代您操作",
        body=f"事由：{reason}。最长 {minutes} 分钟，每一步都留痕。",
        at=at,
    )
    return session


@transaction.atomic
def close(session: SupportSession, *, at: datetime) -> None:
    """The supporter is done before the time is up."""
    session = SupportSession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if session.closed_at is not None or session.ends_at <= at:
        raise Refused("这次代为操作已经结束。")
    session.closed_at = at
    session.save(update_fields=["closed_at"])
    note("support.closed", session, by=session.supporter, at=at, user=session.user_id)


def open_session(supporter: User, at: datetime) -> SupportSession | None:
    """The one that runs at that moment, if any."""
    rows = SupportSession.objects.filter(
        supporter=supporter, closed_at__isnull=True, starts_at__lte=at, ends_at__gt=at
    )
    return rows.select_related("supporter", "user").first()


def _may_be_supported(user: User, by: User) -> None:
    if user.pk == by.pk:
        raise Refused("不能代自己操作。")
    if not user.is_active:
        raise Refused(f"{user.name}的账号已停用，不能代为操作。")
    if user.has_role(*APART, Role.SUPPORT):
        raise Refused("不能代管理员或运行支持人员操作。")

"""Whom support staff may act for, and when they did."""

from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from tuoyu.org.models import Grant, SupportSession, User
from tuoyu.org.permissions import ACT_AS, APART, Role


def people_to_help(supporter: User, text: str, *, on: date) -> QuerySet[User]:
    """Active people with a post within reach, administrators and support staff left out."""
    held = Grant.objects.on(on).select_related("unit")
    reached = held.filter(supporter.reach(ACT_AS, "unit")).values("user_id")
    barred = held.filter(role__in=[*APART, Role.SUPPORT]).values("user_id")
    rows = User.objects.filter(pk__in=reached, is_active=True).exclude(pk__in=barred)
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(username__icontains=text))
    return rows.prefetch_related(Prefetch("grants", held, to_attr="posts"))


def helped_by(supporter: User) -> QuerySet[SupportSession]:
    """A supporter's own sessions, newest first."""
    return SupportSession.objects.filter(supporter=supporter).select_related("user")

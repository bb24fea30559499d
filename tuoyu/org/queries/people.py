"""People and posts, as their keepers see them."""

from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from tuoyu.core.guard import Action
from tuoyu.org.models import Grant, Unit, User


def people_for(user: User, action: Action) -> QuerySet[User]:
    """Those with a post within reach, and those who have none anywhere yet."""
    within = user.reach(action, "unit")
    reached = Grant.objects.filter(within).values("user_id")
    if not user.may(action):
        return User.objects.none()
    return User.objects.filter(Q(pk__in=reached) | Q(grants__isnull=True)).distinct()


def people_page(
    user: User,
    action: Action,
    *,
    on: date,
    text: str = "",
    role: str = "",
    county: str = "",
    state: str = "",
) -> QuerySet[User]:
    """The list of people: one query for them, one for their posts."""
    rows = people_for(user, action)
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(username__icontains=text))
    held = Grant.objects.on(on)
    if role:
        rows = rows.filter(pk__in=held.filter(role=role).values("user_id"))
    if county:
        inside = held.filter(unit__region__path__contains=f"/{county}")
        rows = rows.filter(pk__in=inside.values("user_id"))
    if state:
        rows = rows.filter(is_active=state == "active")
    second = Authenticator.objects.filter(user=OuterRef("pk"))
    posts = held.select_related("unit").order_by("unit__region__code", "role")
    return rows.annotate(has_second_factor=Exists(second)).prefetch_related(
        Prefetch("grants", posts, to_attr="posts")
    )


def grants_of(user: User) -> QuerySet[Grant]:
    """Every post a person holds or has held, the present ones first."""
    rows = Grant.objects.filter(user=user).select_related("unit__region", "given_by")
    return rows.order_by("-starts_on", "pk")


def units_within(user: User, action: Action) -> QuerySet[Unit]:
    """Units in reach of the grants that carry this action, open ones only."""
    condition = Q(pk__in=[])
    for grant in user.grants_for(action):
        condition |= Q(region__path__startswith=grant.unit.region.path)
    return Unit.objects.filter(condition, is_closed=False).select_related("region")


def units_page(
    user: User, action: Action, *, text: str = "", kind: str = "", county: str = ""
) -> QuerySet[Unit]:
    """The units to choose from; of several words each must be found in the name or place."""
    rows = units_within(user, action)
    for word in text.split():
        named = Q(name__icontains=word) | Q(short_name__icontains=word)
        rows = rows.filter(named | Q(region__name__icontains=word))
    rows = rows.filter(kind=kind) if kind else rows
    return rows.filter(region__path__contains=f"/{county}") if county else rows


def grants_within(user: User, action: Action) -> QuerySet[Grant]:
    """Posts in units within reach."""
    rows = Grant.objects.filter(user.reach(action, "unit"))
    return rows.select_related("user", "unit__region")


def is_locked(user: User, *, at: datetime) -> bool:
    """Shut after wrong passwords, wherever they were typed."""
    since = at - timedelta(hours=settings.AXES_COOLOFF_TIME)
    attempts = AccessAttempt.objects.filter(
        username=user.username,
        attempt_time__gt=since,
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT,
    )
    return bool(attempts.exists())

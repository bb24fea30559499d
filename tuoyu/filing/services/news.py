"""Telling the other side: the managers of an institution, the officers of a county."""

from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from tuoyu.core.clock import day_of
from tuoyu.filing import permissions
from tuoyu.filing.models import Filing
from tuoyu.org.models import Grant, Unit, User
from tuoyu.org.permissions import Role
from tuoyu.org.services.notices import notify


def tell_applicant(filing: Filing, title: str, *, at: datetime, body: str = "") -> None:
    """Everyone who may file for the institution."""
    people = _holders(permissions.APPLY.roles, Q(unit=filing.applicant), at)
    notify(people, title=title, body=body, link=reverse("filing:mine", args=[filing.pk]), at=at)


def tell_office(filing: Filing, title: str, *, at: datetime, body: str = "") -> None:
    """The officer in charge, or all officers of the county while nobody has taken it."""
    people = [filing.officer] if filing.officer else officers_of(filing.unit, at)
    notify(
        people, title=title, body=body, link=reverse("filing:review", args=[filing.pk]), at=at
    )


def tell_approvers(filing: Filing, title: str, *, at: datetime, body: str = "") -> None:
    people = _holders(frozenset((Role.APPROVER,)), Q(unit=filing.unit), at)
    notify(
        people, title=title, body=body, link=reverse("filing:review", args=[filing.pk]), at=at
    )


def officers_of(unit: Unit, at: datetime) -> list[User]:
    return _holders(frozenset((Role.COUNTY_OFFICER,)), Q(unit=unit), at)


def _holders(roles: frozenset[str], where: Q, at: datetime) -> list[User]:
    """People who hold one of the roles there on that day and can sign in."""
    grants = Grant.objects.on(day_of(at)).filter(where, role__in=roles, user__is_active=True)
    return list(User.objects.filter(pk__in=grants.values("user_id")))

"""Colleagues to whom a filing may be passed."""

from django.db.models import QuerySet

from tuoyu.core.clock import today
from tuoyu.core.guard import Action
from tuoyu.org.models import Grant, User
from tuoyu.org.permissions import Role


def officers_within(user: User, action: Action) -> "QuerySet[User]":
    """Officers of the units in which this person holds the action."""
    units = [grant.unit_id for grant in user.grants_for(action)]
    posts = Grant.objects.on(today()).filter(unit__in=units, role=Role.COUNTY_OFFICER)
    people = User.objects.filter(pk__in=posts.values("user_id"), is_active=True)
    return people.order_by("name", "pk")

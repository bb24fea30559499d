"""The one filter: which rows a person may reach for an action."""

from typing import ClassVar, Self, TypeVar

from django.db import models

from tuoyu.core.guard import Action
from tuoyu.org.models.people import User

M = TypeVar("M", bound="Scoped")


class ScopedQuerySet(models.QuerySet[M]):
    def visible_to(self, user: User, action: Action) -> Self:
        """Rows within reach of the grants that carry this action."""
        return self.filter(user.reach(action, self.model.scope))


class Scoped(models.Model):
    """A row that belongs to a unit; `scope` is the lookup path from the row to that unit."""

    scope: ClassVar[str] = "unit"

    class Meta:
        abstract = True

"""Facts that hold for a period: a change closes one row and opens another."""

from datetime import date
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q

M = TypeVar("M", bound="Dated")


class DatedQuerySet(models.QuerySet[M]):
    def on(self, day: date) -> Self:
        """The rows that hold on that day."""
        open_ended = Q(ends_on__isnull=True) | Q(ends_on__gt=day)
        return self.filter(open_ended, starts_on__lte=day)

    def current(self) -> Self:
        """The rows with no end yet."""
        return self.filter(ends_on__isnull=True)


class Dated(models.Model):
    """True from `starts_on` (that day included) until `ends_on` (that day not included)."""

    starts_on = models.DateField("自")
    ends_on = models.DateField("至（不含）", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="结束日期不能早于开始日期。",
            )
        ]

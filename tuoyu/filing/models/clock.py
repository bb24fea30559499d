"""A term of the procedure book, running for one filing."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from tuoyu.filing.models.filing import Filing


class Clock(models.Model):
    """A time limit that runs, stops and goes on (办理时限). The book gives its length."""

    filing = models.ForeignKey(
        Filing, models.PROTECT, related_name="clocks", verbose_name="备案"
    )
    clock = models.CharField("时限", max_length=120)  # id of the entry in the procedure book
    says = models.CharField("要求", max_length=200)
    stops_on_word = models.CharField("止于", max_length=60)  # the deed that ends it
    term = models.PositiveSmallIntegerField("期限")
    unit = models.CharField("单位", max_length=10)  # workdays, days or months
    started_on = models.DateField("起算日")
    stops = models.JSONField("中止过", default=list)  # [{"from", "to", "reason"}], both dates
    stopped_on = models.DateField("中止于", null=True, blank=True)
    stopped_why = models.CharField("中止事由", max_length=200, blank=True)
    due_on = models.DateField("到期日", null=True, blank=True)
    provisional = models.BooleanField("暂定", default=False)
    finished_on = models.DateField("办结日", null=True, blank=True)
    used = models.PositiveSmallIntegerField("用时", null=True, blank=True)
    forecast_on = models.DateField("预计办结", null=True, blank=True)
    warned_at = models.DateTimeField("提醒将超期于", null=True, blank=True)
    overdue_at = models.DateTimeField("记为超期于", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "办理时限"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                F("filing"),
                F("clock"),
                name="clock_one_running",
                condition=Q(finished_on__isnull=True),
            ),
            models.CheckConstraint(
                name="clock_stopped_with_reason",
                condition=Q(stopped_on__isnull=True) | ~Q(stopped_why=""),
                violation_error_message="中止计时须写明事由。",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                name="clock_running",
                condition=Q(finished_on__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.says

    @property
    def is_running(self) -> bool:
        return self.finished_on is None and self.stopped_on is None

    def is_overdue(self, on: date) -> bool:
        return self.is_running and self.due_on is not None and self.due_on < on

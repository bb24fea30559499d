"""What the county asked the institution to put right: once, all points together."""

from django.db import models

from tuoyu.filing.models.filing import Filing
from tuoyu.org.models import User


class CorrectionRequest(models.Model):
    """One request with all its points (一次性告知补正).

    A point is {"about", "text", "clause", "repeats"}. `about` says what it concerns:
    `rule:<id>:<subject label>`, `slot:M2`, `field:site.address` or `other`. `repeats` is
    "asked" when an earlier request held it already, "askable" when it could have, else "".
    """

    filing = models.ForeignKey(
        Filing, models.PROTECT, related_name="requests", verbose_name="备案"
    )
    points = models.JSONField("要补正的")
    repeats = models.BooleanField("含本可一次告知的", default=False)
    # What lay before the officer then: content, materials, and what the report left open.
    seen = models.JSONField("当时所见", default=dict)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提出人")
    asked_at = models.DateTimeField("提出时间")
    answered_at = models.DateTimeField("补正时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "补正告知"
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return f"补正 {len(self.points)} 处"

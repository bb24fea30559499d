"""Two eyes: what one officer proposes and another approves."""

from django.db import models
from django.db.models import F, Q

from tuoyu.filing.models.filing import Filing
from tuoyu.org.models import User


class Decision(models.Model):
    """A paper that one person proposes and another lets go out (审批)."""

    class Deed(models.TextChoices):
        RECEIPT = "receipt", "出具备案回执"
        MISMATCH = "mismatch", "告知不符合"

    filing = models.ForeignKey(
        Filing, models.PROTECT, related_name="decisions", verbose_name="备案"
    )
    deed = models.CharField("事项", max_length=10, choices=Deed)
    before = models.CharField("提请前状态", max_length=12)
    detail = models.JSONField("内容", default=dict)
    opinion = models.CharField("经办意见", max_length=300, blank=True)
    proposed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="提请人"
    )
    proposed_at = models.DateTimeField("提请时间")
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审批人"
    )
    decided_at = models.DateTimeField("审批时间", null=True, blank=True)
    is_approved = models.BooleanField("同意", null=True, blank=True)
    answer = models.CharField("审批意见", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "审批"
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                F("filing"),
                name="decision_one_open",
                condition=Q(decided_at__isnull=True),
            ),
            models.CheckConstraint(
                name="decision_by_two_people",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                violation_error_message="提请人不能审批自己提请的事项。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_deed_display()

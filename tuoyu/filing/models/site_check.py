"""The visit after the receipt: fourteen hygiene items, looked at one by one."""

from django.db import models
from django.db.models import F, Q

from tuoyu.filing.models.filing import Filing
from tuoyu.org.models import User
from tuoyu.records.models import Attachment


class SiteCheck(models.Model):
    """A visit and what was seen (现场核实). `answers` is {item id: {"answer", "note"}}."""

    filing = models.ForeignKey(
        Filing, models.PROTECT, related_name="site_checks", verbose_name="备案"
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="核实人")
    visited_on = models.DateField("到场日期")
    companion = models.CharField("同行人员", max_length=60, blank=True)
    answers = models.JSONField("逐项结果", default=dict)
    opinion = models.CharField("核实意见", max_length=500, blank=True)
    is_passed = models.BooleanField("符合", null=True, blank=True)
    concluded_at = models.DateTimeField("完成时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "现场核实"
        ordering = ["visited_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                F("filing"),
                name="site_check_one_open",
                condition=Q(concluded_at__isnull=True),
            ),
            models.CheckConstraint(
                name="site_check_concluded_with_result",
                condition=Q(concluded_at__isnull=True) | Q(is_passed__isnull=False),
                violation_error_message="完成现场核实须有结论。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visited_on} 现场核实"


class SitePhoto(models.Model):
    """A picture taken for one item of a visit (现场照片)."""

    check_of = models.ForeignKey(
        SiteCheck, models.PROTECT, related_name="photos", verbose_name="现场核实"
    )
    item = models.CharField("条目", max_length=120)
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, related_name="+", verbose_name="附件"
    )
    added_at = models.DateTimeField("拍摄上传")

    class Meta:
        verbose_name = verbose_name_plural = "现场照片"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.attachment.name

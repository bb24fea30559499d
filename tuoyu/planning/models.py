"""Plans read in from documents, confirmed by a person, kept as books."""

from django.db import models

from tuoyu.org.models import Region, User


class PlanDocument(models.Model):
    """A government plan read in from a file (方案); confirmed, it is a book of its region."""

    class Status(models.TextChoices):
        READ = "read", "待确认"
        CONFIRMED = "confirmed", "已确认"
        DROPPED = "dropped", "已放弃"

    title = models.CharField("标题", max_length=200)
    issued_on = models.DateField("印发日期", null=True, blank=True)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", verbose_name="适用地区"
    )
    file_name = models.CharField("文件名", max_length=200)
    source_text = models.TextField("原文")
    reading = models.JSONField("读出的内容")  # what the reader found, as `read-plan` prints it
    book = models.TextField("方案书", blank=True)  # YAML, once confirmed
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.READ)
    read_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="读入人")
    read_at = models.DateTimeField("读入时间")
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "方案"
        ordering = ["-read_at"]

    def __str__(self) -> str:
        return self.title

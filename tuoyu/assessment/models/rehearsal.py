"""Draft books from outside, and what they would do to the city."""

from django.db import models

from tuoyu.institutions.models import Institution
from tuoyu.org.models import User


class Draft(models.Model):
    """A draft book that somebody uploaded (草案). It is never in force."""

    name = models.CharField("文件名", max_length=120)
    title = models.CharField("标题", max_length=200)
    text = models.TextField("内容")
    uploaded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = verbose_name_plural = "草案"
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.title


class Rehearsal(models.Model):
    """A draft held against the whole city on a day (草案推演); it touches no verdict."""

    class Status(models.TextChoices):
        WAITING = "waiting", "排队中"
        RUNNING = "running", "推演中"
        DONE = "done", "已完成"
        FAILED = "failed", "没有完成"

    name = models.CharField("草案文件", max_length=120)
    title = models.CharField("标题", max_length=200)
    text = models.TextField("草案内容")
    on = models.DateField("按哪一天的名册")
    status = models.CharField("状态", max_length=8, choices=Status, default=Status.WAITING)
    result = models.JSONField("结果", default=dict)
    counties = models.PositiveSmallIntegerField("县（市、区）数", default=0)
    counties_done = models.PositiveSmallIntegerField("已推演县数", default=0)
    trouble = models.CharField("未完成原因", max_length=300, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="发起人")
    asked_at = models.DateTimeField("发起时间")
    moved_at = models.DateTimeField("最近进展", null=True, blank=True)
    done_at = models.DateTimeField("完成时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "草案推演"
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.title} 推演"

    @property
    def is_over(self) -> bool:
        return self.status in (self.Status.DONE, self.Status.FAILED)


class Fall(models.Model):
    """One row that a draft would break and that breaks nothing of the kind today (新增不达标).

    It belongs to its rehearsal and is no verdict: what is in force never reads it.
    """

    rehearsal = models.ForeignKey(
        Rehearsal, models.CASCADE, related_name="falls", verbose_name="推演"
    )
    rule = models.CharField("草案条款", max_length=120)
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="+", verbose_name="机构"
    )
    county_code = models.CharField("属地县代码", max_length=12)
    subject_id = models.BigIntegerField("对象编号")
    subject_label = models.CharField("对象", max_length=200)
    evidence = models.JSONField("证据", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "新增不达标"
        ordering = ["rehearsal", "county_code", "institution", "rule", "subject_id"]
        indexes = [
            models.Index(fields=["rehearsal", "county_code", "institution"], name="fall_listed")
        ]

    def __str__(self) -> str:
        return f"{self.subject_label} {self.rule}"

"""Draft books from outside, and what they would do to the city."""

from django.db import models

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
    trouble = models.CharField("未完成原因", max_length=300, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="发起人")
    asked_at = models.DateTimeField("发起时间")
    done_at = models.DateTimeField("完成时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "草案推演"
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.title} 推演"

"""What a person is told, and by which channel it went out."""

from django.db import models

from tuoyu.org.models.people import User


class Notice(models.Model):
    """A message to one person (消息), shown in the app and sent by their channels."""

    to = models.ForeignKey(User, models.PROTECT, related_name="notices", verbose_name="收件人")
    title = models.CharField("标题", max_length=120)
    body = models.TextField("内容", blank=True)
    link = models.CharField("去办理", max_length=200, blank=True)
    sent_at = models.DateTimeField("发出")
    read_at = models.DateTimeField("看过", null=True, blank=True)
    channels = models.JSONField("渠道结果", default=dict)  # e-mail and SMS: sent, or why not

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        ordering = ["-sent_at"]
        indexes = [models.Index(fields=["to", "read_at"], name="notice_unread")]

    def __str__(self) -> str:
        return self.title

"""Where a person is signed in."""

from django.db import models

from tuoyu.org.models.people import User


class SignIn(models.Model):
    """A browser in which a person is signed in now (登录会话)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="sign_ins", verbose_name="人员")
    session_key = models.CharField("会话", max_length=40, unique=True)
    address = models.GenericIPAddressField("网络地址", null=True)
    browser = models.CharField("浏览器", max_length=200, blank=True)
    began_at = models.DateTimeField("登录于")
    seen_at = models.DateTimeField("最近活动")

    class Meta:
        verbose_name = verbose_name_plural = "登录会话"
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        return f"{self.user} {self.browser}"

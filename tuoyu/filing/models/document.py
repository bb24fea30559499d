"""The papers the county issues; each is signed and can be checked by anyone."""

from django.db import models
from django.db.models import Q

from tuoyu.filing.models.filing import Filing
from tuoyu.org.models import User


class Document(models.Model):
    """An issued paper (备案文书). Its payload is what was signed; the page is drawn from it."""

    class Kind(models.TextChoices):
        RECEIPT = "receipt", "托育机构备案回执"
        NOTICE = "notice", "托育机构基本条件告知书"
        MISMATCH = "mismatch", "不符合告知书"

    filing = models.ForeignKey(
        Filing, models.PROTECT, related_name="documents", verbose_name="备案"
    )
    kind = models.CharField("文书", max_length=10, choices=Kind)
    number = models.CharField("文号", max_length=40, unique=True)
    code = models.CharField("查验码", max_length=12, unique=True)
    issued_on = models.DateField("出具日期")
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="出具人")
    payload = models.JSONField("内容")
    signature = models.CharField("签名", max_length=128)  # Ed25519 over the packed payload
    revoked_at = models.DateTimeField("失效时间", null=True, blank=True)
    revoked_why = models.CharField("失效原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "备案文书"
        ordering = ["issued_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="document_revoked_with_reason",
                condition=Q(revoked_at__isnull=True) | ~Q(revoked_why=""),
                violation_error_message="文书失效须写明原因。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

"""Papers, named by what they contain."""

from pathlib import PurePath

from django.db import models
from django.db.models import Q

from tuoyu.core.papers import DOCX, JPG, PDF, PNG, SHEETS

KINDS = {kind.content_type: kind for kind in (PDF, JPG, PNG, DOCX, *SHEETS)}


class Attachment(models.Model):
    """A file that somebody handed in (附件); its hash at arrival says whether it is still that.

    Whoever kept it is written as number and name, as in the trail: this room knows no people.
    """

    sha256 = models.CharField("内容摘要", max_length=64)
    size = models.PositiveBigIntegerField("大小（字节）")
    name = models.CharField("文件名", max_length=200)
    content_type = models.CharField("类型", max_length=100)  # by content, never by name
    kept_at = models.DateTimeField("留存时间")
    kept_by_id = models.BigIntegerField("留存人编号", null=True)
    kept_by_name = models.CharField("留存人", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["pk"]
        indexes = [models.Index(fields=["sha256"], name="attachment_by_content")]
        constraints = [
            models.CheckConstraint(
                name="attachment_hash_is_sha256",
                condition=Q(sha256__regex="^[0-9a-f]{64}$"),
                violation_error_message="内容摘要应是 64 位十六进制字符。",
            ),
            models.CheckConstraint(
                name="attachment_is_not_empty",
                condition=Q(size__gt=0),
                violation_error_message="附件不能是空文件。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def shows_in_browser(self) -> bool:
        return self.content_type in KINDS and KINDS[self.content_type].shows_in_browser

    @property
    def file_name(self) -> str:
        """The name to save it under: as it was called, ending as what it is."""
        suffix = KINDS[self.content_type].suffix if self.content_type in KINDS else "bin"
        stem = PurePath(self.name).stem or "附件"
        return f"{stem}.{suffix}"

"""Papers with an expiry, and what the authorities have recognised."""

from django.db import models

from tuoyu.core.fields import yes_no
from tuoyu.institutions.models.institution import Institution
from tuoyu.org.models import Dated, DatedQuerySet


class Licence(Dated):
    """A paper that proves something until it expires (证照). `ends_on` is the day it lapses."""

    class Kind(models.TextChoices):
        REGISTRATION = "registration", "营业执照或法人登记证书"
        SITE = "site", "场地证明"
        HYGIENE = "hygiene", "托幼机构卫生评价报告"
        FIRE = "fire", "消防安全检查合格证明"
        FOOD = "food", "食品经营许可证"
        INSURANCE = "insurance", "托育机构责任保险"
        SECURITY = "security", "技防证明"
        PERMIT = "permit", "托育服务许可证"  # only under the draft law

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="licences", verbose_name="机构"
    )
    kind = models.CharField("种类", max_length=14, choices=Kind)
    paper = models.CharField("凭证类型", max_length=60, blank=True)  # e.g. 消防验收意见书
    number = models.CharField("编号", max_length=60, blank=True)
    issuer = models.CharField("发证单位", max_length=80, blank=True)
    issued_on = models.DateField("发证日期", null=True, blank=True)
    passed = yes_no("结论合格")
    attachment_id = models.BigIntegerField("附件编号", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "证照"
        ordering = ["institution", "kind", "-starts_on"]
        indexes = [models.Index(fields=["ends_on"], name="licence_ends_on")]

    def __str__(self) -> str:
        return self.get_kind_display()


class Demonstration(Dated):
    """Recognised as a demonstration institution (示范机构), by whom and by which paper."""

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="demonstrations", verbose_name="机构"
    )
    named_by = models.CharField("命名单位", max_length=80)
    document = models.CharField("文号", max_length=80, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "示范机构"
        ordering = ["institution", "-starts_on"]

    def __str__(self) -> str:
        return f"{self.institution} 示范"

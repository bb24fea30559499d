"""Classes by age band, and what is offered to families at what price."""

from django.db import models
from django.db.models import F, Q

from tuoyu.core.fields import count, yes_no
from tuoyu.institutions.models.institution import Institution
from tuoyu.org.models import Dated, DatedQuerySet


class NurseryClass(Dated):
    """A class of children (班级). `children` is declared until the day's records give it."""

    class Kind(models.TextChoices):
        INFANT = "infant", "乳儿班"
        JUNIOR = "junior", "托小班"
        SENIOR = "senior", "托大班"
        MIXED = "mixed", "混合班"

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="classes", verbose_name="机构"
    )
    # A class keeps its identity through its dated rows: rooms and carers name the first row.
    origin = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="最初的行",
        db_index=False,
    )
    name = models.CharField("班名", max_length=40)
    kind = models.CharField("班型", max_length=8, choices=Kind)
    places = count("托位数")
    children = count("在托人数")
    youngest_months = count("最小月龄")
    oldest_months = count("最大月龄")
    own_living_unit = yes_no("有独立生活单元")

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "班级"
        ordering = ["institution", "kind", "name"]
        # Only later rows name their first one, so only they are in the index.
        indexes = [
            models.Index(
                fields=["origin"], name="class_origin", condition=Q(origin__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def line(self) -> int:
        """The number that stays the same through every dated row of this class."""
        return self.origin_id or self.pk


class Offering(Dated):
    """A service offered at a price (服务与收费)."""

    class Kind(models.TextChoices):
        FULL_DAY = "full_day", "全日托"
        HALF_DAY = "half_day", "半日托"
        HOURLY = "hourly", "计时托"
        TEMPORARY = "temporary", "临时托"

    class Per(models.TextChoices):
        MONTH = "month", "月"
        DAY = "day", "天"
        HOUR = "hour", "小时"
        TIME = "time", "次"

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="offerings", verbose_name="机构"
    )
    kind = models.CharField("服务形式", max_length=10, choices=Kind)
    price_fen = models.PositiveIntegerField("保育费（分）", null=True, blank=True)
    per = models.CharField("计费单位", max_length=6, choices=Per, default=Per.MONTH)
    meals_fen = models.PositiveIntegerField("伙食费（分）", null=True, blank=True)
    is_published = yes_no("已公示")

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "服务与收费"
        ordering = ["institution", "kind"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                F("institution"),
                F("kind"),
                name="offering_one_open_of_a_kind",
                condition=Q(ends_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

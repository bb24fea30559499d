"""Sweeps of the whole city, and the breaches they found, from the day found to the day gone."""

from django.db import models
from django.db.models import F, Q

from tuoyu.institutions.models import Institution
from tuoyu.org.models import Dated, DatedQuerySet, Scoped, ScopedQuerySet


class Sweep(models.Model):
    """All rules in force held against all institutions on one day (全市对照)."""

    on = models.DateField("判断日期", unique=True)
    ran_at = models.DateTimeField("完成时间")
    rules = models.PositiveIntegerField("条款数")
    institutions = models.PositiveIntegerField("机构数")
    breaches = models.PositiveIntegerField("不符合数")
    seconds = models.DecimalField("用时（秒）", max_digits=8, decimal_places=2)

    class Meta:
        verbose_name = verbose_name_plural = "全市对照"
        ordering = ["-on"]

    def __str__(self) -> str:
        return f"{self.on} 全市对照"


class Tally(models.Model):
    """How many rows of a county kept, broke or left one rule unknown in a sweep (条款计数)."""

    sweep = models.ForeignKey(
        Sweep, models.CASCADE, related_name="tallies", verbose_name="对照"
    )
    rule = models.CharField("条款", max_length=120)
    county_code = models.CharField("属地县代码", max_length=12)
    kept = models.PositiveIntegerField("符合", default=0)
    broken = models.PositiveIntegerField("不符合", default=0)
    unknown = models.PositiveIntegerField("待查明", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "条款计数"
        ordering = ["rule", "county_code"]
        constraints = [
            models.UniqueConstraint(
                F("sweep"), F("rule"), F("county_code"), name="tally_once_a_county"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.county_code}"


class BreachQuerySet(  # type: ignore[override]  # two querysets, one manager
    DatedQuerySet["Breach"], ScopedQuerySet["Breach"]
):
    pass


class Breach(Scoped, Dated):
    """One rule broken by one row of one institution, while it lasts (不符合情形)."""

    scope = "institution__unit"

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="breaches", verbose_name="机构"
    )
    rule = models.CharField("条款", max_length=120)
    subject = models.CharField("对象类别", max_length=20)
    subject_id = models.BigIntegerField("对象编号")
    subject_label = models.CharField("对象", max_length=200)
    evidence = models.JSONField("证据", default=dict)

    objects = BreachQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "不符合情形"
        ordering = ["institution", "rule"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                F("rule"),
                F("subject"),
                F("subject_id"),
                name="breach_one_open",
                condition=Q(ends_on__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["rule", "ends_on"], name="breach_by_rule"),
            models.Index(fields=["starts_on"], name="breach_started"),
            models.Index(fields=["ends_on"], name="breach_ended"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_label} {self.rule}"

"""Numbers as they stood on a day: the public page is fast, and history is honest."""

from django.db import models
from django.db.models import F


class Snapshot(models.Model):
    """One indicator of one county (or, with an empty code, of the city) on a day (统计快照).

    Only the reckoner writes here; there is no form for it. `value` is NULL where it is unknown.
    """

    on = models.DateField("数据日期")
    taken_at = models.DateTimeField("算出时间")
    indicator = models.CharField("指标", max_length=120)
    county_code = models.CharField("属地县代码", max_length=12, blank=True)
    numerator = models.DecimalField("分子", max_digits=20, decimal_places=4, null=True)
    denominator = models.DecimalField("分母", max_digits=20, decimal_places=4, null=True)
    value = models.DecimalField("数值", max_digits=20, decimal_places=6, null=True)
    unsettled = models.PositiveIntegerField("待查明条数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "统计快照"
        ordering = ["-on", "indicator", "county_code"]
        constraints = [
            models.UniqueConstraint(
                F("on"), F("indicator"), F("county_code"), name="snapshot_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.indicator} {self.county_code}"

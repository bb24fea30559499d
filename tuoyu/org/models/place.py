"""Where things are, and which bodies act there."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from tuoyu.org.models.dated import Dated, DatedQuerySet


class RegionQuerySet(DatedQuerySet["Region"]):
    def counties(self) -> "RegionQuerySet":
        """County level: counties, districts, county cities and functional zones."""
        return self.filter(level=Region.Level.COUNTY)


class Region(Dated):
    """A place with a code (行政区划): province, city, county or zone, township.

    `path` joins the codes from the province down (`41/4104/410402/410402001`), so that a
    prefix is a subtree. A place keeps its row for life; what it was called is a FormerName.
    """

    class Level(models.TextChoices):
        PROVINCE = "province", "省"
        CITY = "city", "市"
        COUNTY = "county", "县（市、区）"
        TOWNSHIP = "township", "乡镇街道"

    code = models.CharField("代码", max_length=12, unique=True)
    name = models.CharField("名称", max_length=40)
    short_name = models.CharField("简称", max_length=20)
    level = models.CharField("层级", max_length=10, choices=Level)
    is_zone = models.BooleanField("功能区", default=False)
    counts_in_city = models.BooleanField("计入全市目标", default=True)
    path = models.CharField("路径", max_length=40, unique=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级",
    )
    population = models.PositiveIntegerField("常住人口（人）", null=True, blank=True)
    population_source = models.CharField("人口来源", max_length=120, blank=True)
    longitude = models.DecimalField(
        "经度", max_digits=9, decimal_places=6, null=True, blank=True
    )
    latitude = models.DecimalField(
        "纬度", max_digits=9, decimal_places=6, null=True, blank=True
    )

    objects = RegionQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "区划"
        ordering = ["code"]
        indexes = [
            models.Index(fields=["path"], name="region_path", opclasses=["text_pattern_ops"])
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def region_path(self) -> str:
        return self.path

    def name_on(self, day: date) -> str:
        """What it was called that day."""
        former = self.former_names.on(day).first()
        return former.name if former else self.name


class FormerName(Dated):
    """What a place was called until a day (曾用名称与代码)."""

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="former_names", verbose_name="区划"
    )
    code = models.CharField("代码", max_length=12)
    name = models.CharField("名称", max_length=40)
    short_name = models.CharField("简称", max_length=20)
    basis = models.CharField("变更依据", max_length=120)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "曾用名称"
        ordering = ["region", "-starts_on"]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A body that acts (单位): an authority of a region, a health body, or an institution."""

    class Kind(models.TextChoices):
        AUTHORITY = "authority", "机关"
        HEALTH_BODY = "health_body", "妇幼保健、疾控、监督机构"
        INSTITUTION = "institution", "托育机构"

    kind = models.CharField("类别", max_length=12, choices=Kind)
    name = models.CharField("名称", max_length=120)
    short_name = models.CharField("简称", max_length=60, blank=True)
    department = models.CharField(
        "部门", max_length=30, blank=True
    )  # key of a plan book's unit
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="units", verbose_name="属地"
    )
    phone = models.CharField("公开电话", max_length=40, blank=True)
    address = models.CharField("办公地址", max_length=120, blank=True)
    needs_approval = models.BooleanField("出具文书须审批", default=False)  # two eyes
    receipt_after_review = models.BooleanField(
        "核对后才出回执", default=False
    )  # Henan practice
    is_closed = models.BooleanField("已撤销", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["region__code", "name"]
        constraints = [
            models.UniqueConstraint(
                F("department"),
                F("region"),
                name="unit_one_department_in_a_region",
                condition=Q(kind="authority") & ~Q(department="") & Q(is_closed=False),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def region_path(self) -> str:
        return self.region.path

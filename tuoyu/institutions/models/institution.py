"""The institution itself: its identity for life, and its dated profile and standing."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q

from tuoyu.core.fields import count, yes_no
from tuoyu.org.models import Dated, DatedQuerySet, Region, Scoped, ScopedQuerySet, Unit


def _day(field: models.expressions.Combinable, template: str) -> Func:
    return Func(field, template=template, output_field=models.IntegerField())


def _area() -> Func:
    """A row drawn as an area: its institution on one axis, its days on the other.

    Whole numbers, first and last day included, so that areas meet exactly when days are
    shared. An index of areas costs a third of one of date ranges, row by row.
    """
    first = _day(F("starts_on"), "(%(expressions)s - DATE '2000-01-01')")
    last = _day(
        F("ends_on"),
        "(COALESCE(%(expressions)s, DATE '9999-12-31') - DATE '2000-01-02')",
    )
    corners = [
        Func(F("institution"), day, function="point", output_field=models.Field())
        for day in (first, last)
    ]
    return Func(*corners, function="box", output_field=models.Field())


def one_at_a_time(name: str) -> ExclusionConstraint:
    """No two rows of one institution may hold on the same day."""
    return ExclusionConstraint(
        name=name,
        expressions=[(_area(), RangeOperators.OVERLAPS)],
        # A row that ended on the day it began held on none.
        condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
        violation_error_message="同一时段已有一条记录，请先结束前一条。",
    )


class InstitutionQuerySet(ScopedQuerySet["Institution"]):
    def in_life(self, on: date) -> "InstitutionQuerySet":
        """Institutions that exist on that day: in any state but cancelled."""
        alive = Standing.objects.on(on).exclude(status=Standing.Status.CANCELLED)
        return self.filter(pk__in=alive.values("institution_id"))


class Institution(Scoped):
    """A childcare institution for life (托育机构). What changes is in its dated rows."""

    code = models.CharField("机构编号", max_length=20)
    unit = models.OneToOneField(
        Unit, models.PROTECT, related_name="institution", verbose_name="单位"
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="所在地")
    county = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="属地县")
    entered_at = models.DateTimeField("入册时间", auto_now_add=True)

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "托育机构"
        ordering = ["code"]
        constraints = [
            # Said here and not at the field, which would keep a second index for patterns.
            models.UniqueConstraint(fields=["code"], name="institution_code_once"),
        ]

    def __str__(self) -> str:
        return self.unit.name

    @property
    def region_path(self) -> str:
        return self.unit.region.path

    def profile_on(self, day: date) -> "Profile | None":
        return self.profiles.on(day).first()

    def standing_on(self, day: date) -> "Standing | None":
        return self.standings.on(day).first()


class ProfileQuerySet(DatedQuerySet["Profile"]):
    pass


class Profile(Dated):
    """What an institution is, as registered, for a period (基本信息)."""

    class LegalForm(models.TextChoices):
        PUBLIC_INSTITUTION = "public_institution", "事业单位"
        SOCIAL_SERVICE = "social_service", "社会服务机构（民办非企业单位）"
        COMPANY = "company", "企业"
        SOLE_TRADER = "sole_trader", "个体工商户"

    class Registrar(models.TextChoices):
        ESTABLISHMENT_OFFICE = "establishment_office", "机构编制部门"
        CIVIL_AFFAIRS = "civil_affairs", "民政部门"
        MARKET_REGULATION = "market_regulation", "市场监管部门"

    class Form(models.TextChoices):
        INDEPENDENT = "independent", "独立托育机构"
        COMMUNITY = "community", "社区嵌入式托育"
        KINDERGARTEN_CLASS = "kindergarten_class", "幼儿园托班"
        EMPLOYER = "employer", "用人单位办托"
        FAMILY_SITE = "family_site", "家庭托育点"
        COMPREHENSIVE_CENTRE = "comprehensive_centre", "托育综合服务中心"

    class Backing(models.TextChoices):
        PRIVATE = "private", "民办"
        PUBLIC = "public", "公办"
        PUBLIC_PRIVATE = "public_private", "公办民营"
        PRIVATE_SUBSIDISED = "private_subsidised", "民办公助"

    class EmployerKind(models.TextChoices):
        HOSPITAL = "hospital", "医院"
        SCHOOL = "school", "学校"
        ENTERPRISE = "enterprise", "企业"

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="profiles", verbose_name="机构"
    )
    name = models.CharField("机构名称", max_length=120)
    other_name = models.CharField("别名", max_length=120, blank=True)
    initials = models.CharField("拼音首字母", max_length=120, blank=True)
    searchable = models.TextField("检索文本", blank=True)  # name, initials, address, lower case
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    legal_form = models.CharField("机构性质", max_length=20, choices=LegalForm, blank=True)
    registrar = models.CharField("登记机关类别", max_length=24, choices=Registrar, blank=True)
    registrar_name = models.CharField("登记机关", max_length=80, blank=True)
    registered_on = models.DateField("登记日期", null=True, blank=True)
    scope_states_childcare = yes_no("业务范围写明托育服务")
    form = models.CharField("办托形式", max_length=24, choices=Form)
    backing = models.CharField("办托方式", max_length=20, choices=Backing, blank=True)
    chain_name = models.CharField("连锁品牌", max_length=80, blank=True)
    employer_kind = models.CharField(
        "办托单位类别", max_length=12, choices=EmployerKind, blank=True
    )
    host_inclusive = yes_no("所在幼儿园为普惠性")
    open_to_public = yes_no("向社会开放")
    is_inclusive = yes_no("普惠托育")
    places = count("托位数")
    children_declared = count("申报在托人数")
    staff_declared = count("职工数")
    carers_declared = count("申报保育人员数")
    health_workers_declared = count("申报保健人员数")
    has_meals = yes_no("提供餐饮")
    opens_at = models.TimeField("开门时间", null=True, blank=True)
    closes_at = models.TimeField("关门时间", null=True, blank=True)
    legal_representative = models.CharField("法定代表人", max_length=60, blank=True)
    head_name = models.CharField("负责人", max_length=60, blank=True)
    contact_name = models.CharField("联系人", max_length=60, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    introduction = models.TextField("机构介绍", blank=True)

    objects = ProfileQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "基本信息"
        ordering = ["institution", "-starts_on"]
        constraints = [*Dated.Meta.constraints, one_at_a_time("profile_one_at_a_time")]
        indexes = [
            GinIndex(
                OpClass(F("searchable"), name="gin_trgm_ops"),
                name="profile_searchable",
                condition=Q(ends_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Standing(Dated):
    """Where an institution stands in its life, for a period (状态)."""

    class Status(models.TextChoices):
        REGISTERED = "registered", "已登记未备案"
        FILED = "filed", "已备案"
        SUSPENDED = "suspended", "暂停"
        CANCELLED = "cancelled", "已注销"

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="standings", verbose_name="机构"
    )
    status = models.CharField("状态", max_length=12, choices=Status)
    reason = models.CharField("事由", max_length=200, blank=True)
    reference = models.CharField("凭证编号", max_length=60, blank=True)  # receipt or notice

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "状态"
        ordering = ["institution", "-starts_on"]
        constraints = [*Dated.Meta.constraints, one_at_a_time("standing_one_at_a_time")]
        indexes = [models.Index(fields=["status"], name="standing_status")]

    def __str__(self) -> str:
        return self.get_status_display()


class OperatorRelation(Dated):
    """Who stands behind an institution (举办关系): operator, host or head office."""

    class Kind(models.TextChoices):
        OPERATOR = "operator", "举办者"
        HOST = "host", "依托单位"
        CHAIN = "chain", "连锁总部"

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="operators", verbose_name="机构"
    )
    kind = models.CharField("关系", max_length=10, choices=Kind)
    name = models.CharField("名称", max_length=120)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "举办关系"
        ordering = ["institution", "kind"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.name}"


class PointQuerySet(models.QuerySet["Point"]):
    def open(self) -> "PointQuerySet":
        return self.filter(settled_at__isnull=True)


class Point(models.Model):
    """Something an import or a person found that has to be settled (待核实事项)."""

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="points", verbose_name="机构"
    )
    field = models.CharField("字段", max_length=40, blank=True)
    value = models.CharField("原值", max_length=300, blank=True)
    reason = models.CharField("为什么", max_length=300)
    suggestion = models.CharField("建议", max_length=300, blank=True)
    source = models.CharField("来源", max_length=200)  # sheet and cell, or who found it
    found_at = models.DateTimeField("发现于")
    settled_at = models.DateTimeField("核实于", null=True, blank=True)
    outcome = models.CharField("核实结果", max_length=300, blank=True)

    objects = PointQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "待核实事项"
        ordering = ["institution", "pk"]
        constraints = [
            models.CheckConstraint(
                name="point_settled_with_outcome",
                condition=Q(settled_at__isnull=True) | ~Q(outcome=""),
                violation_error_message="核实须填写结果。",
            )
        ]

    def __str__(self) -> str:
        return self.reason

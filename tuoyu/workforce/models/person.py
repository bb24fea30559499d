"""A worker, their employments, credentials and background checks."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func

from tuoyu.core.fields import count, yes_no
from tuoyu.institutions.models import Institution, NurseryClass
from tuoyu.org.models import Dated, DatedQuerySet, Scoped, ScopedQuerySet


class Person(models.Model):
    """Someone who works with children (从业人员); the sealed number is found by hash."""

    class Education(models.IntegerChoices):
        BELOW = 0, "初中及以下"
        UPPER_SECONDARY = 1, "高中或中专"
        COLLEGE = 2, "大专"
        BACHELOR = 3, "本科"
        GRADUATE = 4, "研究生"

    name = models.CharField("姓名", max_length=60)
    id_sealed = models.BinaryField("证件号码（密文）")
    id_hash = models.BinaryField("证件号码摘要", max_length=32, unique=True)
    id_tail = models.CharField("证件号码末四位", max_length=4, blank=True)
    sex = models.CharField("性别", max_length=1, blank=True)
    born_on = models.DateField("出生日期", null=True, blank=True)
    phone = models.CharField("电话", max_length=20, blank=True)
    education = models.PositiveSmallIntegerField(
        "学历", choices=Education, null=True, blank=True
    )
    major_related = yes_no("相关专业")
    experience_years = models.DecimalField(
        "托育教育卫生从业年限", max_digits=4, decimal_places=1, null=True, blank=True
    )

    class Meta:
        verbose_name = verbose_name_plural = "从业人员"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class EmploymentQuerySet(  # type: ignore[override]  # two querysets, one manager
    DatedQuerySet["Employment"], ScopedQuerySet["Employment"]
):
    pass


class Employment(Scoped, Dated):
    """A person at work in an institution, in one post, for a period (任职)."""

    class Post(models.TextChoices):
        HEAD = "head", "负责人"
        CARER = "carer", "保育人员"
        HEALTH = "health", "保健人员"
        GUARD = "guard", "保安人员"
        COOK = "cook", "炊事人员"
        OTHER = "other", "其他"

    scope = "institution__unit"

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="employments", verbose_name="人员"
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="employments", verbose_name="机构"
    )
    nursery_class = models.ForeignKey(
        NurseryClass,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="employments",
        verbose_name="班级",
    )
    post = models.CharField("岗位", max_length=8, choices=Post)
    # When the person came, if this row began later: a change of class starts a new row.
    hired_on = models.DateField("入职日期", null=True, blank=True)
    is_full_time = yes_no("专职")
    contract_signed = yes_no("签订劳动合同")
    insured = yes_no("缴纳社会保险")
    from_guard_company = yes_no("由持证保安公司派驻")

    objects = EmploymentQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "任职"
        ordering = ["institution", "post", "person"]
        constraints = [
            *Dated.Meta.constraints,
            ExclusionConstraint(
                name="employment_once_in_a_post",
                expressions=[
                    (F("person"), RangeOperators.EQUAL),
                    (F("institution"), RangeOperators.EQUAL),
                    (F("post"), RangeOperators.EQUAL),
                    (
                        Func(
                            F("starts_on"),
                            F("ends_on"),
                            function="daterange",
                            output_field=models.Field(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="此人在本机构本岗位已有任职。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_post_display()}"

    @property
    def region_path(self) -> str:
        return self.institution.region_path


class Credential(Dated):
    """A certificate, training or health certificate a person holds (证书); lapses `ends_on`."""

    class Kind(models.TextChoices):
        HEALTH = "health", "托幼机构工作人员健康合格证"
        POST_TRAINING = "post_training", "负责人岗位培训"
        CHILDCARE_TRAINING = "childcare_training", "婴幼儿保育培训"
        PSYCHOLOGY_TRAINING = "psychology_training", "心理健康培训"
        HEALTH_CARE_TRAINING = "health_care_training", "卫生保健专业知识培训"
        ETHICS_TRAINING = "ethics_training", "职业道德培训"
        LAW_TRAINING = "law_training", "法治培训"
        FIRST_AID = "first_aid", "急救培训"
        GUARD = "guard", "保安员证"
        CARER_LICENCE = "carer_licence", "托育师注册"  # only under the draft law

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="credentials", verbose_name="人员"
    )
    kind = models.CharField("种类", max_length=20, choices=Kind)
    number = models.CharField("编号", max_length=60, blank=True)
    issuer = models.CharField("发证单位", max_length=80, blank=True)
    hours = count("学时")
    attachment_id = models.BigIntegerField("附件编号", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = verbose_name_plural = "证书与培训"
        ordering = ["person", "kind", "-starts_on"]
        indexes = [models.Index(fields=["ends_on"], name="credential_ends_on")]

    def __str__(self) -> str:
        return self.get_kind_display()


class BackgroundCheck(models.Model):
    """The question asked of police and procuratorate about a person (入职查询)."""

    class Outcome(models.TextChoices):
        CLEAR = "clear", "无记录"
        HIT = "hit", "有记录"

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="background_checks", verbose_name="人员"
    )
    asked_on = models.DateField("查询日期")
    outcome = models.CharField("结果", max_length=8, choices=Outcome)
    reference = models.CharField("查询编号", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "入职查询"
        ordering = ["person", "-asked_on"]

    def __str__(self) -> str:
        return f"{self.person} {self.asked_on}"

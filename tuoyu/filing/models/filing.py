"""One filing: an institution's request to the county, and how far it has come."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from tuoyu.core.guard import Action
from tuoyu.institutions.models import Institution
from tuoyu.org.models import Region, Scoped, ScopedQuerySet, Unit, User


class FilingQuerySet(ScopedQuerySet["Filing"]):
    def visible_to(self, user: User, action: Action) -> "FilingQuerySet":
        """An authority sees its region's filings once submitted; an institution its own."""
        reach = Q(pk__in=[])
        for grant in user.grants_for(action):
            if grant.unit.kind == Unit.Kind.INSTITUTION:
                reach |= grant.reach("applicant")
            else:
                reach |= grant.reach("unit") & Q(number__isnull=False)
        return self.filter(reach)

    def in_hand(self) -> "FilingQuerySet":
        """Submitted and not yet at an end."""
        return self.filter(status__in=Filing.IN_HAND)


class Filing(Scoped):
    """A filing by an institution with its county's health authority (备案)."""

    class Kind(models.TextChoices):
        NEW = "new", "新备案"
        CHANGE = "change", "变更备案"
        SUSPENSION = "suspension", "暂停服务"
        RESUMPTION = "resumption", "恢复服务"
        CANCELLATION = "cancellation", "注销备案"

    class Status(models.TextChoices):
        DRAFT = "draft", "草稿"
        SUBMITTED = "submitted", "受理核对"
        CORRECTING = "correcting", "待机构补正"
        APPROVING = "approving", "待审批"
        RECEIPTED = "receipted", "已出回执"
        CHECKED = "checked", "现场核实符合"
        MISMATCHED = "mismatched", "已告知不符合"
        PUBLISHED = "published", "已公开"
        WITHDRAWN = "withdrawn", "已撤回"

    IN_HAND = (
        Status.SUBMITTED,
        Status.CORRECTING,
        Status.APPROVING,
        Status.RECEIPTED,
        Status.CHECKED,
    )
    # Kinds that say what the place is; only these are seen on site.
    OF_CONTENT = (Kind.NEW, Kind.CHANGE)

    scope = "unit"

    kind = models.CharField("种类", max_length=14, choices=Kind)
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.DRAFT)
    number = models.CharField("办件编号", max_length=24, unique=True, null=True, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="filings_received", verbose_name="备案机关"
    )
    applicant = models.ForeignKey(
        Unit, models.PROTECT, related_name="filings", verbose_name="申报单位"
    )
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="filings",
        verbose_name="机构",
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="所在地")
    # As typed, in the shape of a dossier; `closing` for kinds that end or pause the service.
    # Identity numbers of staff lie sealed in it.
    content = models.JSONField("备案书", default=dict)
    # How often each step changed and which page did last: {"site": {"n": 3, "tab": "…"}}
    versions = models.JSONField("各步版本", default=dict)
    promised_at = models.DateTimeField("承诺时间", null=True, blank=True)
    started_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="填报人"
    )
    started_at = models.DateTimeField("开始填报")
    saved_at = models.DateTimeField("最近保存")
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    receipted_at = models.DateTimeField("出具回执时间", null=True, blank=True)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    officer = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="filings_in_hand",
        verbose_name="承办人",
    )
    # What the clocks say, kept here by the services so that lists and facts need not reckon.
    due_on = models.DateField("期限", null=True, blank=True)
    due_provisional = models.BooleanField("期限暂定", default=False)
    stopped_on = models.DateField("计时中止于", null=True, blank=True)
    receipt_due = models.DateField("回执期限", null=True, blank=True)
    receipt_workdays = models.PositiveSmallIntegerField(
        "出回执用时（工作日）", null=True, blank=True
    )
    receipt_in_time = models.BooleanField("按期出回执", null=True, blank=True)
    notice_workdays = models.PositiveSmallIntegerField(
        "告知不符合用时（工作日）", null=True, blank=True
    )
    corrections = models.PositiveSmallIntegerField("补正次数", default=0)

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "备案"
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="filing_numbered_once_submitted",
                condition=Q(status__in=("draft", "withdrawn"))
                | Q(
                    number__isnull=False, submitted_at__isnull=False, promised_at__isnull=False
                ),
                violation_error_message="提交后的备案须有办件编号和承诺。",
            ),
            models.UniqueConstraint(
                F("applicant"),
                name="filing_one_at_a_time",
                condition=Q(status__in=("draft", "submitted", "correcting", "approving")),
                violation_error_message="已有一件在填或在办，请先办完它。",
            ),
            models.CheckConstraint(
                name="filing_receipted_with_institution",
                condition=~Q(status__in=("receipted", "checked", "published"))
                | Q(institution__isnull=False),
                violation_error_message="出具回执后须已入册。",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "status", "due_on"], name="filing_inbox"),
            models.Index(fields=["institution", "status"], name="filing_by_institution"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.get_kind_display()}"

    @property
    def title(self) -> str:
        """The name as filed; before it is typed, the applicant's."""
        profile: dict[str, Any] = self.content.get("profile") or {}
        return str(profile.get("name") or "") or self.applicant.name

    @property
    def form(self) -> str:
        """The operating form as filed (独立, 社区, 幼儿园托班 …); empty until chosen."""
        return str((self.content.get("profile") or {}).get("form") or "")

    @property
    def region_path(self) -> str:
        return self.unit.region.path

    @property
    def is_open_to_applicant(self) -> bool:
        """May the institution still write in it?"""
        return self.status in (self.Status.DRAFT, self.Status.CORRECTING)

    @property
    def is_of_content(self) -> bool:
        return self.kind in self.OF_CONTENT

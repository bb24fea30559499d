"""A ledger on its way into the register: the file, how it was read, and every row of it."""

from django.db import models

from tuoyu.institutions.models.institution import Institution
from tuoyu.org.models import Scoped, ScopedQuerySet, Unit, User
from tuoyu.records.models import Attachment


class LedgerImport(Scoped):
    """One upload of a filing ledger (台账导入): judged, then written whole or not at all."""

    class Status(models.TextChoices):
        JUDGING = "judging", "判读中"
        JUDGED = "judged", "待导入"
        WRITING = "writing", "导入中"
        COMMITTED = "committed", "已导入"
        UNDOING = "undoing", "撤回中"
        UNDONE = "undone", "已撤回"
        FAILED = "failed", "未能判读"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="经办单位")
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, related_name="+", verbose_name="台账文件"
    )
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.JUDGING)
    problem = models.CharField("没有办成的原因", max_length=300, blank=True)
    # {sheet: {column letter: field key, or null to leave it out}}
    corrections = models.JSONField("列的更正", default=dict)
    # sheets, columns, points about sheets, counts: everything but the rows
    summary = models.JSONField("判读概要", default=dict)
    done = models.PositiveIntegerField("已判行数", default=0)
    total = models.PositiveIntegerField("总行数", default=0)
    # of everything it was judged against; while that stands, it need not be judged again
    stamp = models.CharField("判读依据", max_length=64, blank=True)
    # what was added, closed and overwritten, so that all of it can be taken back
    written = models.JSONField("写入内容", default=dict)
    uploaded_at = models.DateTimeField("上传时间")
    uploaded_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="上传人"
    )
    committed_at = models.DateTimeField("导入时间", null=True, blank=True)
    undone_at = models.DateTimeField("撤回时间", null=True, blank=True)

    objects = ScopedQuerySet["LedgerImport"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "台账导入"
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.attachment.name

    @property
    def is_under_way(self) -> bool:
        """The worker has it; its page waits."""
        return self.status in (self.Status.JUDGING, self.Status.WRITING, self.Status.UNDOING)

    @property
    def region_path(self) -> str:
        return self.unit.region.path


class LedgerRow(models.Model):
    """One row of a ledger with what was judged of it, and what the officer chose (台账行)."""

    class Outcome(models.TextChoices):
        NEW = "new", "新增"
        UPDATE = "update", "更新"
        DUPLICATE = "duplicate", "重复"
        REFUSED = "refused", "退回"

    class Choice(models.TextChoices):
        AS_JUDGED = "", "按判读办"
        SKIP = "skip", "不导入"
        MERGE = "merge", "并入已登记机构"
        APART = "apart", "另作一家"

    # Found by the index of its constraint below, so without one of its own.
    ledger = models.ForeignKey(
        LedgerImport,
        models.CASCADE,
        related_name="rows",
        verbose_name="台账",
        db_index=False,
    )
    number = models.PositiveIntegerField("顺序")  # through all sheets, from 1
    sheet = models.CharField("工作表", max_length=40)
    row = models.PositiveIntegerField("行号")
    table = models.PositiveSmallIntegerField("表")  # which of summary.tables its cells follow
    outcome = models.CharField("判断", max_length=10, choices=Outcome)
    name = models.CharField("机构名称", max_length=160, blank=True)
    county = models.CharField("县代码", max_length=12, blank=True)
    matched_id = models.BigIntegerField("已登记机构编号", null=True)
    same_as = models.PositiveIntegerField("与哪一行重复", null=True)
    why = models.CharField("依据", max_length=120, blank=True)
    to_settle = models.PositiveSmallIntegerField("待核实项数", default=0)
    points = models.JSONField("发现", default=list)
    changes = models.JSONField("改变", default=list)
    choice = models.CharField("处理", max_length=8, choices=Choice, blank=True, default="")
    into_id = models.BigIntegerField("并入机构编号", null=True)
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        related_name="ledger_rows",
        verbose_name="写入的机构",
    )

    class Meta:
        verbose_name = verbose_name_plural = "台账行"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint("ledger", "number", name="ledger_row_number_once"),
        ]

    def __str__(self) -> str:
        return f"“{self.sheet}”第 {self.row} 行 {self.name}"


class LedgerPart(models.Model):
    """Some rows of a ledger as they were judged, packed, until it is imported (台账判读)."""

    ledger = models.ForeignKey(
        LedgerImport, models.CASCADE, related_name="parts", verbose_name="台账"
    )
    table = models.PositiveSmallIntegerField("表")
    day = models.DateField("截至")  # on which what it tells held
    rows = models.BinaryField("各行")

    class Meta:
        verbose_name = verbose_name_plural = "台账判读"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.ledger} {self.pk}"

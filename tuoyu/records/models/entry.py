"""The trail: what happened, append-only by rights and trigger."""

from django.db import models
from django.db.models.functions import Now


class Entry(models.Model):
    """One deed that was done (留痕): who, when, to what; never changed, never removed.

    `xid` is the writing transaction. Readers follow the trail in the order of (xid, pk) and
    leave out transactions that may still be running; a cursor by pk alone would lose entries
    that were numbered early and committed late.
    """

    at = models.DateTimeField("时间", db_default=Now())
    xid = models.BigIntegerField("事务号", editable=False)
    deed = models.CharField("事项", max_length=60)
    subject_kind = models.CharField("对象类别", max_length=60)
    subject_id = models.BigIntegerField("对象编号", null=True)
    subject_label = models.CharField("对象", max_length=200)
    region_path = models.CharField("属地", max_length=60, blank=True)
    actor_id = models.BigIntegerField("经手人编号", null=True)
    actor_name = models.CharField("经手人", max_length=60)
    acting_for = models.CharField("代为操作", max_length=60, blank=True)
    people = models.JSONField("涉及个人", default=list)
    detail = models.JSONField("详情", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "留痕"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="entry_by_subject"),
            models.Index(fields=["deed", "at"], name="entry_by_deed"),
            models.Index(fields=["actor_id", "at"], name="entry_by_actor"),
            models.Index(fields=["xid", "id"], name="entry_by_transaction"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.deed} {self.subject_label}"

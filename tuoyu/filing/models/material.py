"""The papers of a filing, slot by slot."""

from dataclasses import dataclass

from django.db import models

from tuoyu.filing.models.filing import Filing
from tuoyu.records.models import Attachment


@dataclass(frozen=True, slots=True)
class Slot:
    """One kind of paper that a filing asks for."""

    code: str
    label: str
    hint: str
    licence: str = ""  # the kind of licence it becomes in the register
    many: bool = False


SLOTS = (
    Slot("M1", "营业执照或法人登记证书", "业务范围须写明托育服务", "registration"),
    Slot("M2", "场地证明", "产权证，或租期不少于 3 年的合同；附平面图", "site", many=True),
    Slot("M3", "人员资格和健康证明", "每位工作人员一份，可一次选多份", many=True),
    Slot("M4", "卫生评价报告", "按 14 项基本标准自评为合格", "hygiene"),
    Slot("M5", "消防安全证明", "消防安全检查合格证明、验收意见书或备案凭证", "fire", many=True),
    Slot("M6", "食品经营许可证", "提供餐饮的机构上传", "food"),
    Slot("M7", "其他材料", "法定代表人身份证明、技防证明等", "", many=True),
)


class Material(models.Model):
    """One uploaded paper in a slot of a filing (备案材料)."""

    class SlotCode(models.TextChoices):
        M1 = "M1", "营业执照或法人登记证书"
        M2 = "M2", "场地证明"
        M3 = "M3", "人员资格和健康证明"
        M4 = "M4", "卫生评价报告"
        M5 = "M5", "消防安全证明"
        M6 = "M6", "食品经营许可证"
        M7 = "M7", "其他材料"

    filing = models.ForeignKey(
        Filing, models.PROTECT, related_name="materials", verbose_name="备案"
    )
    slot = models.CharField("材料", max_length=2, choices=SlotCode)
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, related_name="+", verbose_name="附件"
    )
    remark = models.CharField("说明", max_length=200, blank=True)
    added_at = models.DateTimeField("上传时间")
    removed_at = models.DateTimeField("撤下时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "备案材料"
        ordering = ["slot", "pk"]

    def __str__(self) -> str:
        return f"{self.slot} {self.attachment.name}"

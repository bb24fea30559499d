"""Our fields, and the many headings offices give them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from tuoyu.core.ledger import categories
from tuoyu.core.ledger.headings import headings
from tuoyu.core.sheets import answers, codes, dates, names, numbers, phones, prices, services
from tuoyu.core.sheets.text import tidy
from tuoyu.core.sheets.values import Cell, Reading

Reader: TypeAlias = Callable[[Cell], Reading[Any]]


def text(cell: Cell) -> Reading[str]:
    return Reading(tidy(cell) or None, cell)


@dataclass(frozen=True, slots=True)
class Field:
    """`strict`: a cell that cannot be read keeps the row out. `tells`: say what was changed."""

    key: str
    label: str
    reader: Reader
    strict: bool = False
    tells: bool = False

    @property
    def headings(self) -> tuple[str, ...]:
        return (self.label, *_HEADINGS.get(self.key, ()))


_HEADINGS = headings()
_ALL = (
    Field("serial", "序号", text),
    Field("region", "县（市、区）", text),
    Field("township", "乡镇（街道）", text),
    Field("name", "机构名称", names.institution_name),
    Field("legal_form", "机构性质", categories.legal_forms),
    Field("code", "统一社会信用代码", codes.credit_code, tells=True),
    Field("address", "地址", text),
    Field("head", "负责人", text),
    Field("identity", "身份证号", codes.identity_number, tells=True),
    Field("contact", "联系人", text),
    Field("phone", "联系电话", phones.phone, tells=True),
    Field("places", "托位数", numbers.count, strict=True),
    Field("children", "实际收托数", numbers.count, strict=True),
    Field("class_count", "班级数", numbers.count, strict=True),
    Field("infant", "乳儿班", numbers.count, strict=True),
    Field("junior", "托小班", numbers.count, strict=True),
    Field("senior", "托大班", numbers.count, strict=True),
    Field("mixed", "混合班", numbers.count, strict=True),
    Field("infant_places", "乳儿班托位", numbers.count, strict=True),
    Field("junior_places", "托小班托位", numbers.count, strict=True),
    Field("senior_places", "托大班托位", numbers.count, strict=True),
    Field("mixed_places", "混合班托位", numbers.count, strict=True),
    Field("staff", "职工数", numbers.count, strict=True),
    Field("carers", "保育人员数", numbers.count, strict=True),
    Field("health_workers", "保健人员数", numbers.count, strict=True),
    Field("filed_on", "备案时间", dates.day, strict=True, tells=True),
    Field("filing_number", "备案编号", text),
    Field("registered_on", "登记日期", dates.day, strict=True, tells=True),
    Field("services", "服务形式", services.service_forms),
    Field("prices", "收费标准", prices.prices),
    Field("inclusive", "是否普惠", answers.yes_or_no),
    Field("meals", "是否供餐", answers.yes_or_no),
    Field("area", "建筑面积", numbers.measure, strict=True),
    Field("indoor_area", "室内使用面积", numbers.measure, strict=True),
    Field("outdoor_area", "户外活动场地面积", numbers.measure, strict=True),
    Field("floor", "所在楼层", text),
    Field("status", "状态", categories.status),
    Field("registrar", "登记机关", categories.registrar),
    Field("fire", "消防手续", text),
    Field("demonstration", "是否示范", answers.yes_or_no),
    Field("remark", "备注", text),
)

FIELDS: dict[str, Field] = {field.key: field for field in _ALL}
CLASS_KINDS = ("infant", "junior", "senior", "mixed")


READ_FROM_NAMES = {"form": "办托形式"}  # no column of a ledger: the name tells it


def label_of(key: str) -> str:
    """How people call a field; one that is none of ours keeps its own name."""
    return FIELDS[key].label if key in FIELDS else READ_FROM_NAMES.get(key, key)

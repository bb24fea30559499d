"""What a filing cannot be submitted without. Rules of the law do not stand here: they are in
the books, and a filing that breaks them may still be submitted, since 备案 is no permit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tuoyu.filing.models import SLOTS, Filing, Material, Slot
from tuoyu.institutions.models import Licence, Profile

Kind = Filing.Kind
FAMILY = Profile.Form.FAMILY_SITE


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing missing: on which step, which field or slot, and what to do."""

    step: str
    about: str  # field:site.address, slot:M2
    message: str


# The fields of the 备案书, in its order, and the step that asks for each.
ASKED: tuple[tuple[str, str, str], ...] = (
    ("institution", "profile.name", "机构名称"),
    ("institution", "profile.form", "办托形式"),
    ("institution", "profile.legal_form", "机构性质"),
    ("institution", "profile.registrar", "登记机关类别"),
    ("institution", "profile.registered_on", "登记日期"),
    ("institution", "profile.credit_code", "统一社会信用代码"),
    ("institution", "profile.legal_representative", "法定代表人"),
    ("institution", "profile.head_name", "负责人"),
    ("institution", "profile.phone", "联系电话"),
    ("site", "site.region_code", "所在乡镇街道"),
    ("site", "site.address", "地址"),
    ("site", "site.tenure", "场地性质"),
    ("site", "site.building_area_m2", "建筑面积"),
    ("site", "site.indoor_area_m2", "室内使用面积"),
    ("site", "site.lowest_floor", "最低所在楼层"),
    ("site", "site.highest_floor", "最高所在楼层"),
    ("services", "profile.places", "托位数"),
    ("services", "profile.has_meals", "是否提供餐饮"),
)
FAMILY_ASKED = frozenset(
    (
        "profile.name",
        "profile.form",
        "profile.registrar",
        "profile.registered_on",
        "profile.credit_code",
        "profile.head_name",
        "profile.phone",
        "site.region_code",
        "site.address",
        "site.tenure",
        "site.building_area_m2",
        "site.lowest_floor",
        "profile.places",
    )
)
CLOSING_ASKED: dict[str, tuple[tuple[str, str], ...]] = {
    Kind.SUSPENSION: (
        ("from_on", "暂停自"),
        ("until_on", "预计恢复"),
        ("reason", "事由"),
        ("arrangement", "婴幼儿和人员怎么安排"),
    ),
    Kind.RESUMPTION: (("from_on", "恢复自"), ("arrangement", "恢复前做了哪些准备")),
    Kind.CANCELLATION: (("from_on", "停止服务日"), ("reason", "事由")),
}
REQUIRED_SLOTS = ("M1", "M2", "M3", "M4", "M5")
FAMILY_SLOTS = ("M1", "M2", "M3")


def gaps(filing: Filing, materials: Sequence[Material], *, on: date) -> list[Gap]:
    """All of them, in the order of the steps; empty when it can be submitted."""
    if not filing.is_of_content:
        return list(_closing_gaps(filing))
    slots = _slot_gaps(filing, materials, on)
    found = [*_field_gaps(filing), *_list_gaps(filing), *slots]
    return sorted(found, key=lambda gap: STEP_ORDER.index(gap.step))


STEP_ORDER = ("institution", "site", "rooms", "services", "staff", "materials", "closing")


def slots_for(filing: Filing) -> list[tuple[Slot, bool]]:
    """The slots of this filing with whether each must be filled."""
    required = required_slots(filing)
    return [(slot, slot.code in required) for slot in SLOTS if _concerns(filing, slot.code)]


def required_slots(filing: Filing) -> tuple[str, ...]:
    if filing.form == FAMILY:
        return FAMILY_SLOTS
    return (*REQUIRED_SLOTS, "M6") if serves_meals(filing) else REQUIRED_SLOTS


def serves_meals(filing: Filing) -> bool | None:
    """None until answered."""
    answer = str(_answer(filing, "profile.has_meals")).lower()
    return {"true": True, "false": False}.get(answer)


def _concerns(filing: Filing, code: str) -> bool:
    """A family site has no hygiene evaluation of its own; a kitchen's licence needs meals."""
    if filing.form == FAMILY:
        return code in (*FAMILY_SLOTS, "M7")
    return code != "M6" or serves_meals(filing) is not False


def _answer(filing: Filing, path: str) -> Any:
    section, _, name = path.partition(".")
    return (filing.content.get(section) or {}).get(name)


def _field_gaps(filing: Filing) -> Iterator[Gap]:
    for step, path, label in ASKED:
        if filing.form == FAMILY and path not in FAMILY_ASKED:
            continue
        if _answer(filing, path) in (None, ""):
            yield Gap(step, f"field:{path}", f"还没有填“{label}”")


def _list_gaps(filing: Filing) -> Iterator[Gap]:
    content = filing.content
    if filing.form != FAMILY and not content.get("classes"):
        yield Gap("rooms", "field:classes", "至少填一个班级")
    if not content.get("offerings"):
        yield Gap("services", "field:offerings", "至少填一种服务形式和价格")
    if not content.get("staff"):
        yield Gap("staff", "field:staff", "至少填一位工作人员")


def _slot_gaps(filing: Filing, materials: Sequence[Material], on: date) -> Iterator[Gap]:
    held = {material.slot for material in materials} | _on_file(filing, on)
    for slot, required in slots_for(filing):
        if required and slot.code not in held:
            yield Gap("materials", f"slot:{slot.code}", f"还没有上传 {slot.code} {slot.label}")


def _on_file(filing: Filing, on: date) -> set[str]:
    """For a change: what the register already holds need not be handed in again."""
    if filing.kind != Kind.CHANGE or filing.institution is None:
        return set()
    held = Licence.objects.on(on).filter(institution=filing.institution)
    kinds = set(held.values_list("kind", flat=True))
    earlier = Material.objects.filter(
        filing__institution=filing.institution,
        filing__receipted_at__isnull=False,
        removed_at=None,
    )
    slots = set(earlier.values_list("slot", flat=True))
    return slots | {slot.code for slot in SLOTS if slot.licence in kinds}


def _closing_gaps(filing: Filing) -> Iterator[Gap]:
    closing = filing.content.get("closing") or {}
    for name, label in CLOSING_ASKED[filing.kind]:
        if closing.get(name) in (None, ""):
            yield Gap("closing", f"field:closing.{name}", f"还没有填“{label}”")
    if filing.kind == Kind.CANCELLATION:
        yield from placing_gaps(closing)


WHO = {"children": "婴幼儿", "staff": "工作人员"}


def placing_gaps(closing: dict[str, Any]) -> Iterator[Gap]:
    """Everybody must have somewhere to go before a place closes (管理规范第七条)."""
    for who, label in WHO.items():
        there = _number(closing.get(f"{who}_now"))
        rows = [row for row in closing.get("placements", []) if _goes(row, who)]
        placed = sum(_number(row.get("count")) or 0 for row in rows)
        about = f"field:closing.{who}_now"
        if there is None:
            yield Gap("closing", about, f"还没有填现有{label}几人")
        elif placed < there:
            yield Gap("closing", about, f"还有 {there - placed} 名{label}没有写明去向")
        elif placed > there:
            yield Gap("closing", about, f"{label}去向合计 {placed} 人，比现有 {there} 人多")


def _goes(row: dict[str, Any], who: str) -> bool:
    """A row that does not say where to has placed nobody."""
    return row.get("who") == who and bool(str(row.get("to") or "").strip())


def _number(value: Any) -> int | None:
    try:
        return int(str(value))
    except ValueError:
        return None

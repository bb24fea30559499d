"""Questions a row raises by itself: numbers that contradict each other, remarks that matter."""

import re
from collections.abc import Callable
from datetime import date
from typing import TypeAlias

from tuoyu.core.ledger.categories import STATUS_LABELS
from tuoyu.core.ledger.entry import Entry
from tuoyu.core.ledger.fields import FIELDS
from tuoyu.core.ledger.findings import Findings
from tuoyu.core.ledger.limits import Limits

Check: TypeAlias = Callable[[Entry, Findings, Limits], None]

_RECORDING = re.compile(
    r"(?:视频|录像|监控|影像|硬盘)[^，。；,;]{0,8}?(\d{1,3})\s*(天|日|个月|月)"
)
_DEMONSTRATION = re.compile(r"(?:(20\d\d)年?[^，。；,;]{0,6})?示范")
_NOT_A_CLAIM = re.compile(r"示范区|非示范|未.{0,2}示范|取消示范")
_REMARKS = tuple(
    (re.compile(pattern), reason, advice)
    for pattern, reason, advice in (
        (r"搬迁|迁址|搬家|迁至", "备注写搬迁，现地址可能不对", "请核实新址；换址须重新备案"),
        (
            r"(?:法人|负责人).{0,4}变更|变更.{0,4}(?:法人|负责人)",
            "备注写法人变更，待更新",
            "请核实现任法人并办理变更",
        ),
        (r"更名|改名|名称变更", "备注写更名", "请核实现用名称并办理变更"),
        (r"停业|停办|关停|关闭|倒闭|歇业|撤销|注销", "备注写已停业或注销", "请核实状态"),
    )
)
_NONE_YET = re.compile(r"无|没有|未.*|办理中|正在.*|待.*|否|×|不合格|未通过")


def places_against_classes(entry: Entry, findings: Findings, limits: Limits) -> None:
    places = entry.places
    if places is None:
        if "places" in findings.at:
            findings.settle("places", "没有填托位数", "请填写备案的托位数")
        return
    if entry.class_places and (declared := sum(entry.class_places.values())) != places:
        findings.settle(
            "places", f"托位 {places} 个，各班托位相加是 {declared} 个", "请核对托位和各班托位"
        )
    most = sum(number * limits.class_sizes[kind] for kind, number in entry.classes.items())
    if entry.classes and places > most:
        words = f"托位 {places} 个，按所列 {sum(entry.classes.values())} 个班最多 {most} 个"
        findings.settle("places", words, "请核对托位数和班级数")
    if entry.class_count and entry.classes and entry.class_count != sum(entry.classes.values()):
        findings.settle("class_count", "班级总数与各类班相加不一致", "请核对班级数")


def children_against_places(entry: Entry, findings: Findings, limits: Limits) -> None:
    children = entry.children
    if children is None:
        return
    if entry.places is not None and children > entry.places:
        words = f"收托 {children} 人，多于托位 {entry.places} 个"
        findings.settle("children", words, "请核实实际收托数和托位数")
    if children and entry.carers == 0:
        findings.settle("carers", f"收托 {children} 人，却没有保育人员", "请核实保育人员数")
    if entry.staff is not None and (entry.carers or 0) > entry.staff:
        findings.settle("staff", "保育人员多于职工总数", "请核对人数")


def family_site(entry: Entry, findings: Findings, limits: Limits) -> None:
    if entry.form != "family_site":
        return
    most = limits.family_places
    if (entry.places or 0) > most:
        words = f"家庭托育点托位 {entry.places} 个，超过 {most} 个"
        findings.settle(
            "places", words, f"家庭托育点最多 {most} 人；多于 {most} 人须按托育机构办理"
        )
    if (entry.children or 0) > most:
        findings.settle(
            "children", f"家庭托育点收托 {entry.children} 人，超过 {most} 人", "请核实收托人数"
        )


def floors(entry: Entry, findings: Findings, limits: Limits) -> None:
    if entry.highest_floor is None or entry.lowest_floor is None:
        return
    field = "floor" if entry.floor else "address"
    if entry.lowest_floor < 0:
        findings.settle(
            field, "地址在地下或半地下，婴幼儿用房不得设在那里", "请实地核实婴幼儿用房所在楼层"
        )
    if entry.highest_floor > limits.highest_floor:
        words = f"在 {entry.highest_floor} 层，婴幼儿用房不得高于 {limits.highest_floor} 层"
        findings.settle(field, words, "请实地核实婴幼儿用房所在楼层")
    elif entry.highest_floor > limits.questioned_floor:
        words = f"在 {entry.highest_floor} 层，托育用房一般应在首层"
        findings.settle(field, words, "请核实婴幼儿用房楼层和疏散条件")
    elif entry.highest_floor > 1:
        findings.tell(field, f"用到 {entry.highest_floor} 层，二层只宜设托大班")


def area(entry: Entry, findings: Findings, limits: Limits) -> None:
    if entry.area is None:
        return
    if entry.area <= 0:
        findings.settle("area", "建筑面积不是正数", "请核对建筑面积")
    elif entry.places and entry.area / entry.places < limits.least_area_per_place:
        each = f"{entry.area / entry.places:.1f}"
        words = f"建筑面积 {entry.area:g} m²，平均每个托位只有 {each} m²"
        findings.settle("area", words, "请核对面积和托位数，是否漏写一位")


def status(entry: Entry, findings: Findings, limits: Limits) -> None:
    if entry.status is None:
        return
    label = STATUS_LABELS[entry.status]
    if entry.status == "registered" and entry.filed_on:
        findings.settle(
            "status", f"状态是“未备案”，却有备案时间 {_filed(entry)}", "请核实是否已备案"
        )
    if entry.status == "filed" and entry.filed_on is None and "filed_on" in findings.at:
        findings.settle("filed_on", "状态是“已备案”，却没有备案时间", "请按备案回执补填")
    if entry.status == "rectifying":
        findings.settle(
            "status", "“整改中”不是备案状态，看不出是否已备案", "请核实备案状态和整改进展"
        )
    if entry.status in ("cancelled", "suspended") and entry.children:
        findings.settle(
            "status",
            f"状态是“{label}”，却还有 {entry.children} 名婴幼儿在托",
            "请核实是否仍在收托",
        )


def _filed(entry: Entry) -> str:
    """The filing day as exactly as the ledger has it."""
    lengths = {"month": 7, "year": 4}
    return str(entry.filed_on)[: lengths.get(entry.filed_precision or "day", 10)]


def filing_day(entry: Entry, findings: Findings, limits: Limits) -> None:
    if entry.filed_on is None:
        return
    if entry.filed_on < limits.first_filing_on:
        findings.settle(
            "filed_on",
            f"备案时间早于备案制度实施（{limits.first_filing_on}）",
            "请按备案回执核对",
        )
    if entry.registered_on and entry.filed_on < entry.registered_on:
        findings.settle("filed_on", "备案时间早于登记日期", "请核对两个日期")


def after(last: date, words: str) -> Check:
    """A check that nothing was filed after the day the ledger was closed."""

    def late(entry: Entry, findings: Findings, limits: Limits) -> None:
        if entry.filed_on and entry.filed_on > last:
            findings.settle(
                "filed_on", f"备案时间 {entry.filed_on} 晚于{words} {last}", "请核对日期"
            )

    return late


def remarks(entry: Entry, findings: Findings, limits: Limits) -> None:
    text = entry.remark
    if not text:
        return
    understood = _recording(entry, text, findings, limits) | _claim(entry, text, findings)
    for pattern, reason, advice in _REMARKS:
        if pattern.search(text):
            findings.settle("remark", reason, advice)
            understood = True
    if not understood:
        findings.tell("remark", f"备注原样保留：{text}", "请看是否要处理")


def _recording(entry: Entry, text: str, findings: Findings, limits: Limits) -> bool:
    found = _RECORDING.search(text)
    if not found:
        return False
    days = int(found[1]) * (30 if "月" in found[2] else 1)
    entry.recording_days = days
    if days < limits.recording_days:
        words = f"录像只保存 {days} 天，不足 {limits.recording_days} 天"
        findings.settle("remark", words, f"请核实并要求延长到 {limits.recording_days} 天以上")
    return True


def _claim(entry: Entry, text: str, findings: Findings) -> bool:
    found = _DEMONSTRATION.search(text)
    if not found or _NOT_A_CLAIM.search(text):
        return False
    entry.demonstration = True
    entry.demonstration_year = int(found[1]) if found[1] else None
    year = f"（{found[1]} 年）" if found[1] else ""
    findings.settle(
        "remark", f"备注称是示范机构{year}，没有认定依据", "请补认定文件后再计入示范"
    )
    return True


def fire(entry: Entry, findings: Findings, limits: Limits) -> None:
    if entry.fire and _NONE_YET.fullmatch(entry.fire):
        findings.settle(
            "fire", f"消防手续写的是“{entry.fire}”", "请核实消防验收、备案或检查合格证明"
        )


def blanks(entry: Entry, findings: Findings, limits: Limits) -> None:
    """Columns that the ledger has but this row leaves empty."""
    for field, value in (
        ("status", entry.status),
        ("prices", entry.prices),
        ("address", entry.address),
    ):
        at = findings.at.get(field)
        if value in (None, ()) and at is not None and findings.cells[at] == "":
            findings.settle(field, f"没有填{FIELDS[field].label}", "请补填")
    if entry.inclusive is None and "inclusive" in findings.at:
        findings.tell("inclusive", "没有填是否普惠，按待查明处理")


CHECKS: tuple[Check, ...] = (
    places_against_classes,
    children_against_places,
    family_site,
    floors,
    area,
    status,
    filing_day,
    remarks,
    fire,
    blanks,
)

"""The filing as its officer reads it: label and value, marked where the report finds fault."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tuoyu.assessment.queries import Finding, Report
from tuoyu.books import Verdict
from tuoyu.core.sealing import mask_id
from tuoyu.filing.models import Filing
from tuoyu.institutions.models.dossier import SECTIONS
from tuoyu.org.models import Region
from tuoyu.workforce.models import Employment

# A fact that is reckoned from a field of another name; the others are called alike.
RECKONED = {
    ("site", "lease_months"): "site.lease_ends_on",
    ("site", "lease_days_left"): "site.lease_ends_on",
    ("site", "building_age_years"): "site.building_year",
    ("site", "air_test_days"): "site.air_tested_on",
    ("site", "outdoor_m2_per_place"): "site.outdoor_area_m2",
    ("site", "building_m2_per_place"): "site.building_area_m2",
    ("institution", "has_credit_code"): "profile.credit_code",
    ("institution", "drill_days"): "practice.last_drill_on",
    ("institution", "fire_check_days"): "practice.last_fire_check_on",
    ("institution", "equipment_check_days"): "practice.last_equipment_check_on",
    ("institution", "annual_report_days"): "practice.annual_report_on",
    ("institution", "name_states_childcare"): "profile.name",
    ("institution", "children"): "profile.children_declared",
}
LISTS = {"class": "classes", "room": "rooms", "service": "offerings", "worker": "staff"}
UNSAID = "—"


@dataclass(slots=True)
class Line:
    """One field or row; `state` is broken, unknown or empty."""

    label: str
    value: str
    path: str
    state: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    lines: list[Line] = field(default_factory=list)


def parts(filing: Filing, report: Report | None = None) -> list[Part]:
    """The 备案书 in its own order; only what was filled."""
    found = _closing(filing) if not filing.is_of_content else _content(filing)
    if report is not None:
        _mark([line for part in found for line in part.lines], report)
    return [part for part in found if part.lines]


def _content(filing: Filing) -> list[Part]:
    content = filing.content
    return [
        Part("机构", _single(content, "profile", skip=("places",))),
        Part("场地", [*_place(content), *_single(content, "site")]),
        Part("班级", [*_places(content), *_rows(content, "classes", _class)]),
        Part("用房", _rows(content, "rooms", _room)),
        Part("服务与收费", _rows(content, "offerings", _offering)),
        Part("人员", _rows(content, "staff", _worker)),
        Part("证照", _rows(content, "licences", _licence)),
        Part("管理情况", _single(content, "practice")),
        Part("举办关系", _rows(content, "operators", _operator)),
    ]


def _single(content: Mapping[str, Any], name: str, skip: Sequence[str] = ()) -> list[Line]:
    values = content.get(name) or {}
    fields = SECTIONS[name].fields
    return [
        Line(str(fields[key].verbose_name), shown(fields[key], values[key]), f"{name}.{key}")
        for key in fields
        if key not in skip and values.get(key) not in (None, "")
    ]


def _places(content: Mapping[str, Any]) -> list[Line]:
    places = (content.get("profile") or {}).get("places")
    return [Line("合计托位", f"{places} 个", "profile.places")] if places else []


def _place(content: Mapping[str, Any]) -> list[Line]:
    code = (content.get("site") or {}).get("region_code")
    region = Region.objects.filter(code=code).first() if code else None
    return [Line("所在地", region.name, "site.region_code")] if region else []


def _rows(content: Mapping[str, Any], name: str, say: Any) -> list[Line]:
    return [say(row, f"{name}.{n}") for n, row in enumerate(content.get(name) or [])]


def _class(row: Mapping[str, Any], path: str) -> Line:
    fields = SECTIONS["classes"].fields
    said = [shown(fields["kind"], row.get("kind"))]
    said += [f"托位 {row['places']}"] if row.get("places") not in (None, "") else []
    said += [f"在托 {row['children']} 人"] if row.get("children") not in (None, "") else []
    return Line(str(row.get("name") or "未起名"), "　".join(said), path)


def _room(row: Mapping[str, Any], path: str) -> Line:
    fields = SECTIONS["rooms"].fields
    said = [shown(fields["purpose"], row.get("purpose"))]
    said += [f"{row['floor']} 层"] if row.get("floor") not in (None, "") else []
    said += [f"{row['area_m2']} m²"] if row.get("area_m2") not in (None, "") else []
    return Line(str(row.get("name") or "未起名"), "　".join(said), path)


def _offering(row: Mapping[str, Any], path: str) -> Line:
    fields = SECTIONS["offerings"].fields
    label = shown(fields["kind"], row.get("kind"))
    price = row.get("price_fen")
    per = shown(fields["per"], row.get("per") or "month")
    said = f"{yuan(price)} 元/{per}" if price not in (None, "") else "未填价格"
    meals = row.get("meals_fen")
    return Line(label, said + (f"，伙食 {yuan(meals)} 元" if meals else ""), path)


def _worker(row: Mapping[str, Any], path: str) -> Line:
    post = dict(Employment.Post.choices).get(row.get("post", ""), "未填岗位")
    number = mask_id(str(row.get("id_tail") or ""))
    held = len(row.get("credentials") or [])
    said = [str(post), number, f"证书 {held} 份" if held else "没有填证书"]
    return Line(str(row.get("name") or "未填姓名"), "　".join(filter(None, said)), path)


def _licence(row: Mapping[str, Any], path: str) -> Line:
    fields = SECTIONS["licences"].fields
    said = [str(row.get(name) or "") for name in ("paper", "number", "issuer")]
    said += [f"有效期至 {last_valid(row['ends_on'])}"] if row.get("ends_on") else []
    label = shown(fields["kind"], row.get("kind"))
    return Line(label, "　".join(filter(None, said)) or "只有扫描件", path)


def _operator(row: Mapping[str, Any], path: str) -> Line:
    fields = SECTIONS["operators"].fields
    return Line(shown(fields["kind"], row.get("kind")), str(row.get("name") or UNSAID), path)


CLOSING = (
    ("from_on", "自"),
    ("until_on", "至"),
    ("reason", "事由"),
    ("arrangement", "怎么安排"),
    ("children_now", "现有婴幼儿"),
    ("staff_now", "现有工作人员"),
)


def _closing(filing: Filing) -> list[Part]:
    closing = filing.content.get("closing") or {}
    lines = [
        Line(label, str(closing[name]), f"closing.{name}")
        for name, label in CLOSING
        if closing.get(name) not in (None, "")
    ]
    who = {"children": "婴幼儿", "staff": "工作人员"}
    placed = [
        Line(
            f"{who.get(row.get('who', ''), '')} {row.get('count', '')} 人",
            "　".join(filter(None, (str(row.get("to") or ""), str(row.get("how") or "")))),
            "closing.placements",
        )
        for row in closing.get("placements") or []
    ]
    return [Part(filing.get_kind_display(), lines), Part("安置", placed)]


def shown(column: Any, value: Any) -> str:
    """One value as people read it; text that could not be read stays as typed."""
    if value in (None, ""):
        return UNSAID
    if isinstance(value, bool) or str(value) in ("True", "False", "true", "false"):
        return "是" if str(value).lower() == "true" else "否"
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    return str(value)


def last_valid(lapses_on: Any) -> str:
    """The register keeps the day a paper lapses; the paper says the day before."""
    try:
        return (date.fromisoformat(str(lapses_on)) - timedelta(days=1)).isoformat()
    except ValueError:
        return str(lapses_on)


def yuan(fen: Any) -> str:
    try:
        return f"{Decimal(str(fen)) / 100:,.2f}".removesuffix(".00")
    except ArithmeticError:
        return str(fen)


def _mark(lines: Sequence[Line], report: Report) -> None:
    """Each fault at the field or row it reads; broken wins over unknown."""
    by_path = {line.path: line for line in lines}
    for finding in (*report.unknown, *report.broken):
        note = finding.shortfall or _short(finding)
        for line in _concerned(finding, lines, by_path):
            if line.state != "broken" or finding.verdict is Verdict.BROKEN:
                line.state, line.note, note = str(finding.verdict), note, ""


def _short(finding: Finding) -> str:
    return (
        f"待查明：{finding.missing}"
        if finding.verdict is Verdict.UNKNOWN
        else finding.rule.says
    )


def _concerned(
    finding: Finding, lines: Iterable[Line], by_path: Mapping[str, Line]
) -> list[Line]:
    name = LISTS.get(finding.rule.subject)
    if name:
        mine = [one for one in lines if one.path.startswith(f"{name}.")]
        return [one for one in mine if one.label == finding.subject_label]
    columns = [column.name for column in finding.rule.holds.columns]
    paths = [_path(finding.rule.subject, column) for column in columns]
    return [by_path[path] for path in paths if path in by_path]


def _path(subject: str, column: str) -> str:
    reckoned = RECKONED.get((subject, column))
    if reckoned or subject != "institution":
        return reckoned or f"{subject}.{column}"
    return f"profile.{column}" if column in SECTIONS["profile"].fields else f"practice.{column}"

"""One institution in the words of its public page."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final

from tuoyu.institutions.models import Licence, Profile
from tuoyu.portal.queries.found import KIND, PER, STATUS, hours, yuan
from tuoyu.portal.queries.wish import FORMS, SERVICES

SOON_DAYS: Final = 30
_LICENCE: Final = {str(kind.value): str(kind.label) for kind in Licence.Kind}
_LEGAL: Final = {str(form.value): str(form.label) for form in Profile.LegalForm}
_BACKING: Final = {str(kind.value): str(kind.label) for kind in Profile.Backing}
_BANDS: Final = {
    "infant": "6–12 个月",
    "junior": "12–24 个月",
    "senior": "24–36 个月",
    "mixed": "18–36 个月",
}
_COUNTED: Final = str.maketrans("一二三四五六七八九", "123456789")
_OPEN: Final = {True: "是", False: "只收本单位职工子女"}
_MOVE: Final = {
    "registered": "登记",
    "filed": "完成备案",
    "suspended": "暂停服务",
    "cancelled": "注销",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A licence as the page shows it."""

    label: str
    state: str
    text: str


@dataclass(frozen=True, slots=True)
class Offer:
    service: str
    price: str
    per: str
    meals: str
    published: bool | None


@dataclass(frozen=True, slots=True)
class ClassLine:
    name: str
    kind: str
    age: str
    places: int | None


@dataclass(frozen=True, slots=True)
class Result:
    """Something published about the institution: a notice, a visit, a move in its life."""

    on: str
    state: str
    label: str
    text: str
    points: list[dict[str, str]]
    code: str = ""


def shown(facts: dict[str, Any], on: date) -> dict[str, Any]:
    """What the template reads."""
    status = facts["standings"][0][0]
    state, label = STATUS[status]
    offers = [_offer(row) for row in facts["offerings"]]
    return {
        "code": facts["code"],
        "name": facts["name"],
        "status": status,
        "state": state,
        "label": label,
        "since": facts["standings"][0][1],
        "county": facts["county"],
        "county_code": facts["county_code"],
        "address": _address(facts),
        "hours": hours(facts["opens_at"], facts["closes_at"]),
        "phone": facts["phone"],
        "dial": "".join(c for c in facts["phone"] or "" if c.isdigit() or c == "+"),
        "inclusive": facts["is_inclusive"],
        "meals": facts["has_meals"],
        "form": FORMS.get(facts["form"], ""),
        "introduction": facts["introduction"],
        "demonstrations": facts["demonstrations"],
        "classes": [_class(row) for row in sorted(facts["classes"], key=_class_order)],
        "places": facts["places"],
        "class_places": sum(row[2] or 0 for row in facts["classes"]),
        "offers": offers,
        "main_offer": next((offer for offer in offers if offer.price), None),
        "papers": [_paper(row, on) for row in facts["licences"]],
        "rows": _rows(facts),
        "receipt": _receipt(facts["documents"]),
        "reference": facts["standings"][0][2] if status == "filed" else "",
        "results": _results(facts),
        "history": _history(facts),
        "is_mapped": facts["longitude"] is not None and facts["latitude"] is not None,
    }


def _address(facts: dict[str, Any]) -> str:
    address, county = facts["address"] or "", facts["county"]
    return address if county in address else f"{county}{address}"


def _offer(row: list[Any]) -> Offer:
    kind, fen, per, meals, published, _ = row
    price = "" if fen is None else yuan(fen)
    return Offer(
        SERVICES[kind], price, PER[per], "" if meals is None else yuan(meals), published
    )


def _class_order(row: list[Any]) -> tuple[int, str]:
    """The youngest first; 一班 before 二班 before 三班."""
    name, kind, *_ = row
    return list(_BANDS).index(kind), name.translate(_COUNTED)


def _class(row: list[Any]) -> ClassLine:
    name, kind, places, youngest, oldest = row
    age = f"{youngest}–{oldest} 个月" if youngest is not None and oldest else _BANDS[kind]
    return ClassLine(name, KIND[kind], age, places)


def _paper(row: list[Any], on: date) -> Paper:
    kind, ends, passed = row
    label = _LICENCE.get(kind, kind)
    if passed is False:
        return Paper(label, "broken", "结论不合格")
    if ends is None:
        return Paper(label, "kept", "合格" if passed else "有效")
    left = (date.fromisoformat(ends) - on).days
    return Paper(label, "soon" if left <= SOON_DAYS else "kept", f"至 {ends}")


def _rows(facts: dict[str, Any]) -> list[dict[str, str]]:
    """Label and value, those known only."""
    area, outdoor = facts["building_area_m2"], facts["outdoor_area_m2"]
    low, high = facts["lowest_floor"], facts["highest_floor"]
    floors = f"{low} 层" if low == high else f"{low}–{high} 层"
    given = {
        "统一社会信用代码": facts["credit_code"],
        "机构性质": _LEGAL.get(facts["legal_form"], ""),
        "登记机关": facts["registrar_name"],
        "登记日期": str(facts["registered_on"] or ""),
        "办托方式": _BACKING.get(facts["backing"], ""),
        "连锁品牌": facts["chain_name"],
        "又名": facts["other_name"],
        "向社会开放": _OPEN.get(facts["open_to_public"], ""),
        "建筑面积": f"{area:.0f} m²" if area else "",
        "户外活动场地": f"{outdoor:.0f} m²" if outdoor else "",
        "所在楼层": floors if low is not None and high is not None else "",
        "所在乡镇街道": facts["region"] if facts["region"] != facts["county"] else "",
    }
    return [{"label": label, "value": value} for label, value in given.items() if value]


def _receipt(documents: list[list[Any]]) -> dict[str, str] | None:
    """The receipt in force."""
    for kind, number, code, issued, revoked, _, office, _ in documents:
        if kind == "receipt" and not revoked:
            return {"number": number, "code": code, "on": issued, "office": office}
    return None


def _results(facts: dict[str, Any]) -> list[Result]:
    """What has been published: mismatch notices in force, and visits once made public."""
    made = [
        Result(issued, "broken", "不符合告知", f"{office}告知改正", points or [], code)
        for kind, _, code, issued, revoked, _, office, points in facts["documents"]
        if kind == "mismatch" and not revoked
    ]
    for visited, passed in facts["visits"]:
        state, text = ("kept", "现场核实符合") if passed else ("broken", "现场核实不符合")
        made.append(Result(visited, state, "现场核实", text, []))
    return sorted(made, key=lambda result: result.on, reverse=True)


def _history(facts: dict[str, Any]) -> list[dict[str, str]]:
    """Moves in its life and changes of its name, newest first."""
    made = [
        {"on": since, "title": _MOVE[status], "text": reference}
        for status, since, reference in facts["standings"]
    ]
    if made and made[-1]["title"] == _MOVE["registered"] and _is_later(made[-1], facts):
        made[-1]["title"] = "列入名册"
    names = facts["names"]
    for (name, since), (before, _) in pairwise(names):
        if name != before:
            made.append({"on": since, "title": "更名", "text": f"原名“{before}”"})
    return sorted(made, key=lambda row: row["on"], reverse=True)


def _is_later(first: dict[str, str], facts: dict[str, Any]) -> bool:
    """It was registered at its own office before this register knew of it."""
    return bool(facts["registered_on"]) and str(facts["registered_on"]) < first["on"]

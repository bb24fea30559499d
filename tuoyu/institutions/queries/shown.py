"""The facts of a profile and a site as label and value, for a page."""

from datetime import date
from typing import Any

from tuoyu.institutions.models import Profile, Site
from tuoyu.org.models import Region

UNKNOWN = "待查明"
Rows = list[dict[str, str]]


def about(profile: Profile | None) -> Rows:
    """What an institution is; nothing when nothing was registered."""
    if profile is None:
        return []
    registrar = profile.registrar_name or profile.get_registrar_display()
    return _rows(
        (
            "办托形式",
            _joined(
                profile.get_form_display(), profile.get_backing_display(), profile.chain_name
            ),
        ),
        ("机构性质", profile.get_legal_form_display()),
        ("信用代码", profile.credit_code),
        ("登记机关", _joined(registrar, profile.registered_on)),
        ("托位", _counted(profile.places, "个")),
        ("在托人数", _counted(profile.children_declared, "人")),
        ("普惠", _claim(profile.is_inclusive)),
        ("供餐", _claim(profile.has_meals)),
        ("法定代表人", profile.legal_representative),
        ("负责人", _joined(profile.head_name, profile.phone)),
        ("申报职工", _counted(profile.staff_declared, "人")),
        ("申报保育人员", _counted(profile.carers_declared, "人")),
        ("申报保健人员", _counted(profile.health_workers_declared, "人")),
    )


def place(site: Site | None, on: date) -> Rows:
    """Where it is, and what was measured there; the place as it was called that day."""
    if site is None:
        return []
    until = f"租期至 {site.lease_ends_on}" if site.lease_ends_on else ""
    return _rows(
        ("地址", site.address),
        ("所在地", _called(site.region, on)),
        ("场地性质", _joined(site.get_tenure_display(), until)),
        ("建筑面积", _measured(site.building_area_m2)),
        ("室内面积", _measured(site.indoor_area_m2)),
        ("户外场地", _measured(site.outdoor_area_m2)),
        ("楼层", _floors(site)),
    )


def _called(region: Region, on: date) -> str:
    name = region.name_on(on)
    return name if name == region.name else f"{name}（今{region.name}）"


def _rows(*pairs: tuple[str, str]) -> Rows:
    return [{"label": label, "value": value or UNKNOWN} for label, value in pairs]


def _joined(*parts: Any) -> str:
    return "，".join(str(part) for part in parts if part)


def _counted(value: int | None, unit: str) -> str:
    return "" if value is None else f"{value} {unit}"


def _measured(value: Any) -> str:
    return "" if value is None else f"{value.normalize():f} m²"


def _claim(value: bool | None) -> str:
    return "" if value is None else ("是" if value else "否")


def _floors(site: Site) -> str:
    if site.lowest_floor is None or site.highest_floor is None:
        return ""
    if site.lowest_floor == site.highest_floor:
        return f"{site.lowest_floor} 层"
    return f"{site.lowest_floor} 至 {site.highest_floor} 层"

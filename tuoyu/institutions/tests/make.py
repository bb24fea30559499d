"""Makers of institutions for tests; the defaults are legal."""

from datetime import date, datetime
from itertools import count
from typing import Any

from tuoyu.core.clock import CITY_ZONE
from tuoyu.institutions import services
from tuoyu.institutions.models import Institution
from tuoyu.org.models import Region
from tuoyu.org.tests.make import COUNTY, make_region
from tuoyu.records.services import CLOCKWORK

OPENED = date(2026, 1, 5)
NOON = datetime(2026, 5, 6, 12, tzinfo=CITY_ZONE)
ADDRESS = "平顶山市新华区建设路 18 号"
_numbers = count(1)


def make_content(**parts: Any) -> dict[str, Any]:
    """A small lawful nursery of two classes, whole enough to be filed."""
    number = next(_numbers)
    legal: dict[str, Any] = {
        "profile": make_profile(name=f"小石榴托育园{number}"),
        "site": {
            "address": ADDRESS,
            "tenure": "leased",
            "lease_starts_on": "2025-09-01",
            "lease_ends_on": "2030-08-31",
            "building_area_m2": "420.00",
            "outdoor_area_m2": "120.00",
            "lowest_floor": 1,
            "highest_floor": 2,
        },
        "classes": [
            {"key": "a", "name": "托小一班", "kind": "junior", "places": 15, "children": 12},
            {"key": "b", "name": "托大一班", "kind": "senior", "places": 20, "children": 18},
        ],
        "rooms": [
            make_room(name="托小一班活动室", class_key="a", floor=1),
            make_room(name="托大一班活动室", class_key="b", floor=2),
        ],
        "offerings": [
            {"kind": "full_day", "price_fen": 168_000, "per": "month", "is_published": True}
        ],
        "licences": [
            {"kind": "registration", "number": "91410402MA9X000001", "starts_on": "2025-08-01"},
            {"kind": "fire", "number": "平消检〔2025〕8号", "issued_on": "2025-10-10"},
        ],
        "practice": {"video_days": 90, "one_key_alarm": True},
    }
    return legal | parts


def make_profile(**fields: Any) -> dict[str, Any]:
    legal: dict[str, Any] = {
        "name": "小石榴托育园",
        "legal_form": "company",
        "registrar": "market_regulation",
        "registered_on": "2025-08-01",
        "scope_states_childcare": True,
        "form": "independent",
        "backing": "private",
        "is_inclusive": False,
        "places": 35,
        "has_meals": False,
        "head_name": "周敏",
        "phone": "13800000000",
    }
    return legal | fields


def make_room(**fields: Any) -> dict[str, Any]:
    legal: dict[str, Any] = {
        "name": "活动室",
        "purpose": "living",
        "area_m2": "75.00",
        "clear_height_m": "3.00",
        "toilets": 4,
        "basins": 5,
    }
    return legal | fields


def make_institution(
    *,
    region: Region | str = COUNTY,
    status: str = "filed",
    on: date = OPENED,
    content: dict[str, Any] | None = None,
    **profile: Any,
) -> Institution:
    """In the register since OPENED; keywords replace fields of the profile."""
    place = make_region(region) if isinstance(region, str) else region
    whole = content if content is not None else make_content()
    whole["profile"] = whole.get("profile", {}) | profile
    return services.lay_out(
        whole, institution=None, region=place, on=on, by=CLOCKWORK, at=NOON, status=status
    )

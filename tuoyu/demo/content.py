"""What a demo institution types into its filing: lawful unless told to fail somewhere."""

from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Any

from stdnum.cn import ric

from tuoyu.demo import names
from tuoyu.demo.places import LIVING_FACTS, SITE_FACTS
from tuoyu.demo.practice import PRACTICE_FACTS

POSTS = (
    "head",
    "carer",
    "carer",
    "carer",
    "carer",
    "carer",
    "carer",
    "health",
    "guard",
    "cook",
)
_SERIAL = count(1)
TRAININGS = {
    "head": ("post_training", 60),
    "carer": ("childcare_training", 120),
    "health": ("health_care_training", 40),
    "guard": ("guard", None),
}


def filing_content(
    random: Random, *, name: str, region_code: str, county_code: str, today: date, short: bool
) -> dict[str, Any]:
    """A nursery of three classes; `short` lets the lease and the carers fall short."""
    since = (today - timedelta(days=25)).isoformat()
    lease_days = 850 if short else 365 * 5
    return {
        "profile": _profile(random, name, county_code, since),
        "site": _site(random, region_code, since, today + timedelta(days=lease_days)),
        "classes": [
            _class("a", "乳儿一班", "infant", 10, 6, 11),
            _class("b", "托小一班", "junior", 15, 12, 23),
            _class("c", "托大一班", "senior", 20, 24, 35),
        ],
        "rooms": _rooms(),
        "offerings": [
            {"kind": "full_day", "price_fen": 168_000, "per": "month", "is_published": True},
            {"kind": "half_day", "price_fen": 98_000, "per": "month", "is_published": True},
        ],
        "licences": _licences(since, today),
        "practice": _practice(today),
        "staff": _staff(random, today, short=short),
    }


def _profile(random: Random, name: str, county_code: str, since: str) -> dict[str, Any]:
    return {
        "name": name,
        "form": "independent",
        "legal_form": "company",
        "registrar": "market_regulation",
        "registrar_name": "示例市场监管局",
        "registered_on": since,
        "credit_code": names.credit_code(random, "company", county_code),
        "scope_states_childcare": True,
        "backing": "private",
        "is_inclusive": True,
        "open_to_public": True,
        "places": 45,
        "has_meals": True,
        "opens_at": "07:30",
        "closes_at": "18:30",
        "legal_representative": names.person_name(random),
        "head_name": names.person_name(random),
        "contact_name": names.person_name(random),
        "phone": f"0375-000{random.randint(0, 9999):04d}",
    }


def _site(random: Random, region_code: str, since: str, until: date) -> dict[str, Any]:
    facts = {key: _plain(good) for key, (good, _) in SITE_FACTS.items()}
    return facts | {
        "region_code": region_code,
        "address": f"{random.choice(names.STREETS)} {random.randint(1, 180)} 号",
        "tenure": "leased",
        "lease_starts_on": since,
        "lease_ends_on": until.isoformat(),
        "building_area_m2": "562.00",
        "indoor_area_m2": "420.00",
        "outdoor_area_m2": "160.00",
        "child_rooms_m2": "330.00",
        "lowest_floor": 1,
        "highest_floor": 2,
        "building_year": 2016,
        "air_tested_on": since,
    }


def _class(key: str, name: str, kind: str, places: int, low: int, high: int) -> dict[str, Any]:
    return {
        "key": key,
        "name": name,
        "kind": kind,
        "places": places,
        "children": 0,
        "youngest_months": low,
        "oldest_months": high,
        "own_living_unit": True,
    }


def _rooms() -> list[dict[str, Any]]:
    facts = {key: _plain(good) for key, (good, _) in LIVING_FACTS.items()}
    living = facts | {"purpose": "living"}
    sizes = (("a", "乳儿活动睡眠室", "52.00", 1), ("b", "托小活动睡眠室", "72.00", 1))
    rooms = [_room(key, name, area, floor, living) for key, name, area, floor in sizes]
    rooms.append(_room("c", "托大活动睡眠室", "121.00", 2, living))
    observation = {"purpose": "observation", "beds": 1, "apart_from_living": True}
    rooms.append(_room("", "保健观察室", "12.00", 1, observation))
    return rooms


def _room(key: str, name: str, area: str, floor: int, more: dict[str, Any]) -> dict[str, Any]:
    window = f"{float(area) * 0.22:.2f}"
    own = {"key": name, "name": name, "area_m2": area, "floor": floor, "window_area_m2": window}
    return own | more | ({"class_key": key} if key else {})


def _licences(since: str, today: date) -> list[dict[str, Any]]:
    years = {"food": 5, "insurance": 1}
    kinds = ("registration", "site", "hygiene", "fire", "food", "insurance")
    return [
        {
            "kind": kind,
            "number": f"示例〔{since[:4]}〕{number}号",
            "issuer": "示例发证单位",
            "issued_on": since,
            "starts_on": since,
            "passed": True if kind in ("hygiene", "fire") else None,
            "ends_on": (today + timedelta(days=365 * years[kind] - 45)).isoformat()
            if kind in years
            else None,
        }
        for number, kind in enumerate(kinds, start=1)
    ]


def _practice(today: date) -> dict[str, Any]:
    recent = (today - timedelta(days=12)).isoformat()
    facts = {key: _plain(good) for key, (good, _) in PRACTICE_FACTS.items()}
    dates = ("last_drill_on", "last_fire_check_on", "last_equipment_check_on")
    return facts | dict.fromkeys(dates, recent)


def _staff(random: Random, today: date, *, short: bool) -> list[dict[str, Any]]:
    classes = iter("aaabbbccc")
    posts = POSTS if short else (*POSTS, "carer", "carer", "carer", "carer")
    return [
        _worker(random, post, next(classes, "c") if post == "carer" else "", today)
        for post in posts
    ]


def _worker(random: Random, post: str, class_key: str, today: date) -> dict[str, Any]:
    since = (today - timedelta(days=30)).isoformat()
    kinds: list[tuple[str, int | None]] = [("ethics_training", None), ("law_training", None)]
    kinds += [("psychology_training", None)] + ([TRAININGS[post]] if post in TRAININGS else [])
    held = [{"kind": kind, "hours": hours, "starts_on": since} for kind, hours in kinds]
    until = (today + timedelta(days=335)).isoformat()
    held.append({"kind": "health", "starts_on": since, "ends_on": until, "number": "示例健"})
    number = invented_id()
    return {
        "key": number[-8:],
        "name": names.person_name(random),
        "id_number": number,
        "post": post,
        "class_key": class_key,
        "is_full_time": True,
        "education": 2,
        "major_related": True,
        "experience_years": 5,
        "contract_signed": True,
        "insured": True,
        "from_guard_company": post == "guard" or None,
        "starts_on": since,
        "credentials": held,
        "background": {
            "asked_on": (today - timedelta(days=35)).isoformat(),
            "outcome": "clear",
        },
    }


def invented_id() -> str:
    """A number that checks, yet nobody holds: the order code 000 is never given."""
    born = date(1975, 1, 1) + timedelta(days=next(_SERIAL))
    body = f"410400{born:%Y%m%d}000"
    return body + str(ric.calc_check_digit(body + "0"))


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool | int | None) else str(value)

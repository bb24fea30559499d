"""Where an institution of the demo city is: its site, its classes and their rooms."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from tuoyu.demo import names
from tuoyu.demo.ground import Case, Classes, Ground
from tuoyu.demo.places import SITE_FACTS, room_facts
from tuoyu.institutions.models import NurseryClass, Room, Site

SIZES = {"infant": 10, "junior": 15, "senior": 20, "mixed": 18}
BANDS = {"infant": (6, 11), "junior": (12, 23), "senior": (24, 35), "mixed": (18, 35)}
CLASS_NAMES = {"infant": "乳儿", "junior": "托小", "senior": "托大", "mixed": "混合"}


def lay_site(ground: Ground, case: Case) -> None:
    """The building."""
    random, places = ground.random, case.places
    keeps, starts, township = case.keeps, case.starts, case.township
    leased = random.random() < 0.7
    years_run = (ground.today - starts).days // 365 + 1
    lease_years = random.choice((3, 5, 8)) + (years_run if keeps else 0)
    lease_years = 2 if not keeps and random.random() < 0.3 else lease_years
    facts = ground.facts(SITE_FACTS, keeps)
    area = Decimal(places) * Decimal(random.choice(("8.5", "9.0", "10.2", "12.0")))
    floor = random.choice((1, 1, 1, 2, 3)) if keeps else random.choice((1, 2, 3, 4))
    values: dict[str, Any] = facts | {
        "region_id": township.pk,
        "address": case.address,
        "longitude": ground.near(township.longitude),
        "latitude": ground.near(township.latitude),
        "tenure": "leased" if leased else "owned",
        "lease_starts_on": starts if leased else None,
        "lease_ends_on": starts + timedelta(days=365 * lease_years + 2) if leased else None,
        "building_area_m2": area,
        "indoor_area_m2": area * Decimal("0.8"),
        "outdoor_area_m2": Decimal(places) * Decimal("3.2" if keeps else "1.8"),
        "child_rooms_m2": area * Decimal("0.6"),
        "lowest_floor": 1,
        "highest_floor": floor,
        "building_year": random.randint(1998, 2022),
        "air_tested_on": ground.today - timedelta(days=random.randint(20, 500)),
    }
    case.site = ground.tables[Site].add(institution_id=case.id, starts_on=starts, **values)
    case.floor = floor


def lay_classes(ground: Ground, case: Case) -> Classes:
    """Classes until the places are used up."""
    random, keeps, left = ground.random, case.keeps, case.places
    kinds = ["mixed"] if case.form == "family_site" else _kinds(case.places, case.form)
    made: Classes = []
    for position, kind in enumerate(kinds, start=1):
        size = min(SIZES[kind] + (0 if keeps or random.random() < 0.8 else 2), left)
        left -= size
        children = max(1, int(size * random.uniform(0.5, 1.0)))
        youngest, oldest = BANDS[kind]
        class_id = ground.tables[NurseryClass].add(
            institution_id=case.id,
            starts_on=case.starts,
            name=f"{CLASS_NAMES[kind]}{names.NUMERALS[(position - 1) % 10]}班",
            kind=kind,
            places=size,
            children=children,
            youngest_months=youngest if keeps or random.random() < 0.9 else youngest - 3,
            oldest_months=oldest,
            own_living_unit=True if keeps or random.random() < 0.8 else None,
        )
        made.append((class_id, kind, size))
        if left <= 0:
            break
    return made


def _kinds(places: int, form: str) -> list[str]:
    if form == "kindergarten_class":
        return ["senior"] * (places // 20 + 1)
    return {
        20: ["senior"],
        35: ["junior", "senior"],
        45: ["infant", "junior", "senior"],
        55: ["junior", "senior", "senior"],
        60: ["senior", "senior", "senior"],
        75: ["senior", "senior", "senior", "junior"],
        80: ["infant", "junior", "junior", "senior", "senior"],
    }.get(places, ["mixed"])


def lay_rooms(ground: Ground, case: Case, classes: Classes) -> None:
    """A room for each class, one to look at the ill, one to wash."""
    add, keeps = ground.tables[Room].add, case.keeps
    common = {"site_id": case.site, "institution_id": case.id, "starts_on": case.starts}
    for number, (class_id, kind, _) in enumerate(classes, start=1):
        floor = 1 if kind in ("infant", "junior", "mixed") or keeps else case.floor
        facts = room_facts(ground.random, kind, keeps)
        add(
            **common,
            **facts,
            nursery_class_id=class_id,
            name=f"活动睡眠室 {number}",
            purpose="living",
            floor=floor,
        )
    area = Decimal("8.00") if keeps or ground.random.random() < 0.6 else Decimal("5.00")
    add(
        **common,
        name="保健观察室",
        purpose="observation",
        floor=1,
        area_m2=area,
        beds=1,
        apart_from_living=True,
    )
    toilets = {"toilets": 4, "urinals": 2, "basins": 4, "seat_height_m": Decimal("0.24")}
    add(
        **common,
        **toilets,
        name="卫生间",
        purpose="toilet",
        floor=1,
        area_m2=Decimal("12.00"),
        basin_height_m=Decimal("0.42"),
        basin_depth_m=Decimal("0.38"),
    )

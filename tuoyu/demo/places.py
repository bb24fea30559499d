"""Measured facts of sites and rooms: a value that keeps the law, and one that breaks it."""

from decimal import Decimal
from random import Random
from typing import Any

D = Decimal

SITE_FACTS: dict[str, tuple[Any, Any]] = {
    "outdoor_shared": (False, True),
    "outdoor_fenced": (True, False),
    "old_district": (False, False),
    "structure_report": (True, False),
    "away_from_hazards": (True, False),
    "quake_resistant": (True, False),
    "independent_building": (True, False),
    "own_exit": (True, False),
    "own_stairs": (True, False),
    "fall_protection": (True, False),
    "in_high_rise": (False, False),
    "fire_rating": (2, 3),
    "with_kindergarten": (False, False),
    "kindergarten_separate": (True, False),
    "living_space": (True, False),
    "sunlight_hours": (D("3.5"), D("2.0")),
    "railing_height_m": (D("1.30"), D("1.10")),
    "railing_gap_m": (D("0.09"), D("0.12")),
    "railing_anti_climb": (True, False),
    "stair_well_m": (D("0.10"), D("0.20")),
    "stair_anti_slide": (True, False),
    "stair_gap_m": (D("0.08"), D("0.12")),
    "handrail_height_m": (D("0.60"), D("0.75")),
    "corridor_width_m": (D("2.40"), D("1.60")),
    "corridor_two_sided": (True, True),
    "socket_height_m": (D("1.80"), D("0.90")),
    "safety_sockets": (True, False),
    "exit_distance_m": (D("18.00"), D("28.00")),
    "dead_end_m": (D("12.00"), D("22.00")),
    "sandwich_panels": (False, True),
    "three_in_one": (False, True),
    "flammables": (False, True),
    "sprinklers": (True, False),
    "automatic_alarm": (True, False),
    "smoke_alarms": (True, False),
    "extinguisher_points": (5, 5),
    "extinguishers": (24, 4),
    "gas_kitchen": (False, True),
    "gas_detector": (True, False),
    "gas_shutoff": (True, False),
    "electric_bikes_inside": (False, True),
    "fire_review": (True, False),
    "air_test_passed": (True, False),
    "fittings_checked": (True, False),
    "safety_facilities": (True, False),
}

LIVING_FACTS: dict[str, tuple[Any, Any]] = {
    "clear_height_m": (D("2.90"), D("2.60")),
    "window_sill_m": (D("0.60"), D("0.95")),
    "window_guard_m": (D("0.90"), D("0.60")),
    "inward_window": (False, True),
    "west_facing": (False, True),
    "shaded": (True, False),
    "doors": (2, 1),
    "door_width_m": (D("1.20"), D("1.00")),
    "finger_guard": (True, False),
    "safe_glass": (True, False),
    "unsuitable_door": (False, True),
    "below_wet_room": (False, True),
    "zones_visible": (True, False),
    "soft_floor": (True, False),
    "soft_wall_m": (D("1.20"), D("0.60")),
    "safety_fence": (True, False),
    "floor_mat": (True, False),
    "beds": (22, 8),
    "bunk_beds": (False, True),
    "bed_from_outer_wall_m": (D("0.60"), D("0.20")),
    "toilets": (3, 1),
    "urinals": (2, 1),
    "basins": (4, 1),
    "seat_height_m": (D("0.24"), D("0.35")),
    "basin_height_m": (D("0.42"), D("0.60")),
    "basin_depth_m": (D("0.38"), D("0.50")),
}
_AREA = {"infant": D("52"), "junior": D("72"), "senior": D("121"), "mixed": D("78")}


def room_facts(random: Random, kind: str, keeps: bool) -> dict[str, Any]:
    """Facts of one living room of a class."""
    area = _AREA[kind] if keeps or random.random() < 0.75 else _AREA[kind] - 14
    facts = {key: _value(random, good, bad, keeps) for key, (good, bad) in LIVING_FACTS.items()}
    ratio = D("0.22") if keeps or random.random() < 0.85 else D("0.15")
    return facts | {"area_m2": area, "window_area_m2": (area * ratio).quantize(D("0.01"))}


def _value(random: Random, good: Any, bad: Any, keeps: bool) -> Any:
    luck = random.random()
    if keeps:
        return good if luck < 0.985 else None
    return bad if luck < 0.05 else None if luck < 0.14 else good

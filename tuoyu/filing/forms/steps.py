"""The steps of the guided filing: what each asks, and reading back what was typed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from django.http import QueryDict

from tuoyu.books import Item, Rule
from tuoyu.filing.forms.closing import ask_closing, typed_closing
from tuoyu.filing.forms.materials import SlotPage, ask_slots, typed_licences
from tuoyu.filing.forms.rows import Listed, ListQuestions, RowQuestions, ask_rows, typed_rows
from tuoyu.filing.forms.sections import Group, Question, Questions, ask, typed
from tuoyu.filing.forms.staff import ask_staff, typed_staff
from tuoyu.filing.models import Filing
from tuoyu.filing.queries.questions import basis, facts_of
from tuoyu.filing.queries.requirements import FAMILY

CONTENT_STEPS = (
    ("institution", "机构"),
    ("site", "场地"),
    ("rooms", "用房与班级"),
    ("services", "服务收费"),
    ("staff", "人员"),
    ("materials", "材料"),
    ("check", "核对"),
    ("submit", "提交"),
)
CLOSING_STEPS = (("closing", "申报内容"), ("submit", "提交"))

GROUPS: dict[str, tuple[Group, ...]] = {
    "institution": (
        Group(
            "登记信息",
            "profile",
            (
                *("name", "form", "employer_kind", "host_inclusive", "legal_form", "registrar"),
                *("registrar_name", "registered_on", "credit_code", "scope_states_childcare"),
                *("backing", "chain_name"),
            ),
        ),
        Group(
            "负责人和联系方式",
            "profile",
            ("legal_representative", "head_name", "contact_name", "phone"),
        ),
    ),
    "site": (
        Group("在哪里", "site", ("region_code", "address")),
        Group(
            "产权和租期",
            "site",
            (
                *("tenure", "lease_starts_on", "lease_ends_on", "building_year"),
                *("structure_report", "fire_review"),
            ),
        ),
        Group(
            "面积和楼层",
            "site",
            (
                *("building_area_m2", "indoor_area_m2", "outdoor_area_m2", "child_rooms_m2"),
                *("lowest_floor", "highest_floor", "outdoor_shared", "outdoor_fenced"),
                *("old_district",),
            ),
        ),
        Group(
            "周边和建筑",
            "site",
            (
                *("away_from_hazards", "quake_resistant", "independent_building", "own_exit"),
                *("own_stairs", "fall_protection", "in_high_rise", "with_kindergarten"),
                *("kindergarten_separate", "living_space", "sunlight_hours"),
            ),
        ),
        Group(
            "栏杆、楼梯、走廊",
            "site",
            (
                *("railing_height_m", "railing_gap_m", "railing_anti_climb", "stair_well_m"),
                *("stair_anti_slide", "stair_gap_m", "handrail_height_m", "corridor_width_m"),
                *("corridor_two_sided", "socket_height_m", "safety_sockets"),
            ),
        ),
        Group(
            "消防",
            "site",
            (
                *("fire_rating", "exit_distance_m", "dead_end_m", "sandwich_panels"),
                *(
                    "three_in_one",
                    "flammables",
                    "sprinklers",
                    "automatic_alarm",
                    "smoke_alarms",
                ),
                *("extinguisher_points", "extinguishers", "gas_kitchen", "gas_detector"),
                *("gas_shutoff", "electric_bikes_inside"),
            ),
        ),
        Group(
            "空气和设施",
            "site",
            ("air_tested_on", "air_test_passed", "fittings_checked", "safety_facilities"),
        ),
    ),
    "services": (
        Group(
            "收托和开放",
            "profile",
            (
                *("places", "children_declared", "has_meals", "opens_at", "closes_at"),
                *("open_to_public", "is_inclusive"),
            ),
        ),
        Group(
            "服务管理",
            "practice",
            (
                *("agreement_signed", "agreement_complete", "guardian_identity_checked"),
                *("child_records", "parents_committee", "parents_meetings", "open_days"),
                *("publishes_fees", "publishes_care", "publishes_meals", "publishes_health"),
                *("publishes_security", "outdoor_minutes", "daily_record", "nap_minutes"),
                *("annual_report_on", "neighbours_consent", "floor_area_per_child_m2"),
            ),
        ),
        Group(
            "健康和卫生",
            "practice",
            (
                *("hygiene_items_met", "entry_check", "absence_recheck", "health_watch"),
                *("sick_child_rule", "rule_disinfection", "rule_isolation", "rule_infection"),
                *(
                    "staff_illness_rule",
                    "infection_reported",
                    "absence_tracked",
                    "linked_clinic",
                ),
                *("observation_bed", "observation_equipment", "child_toilets"),
                *("own_cup_and_towel", "health_checks_a_year", "blood_check", "hearing_check"),
                *("certificate_check_days", "airings_a_day", "airing_minutes"),
                *("daily_disinfection", "toys_washed_days", "bedding_washed_days"),
                *("records_kept_years", "medicine_rule", "allergy_records"),
            ),
        ),
        Group(
            "膳食",
            "practice",
            (
                *("meal_area_clean", "menu_days", "menu_with_amounts", "food_sample_grams"),
                *("food_sample_hours", "meal_account_apart", "meal_account_published"),
                *("meal_balance_percent", "canteen_controls", "meal_gap_minutes"),
                *("drinking_ml", "drinks_a_day"),
            ),
        ),
        Group(
            "安全",
            "practice",
            (
                *("video_entrances", "video_living_areas", "video_days", "one_key_alarm"),
                *("alarm_always_on", "abuse_reporting", "pickup_rule", "staff_gate"),
                *("staff_training", "ethics_training", "first_aid_trained", "fire_manager"),
                *("daily_patrol", "plan_disaster", "plan_infection", "plan_poisoning"),
                *("plan_stampede", "plan_fire", "plan_violence", "last_drill_on"),
                *("last_fire_check_on", "last_equipment_check_on", "escape_grilles"),
            ),
        ),
    ),
}
LISTS: dict[str, tuple[Listed, ...]] = {
    "institution": (
        Listed(
            "operators",
            "举办者",
            "举办者",
            ("kind", "name", "credit_code"),
            "出资或举办的单位、个人。自己出资自己办的可以不填。",
        ),
    ),
    "rooms": (
        Listed(
            "classes",
            "班级",
            "班级",
            (
                *("name", "kind", "places", "children", "youngest_months", "oldest_months"),
                *("own_living_unit",),
            ),
            "一个班一行。在托人数填现在或计划收托的人数。",
        ),
        Listed(
            "rooms",
            "用房",
            "用房",
            (
                *("name", "purpose", "class_key", "floor", "area_m2", "clear_height_m"),
                *("window_area_m2", "window_sill_m", "window_guard_m", "inward_window"),
                *("west_facing", "shaded", "doors", "door_width_m", "finger_guard"),
                *("safe_glass", "unsuitable_door", "below_wet_room", "zones_visible"),
                *(
                    "soft_floor",
                    "soft_wall_m",
                    "safety_fence",
                    "floor_mat",
                    "beds",
                    "bunk_beds",
                ),
                *("bed_from_outer_wall_m", "toilets", "urinals", "basins", "seat_height_m"),
                *("basin_height_m", "basin_depth_m", "apart_from_living"),
            ),
            "活动室、睡眠室、卫生间、保健观察室等，一间一行。",
        ),
    ),
    "services": (
        Listed(
            "offerings",
            "服务形式和价格",
            "服务",
            ("kind", "price_fen", "per", "meals_fen", "is_published"),
            "一种服务一行。价格会公开给家长看。",
        ),
    ),
}
# A family site has no classes or rooms to list: its children are counted as one.
FAMILY_SKIPS = frozenset(("rooms",))


@dataclass(slots=True)
class StepPage:
    """Everything one step asks."""

    groups: list[Questions] = field(default_factory=list)
    lists: list[ListQuestions] = field(default_factory=list)
    staff: list[RowQuestions] | None = None
    slots: list[SlotPage] = field(default_factory=list)
    closing: Any = None
    basis: Rule | Item | None = None

    @property
    def faults(self) -> int:
        """How many answers on it cannot be read."""
        return len(self.faulty) + (len(self.closing.faults) if self.closing else 0)

    @property
    def faulty(self) -> list[Question]:
        questions = [one for slot in self.slots for one in slot.questions]
        return [one for one in [*self._questions, *questions] if one.field.errors]

    @property
    def asked(self) -> str:
        """A mark of which questions it asks: an answer may call for others."""
        names = " ".join(one.field.html_name for one in self._questions)
        return sha256(names.encode()).hexdigest()[:16]

    @property
    def _questions(self) -> list[Question]:
        rows = [row for listed in self.lists for row in listed.rows] + (self.staff or [])
        parts: list[Questions | RowQuestions] = [*self.groups, *rows]
        return [one for part in parts for one in (*part.first, *part.more)]


def steps_of(filing: Filing) -> list[tuple[str, str]]:
    if not filing.is_of_content:
        return list(CLOSING_STEPS)
    skipped = FAMILY_SKIPS if filing.form == FAMILY else frozenset()
    return [(step, label) for step, label in CONTENT_STEPS if step not in skipped]


def next_step(filing: Filing, step: str) -> str:
    names = [name for name, _ in steps_of(filing)]
    return names[min(names.index(step) + 1, len(names) - 1)]


def ask_step(filing: Filing, step: str, *, on: date) -> StepPage:
    if step == "closing":
        return StepPage(closing=ask_closing(filing))
    facts = facts_of(filing)
    return StepPage(
        basis=basis(filing, on=on),
        groups=ask(filing, GROUPS.get(step, ()), facts, on=on),
        lists=[ask_rows(filing, listed, facts, on=on) for listed in _lists(filing, step)],
        staff=ask_staff(filing, facts, on=on) if step == "staff" else None,
        slots=ask_slots(filing, on=on) if step == "materials" else [],
    )


def typed_step(filing: Filing, step: str, post: QueryDict) -> dict[str, Any]:
    """What the page said, in the shape of a dossier."""
    if step == "closing":
        return {"closing": typed_closing(filing, post)}
    given = typed(filing, GROUPS.get(step, ()), post)
    for listed in _lists(filing, step):
        rows = typed_rows(filing, listed, post)
        if rows is not None:
            given[listed.section] = rows
    if step == "materials":
        given["licences"] = typed_licences(filing, post)
    staff = typed_staff(filing, post) if step == "staff" else None
    return given | ({"staff": staff} if staff is not None else {})


def _lists(filing: Filing, step: str) -> Sequence[Listed]:
    return LISTS.get(step, ())

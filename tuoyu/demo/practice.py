"""How a demo institution is run: a value that keeps the norm, and one that breaks it."""

from decimal import Decimal
from typing import Any

from django.db import models

from tuoyu.institutions.models import Practice

# Numbers need a legal and an illegal value each; yes-or-no facts are legal when true.
NUMBERS: dict[str, tuple[Any, Any]] = {
    "outdoor_minutes": (130, 80),
    "video_days": (90, 30),
    "observation_bed": (1, 0),
    "menu_days": (7, 21),
    "food_sample_grams": (125, 80),
    "food_sample_hours": (48, 24),
    "meal_balance_percent": (Decimal("1.20"), Decimal("4.00")),
    "drinking_ml": (80, 30),
    "drinks_a_day": (4, 1),
    "meal_gap_minutes": (225, 150),
    "nap_minutes": (140, 90),
    "airings_a_day": (2, 1),
    "airing_minutes": (15, 5),
    "toys_washed_days": (7, 20),
    "bedding_washed_days": (14, 45),
    "records_kept_years": (3, 1),
    "health_checks_a_year": (2, 1),
    "certificate_check_days": (20, 45),
    "hygiene_items_met": (14, 11),
}
ONLY_FAMILY_SITES = {"neighbours_consent", "escape_grilles", "floor_area_per_child_m2"}


def _facts() -> dict[str, tuple[Any, Any]]:
    claims = [
        field.name
        for field in Practice._meta.concrete_fields
        if isinstance(field, models.BooleanField) and field.name not in ONLY_FAMILY_SITES
    ]
    return dict.fromkeys(claims, (True, False)) | NUMBERS


PRACTICE_FACTS = _facts()

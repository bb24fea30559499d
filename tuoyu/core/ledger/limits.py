"""The numbers a ledger is held against: from the books; here as they stand today."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


def _class_sizes() -> dict[str, int]:
    return {"infant": 10, "junior": 15, "senior": 20, "mixed": 18}


@dataclass(frozen=True, slots=True)
class Limits:
    """Who holds the books passes their values; they only raise questions, never verdicts."""

    class_sizes: Mapping[str, int] = field(default_factory=_class_sizes)  # 设置标准 art. 19
    family_places: int = 5  # 家庭托育点管理办法
    recording_days: int = 90  # 管理规范; the plan 二(四)4
    highest_floor: int = 3  # GB 50016
    questioned_floor: int = 2  # JGJ 39: above it only with a reason
    # Not law: below this an area looks like a slip of the pen.
    least_area_per_place: float = 5.0
    first_filing_on: date = date(2019, 10, 8)  # nothing could be filed before the norms

"""The numbers a ledger is held against: who holds the books passes theirs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


def _class_sizes() -> dict[str, int]:
    return {"infant": 10, "junior": 15, "senior": 20, "mixed": 18}


@dataclass(frozen=True, slots=True)
class Limits:
    """They only raise questions, never verdicts; the defaults are the law as of 2026.

    This package reads no books, so that a ledger can be judged without a register; in the
    platform every number with a source comes from the rules in force on the day.
    """

    class_sizes: Mapping[str, int] = field(default_factory=_class_sizes)  # 设置标准 art. 19
    family_places: int = 5  # 家庭托育点管理办法
    recording_days: int = 90  # 管理规范; the plan 二(四)4
    highest_floor: int = 3  # GB 50016
    # Not law but plausibility, so no book holds them. JGJ 39 allows seniors the second floor;
    # which class sits where no ledger says, so only what lies higher is asked about.
    questioned_floor: int = 2
    # Below this an area looks like a slip of the pen.
    least_area_per_place: float = 5.0
    first_filing_on: date = date(2019, 12, 19)  # 登记和备案办法: nothing was filed before it

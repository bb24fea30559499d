"""What all that is laid of a demo city stands on: one source of luck, the day, the tables."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from tuoyu.demo.copying import Tables
from tuoyu.org.models import Region

Classes = list[tuple[int, str, int]]  # id, kind, places


@dataclass(frozen=True, slots=True)
class Ground:
    """The same seed makes the same city, as long as luck is asked in the same order."""

    tables: Tables
    random: Random
    today: date
    counties: list[Region]
    sample: int  # the paper that stands for every scan

    def facts(self, legal: dict[str, tuple[Any, Any]], keeps: bool) -> dict[str, Any]:
        """A legal value for each fact; the careless break some, and leave some unknown."""
        random = self.random
        if keeps:
            return {
                k: good if random.random() < 0.985 else None for k, (good, _) in legal.items()
            }
        return {key: self._careless(good, bad) for key, (good, bad) in legal.items()}

    def _careless(self, good: Any, bad: Any) -> Any:
        luck = self.random.random()
        return bad if luck < 0.06 else None if luck < 0.16 else good

    def near(self, degrees: Decimal | None) -> Decimal | None:
        """A place close to that of the township."""
        if degrees is None:
            return None
        return degrees + Decimal(self.random.randint(-3000, 3000)).scaleb(-6) * 10


@dataclass(slots=True)
class Case:
    """One institution while it is laid."""

    number: int
    county: Region
    township: Region
    form: str
    keeps: bool
    starts: date
    id: int = 0
    name: str = ""
    address: str = ""
    places: int = 0
    has_meals: bool = False
    is_inclusive: bool = False
    site: int = 0
    floor: int = 1

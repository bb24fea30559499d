"""What a family looks for, as the address says it; nonsense is left out, never an error."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Final

LONGEST = 60
SORTS: Final = {
    "near": "路程最近",
    "price": "价格最低",
    "places": "托位最多",
}
FORMS: Final = {
    "independent": "独立托育机构",
    "community": "社区嵌入式托育",
    "kindergarten_class": "幼儿园托班",
    "employer": "用人单位办托",
    "family_site": "家庭托育点",
    "comprehensive_centre": "托育综合服务中心",
}
KINDS: Final = {
    "infant": "乳儿班 6–12 个月",
    "junior": "托小班 12–24 个月",
    "senior": "托大班 24–36 个月",
    "mixed": "混合班 18 个月以上",
}
SERVICES: Final = {
    "full_day": "全日托",
    "half_day": "半日托",
    "hourly": "计时托",
    "temporary": "临时托",
}
UNTIL: Final = ("17:30", "18:00", "18:30", "19:00")
BANDS: Final = ("-1000", "1000-1500", "1500-2000", "2000-3000", "3000-")
INCLUSIVE: Final = {"yes": True, "no": False}
PLACES: Final = ("20", "40", "60", "100")

_BAND = re.compile(r"(\d{0,6})-(\d{0,6})")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the reader is, to a hundred metres: nearer is nobody's business."""

    longitude: float
    latitude: float

    def __str__(self) -> str:
        return f"{self.longitude:.3f},{self.latitude:.3f}"


@dataclass(frozen=True, slots=True)
class Band:
    """Yuan a month from `least` to `most`, both included; None is open."""

    least: int | None
    most: int | None

    @property
    def label(self) -> str:
        if self.least is None:
            return f"{self.most} 元以内"
        return f"{self.least} 元起" if self.most is None else f"{self.least}–{self.most} 元"


@dataclass(frozen=True, slots=True)
class Wish:
    """One search. Everything is optional; empty means all."""

    q: str = ""
    county: str = ""
    township: str = ""
    form: str = ""
    kind: str = ""
    service: str = ""
    until: time | None = None
    band: Band | None = None
    inclusive: bool | None = None
    places: int | None = None
    near: Spot | None = None
    sort: str = ""
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Wish":
        """Read from an address."""
        near = spot(query.get("near", ""))
        sort = query.get("sort", "")
        wanted = sort if sort in SORTS and (sort != "near" or near) else ""
        return cls(
            q=clean(query.get("q", "")),
            county=_code(query.get("county", "")),
            township=_code(query.get("township", "")),
            form=_known(query.get("form", ""), FORMS),
            kind=_known(query.get("kind", ""), KINDS),
            service=_known(query.get("service", ""), SERVICES),
            until=_time(query.get("until", "")),
            band=band(query.get("price", "")),
            inclusive=INCLUSIVE.get(query.get("inclusive", "")),
            places=_number(query.get("places", "")),
            near=near,
            sort=wanted or ("near" if near else ""),
            page=_number(query.get("page", "")) or 1,
        )

    @property
    def is_narrow(self) -> bool:
        """Is anything asked beside words, a place to start from and an order?"""
        asked = (self.county, self.township, self.form, self.kind, self.service)
        measured = (self.until, self.band, self.inclusive, self.places)
        return any(asked) or any(value is not None for value in measured)

    @property
    def priced(self) -> str:
        """The service whose monthly price is meant: half days if asked for, else whole days."""
        return "half_day" if self.service == "half_day" else "full_day"


def clean(text: str) -> str:
    """Full-width signs made half-width, control characters gone, not too long."""
    return " ".join(_CONTROL.sub(" ", unicodedata.normalize("NFKC", text)).split())[:LONGEST]


def spot(text: str) -> Spot | None:
    """`113.301,33.735`, if it is a place on earth."""
    try:
        longitude, latitude = (round(float(part), 3) for part in text.split(","))
    except ValueError:
        return None
    on_earth = -180 <= longitude <= 180 and -90 <= latitude <= 90
    return Spot(longitude, latitude) if on_earth else None


def band(text: str) -> Band | None:
    """`1000-1500`, `-1000` or `3000-`."""
    found = _BAND.fullmatch(text)
    if found is None or text == "-":
        return None
    least, most = (int(part) if part else None for part in found.groups())
    return Band(least, most)


def _known(value: str, words: Mapping[str, str]) -> str:
    return value if value in words else ""


def _code(value: str) -> str:
    return value if value.isascii() and value.isdigit() and len(value) <= 12 else ""


def _time(value: str) -> time | None:
    try:
        return time.fromisoformat(value).replace(tzinfo=None)
    except ValueError:
        return None


def _number(value: str) -> int | None:
    plain = value.isascii() and value.isdigit() and len(value) <= 5
    return int(value) or None if plain else None

"""The register of a demo city: most keep the law, some break it or leave it unknown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.utils import timezone

from tuoyu.demo import names
from tuoyu.demo.copying import Tables
from tuoyu.demo.places import SITE_FACTS, room_facts
from tuoyu.demo.practice import PRACTICE_FACTS
from tuoyu.institutions.models import (
    Demonstration,
    Institution,
    Licence,
    NurseryClass,
    Offering,
    Practice,
    Profile,
    Room,
    Site,
    Standing,
)
from tuoyu.institutions.services import spelling
from tuoyu.org.models import Region, Unit

FORMS = {
    "independent": 38,
    "community": 16,
    "kindergarten_class": 22,
    "employer": 9,
    "family_site": 13,
    "comprehensive_centre": 2,
}
LEGAL = {
    "independent": ("company", "social_service"),
    "community": ("social_service", "company"),
    "kindergarten_class": ("public_institution", "social_service"),
    "employer": ("public_institution", "company"),
    "family_site": ("sole_trader", "company"),
    "comprehensive_centre": ("public_institution", "public_institution"),
}
REGISTRAR = {
    "public_institution": ("establishment_office", "机构编制部门"),
    "social_service": ("civil_affairs", "民政局"),
    "company": ("market_regulation", "市场监管局"),
    "sole_trader": ("market_regulation", "市场监管局"),
}
SIZES = {"infant": 10, "junior": 15, "senior": 20, "mixed": 18}
BANDS = {"infant": (6, 11), "junior": (12, 23), "senior": (24, 35), "mixed": (18, 35)}
CLASS_NAMES = {"infant": "乳儿", "junior": "托小", "senior": "托大", "mixed": "混合"}
RATIO = {"infant": 3, "junior": 5, "senior": 7, "mixed": 5}


@dataclass(frozen=True, slots=True)
class Made:
    """What the people of an institution need to know of it."""

    institution_id: int
    form: str
    starts_on: date
    classes: Sequence[tuple[int, str, int]]  # id, kind, places
    keeps_law: bool


def _placed(township: Region, county: Region) -> Region:
    """A township without coordinates lies near its county's, a little apart; never saved."""
    if township.longitude is None and county.longitude and county.latitude:
        serial = int(township.code[-3:])
        township.longitude = county.longitude + Decimal(serial * 37 % 9 - 4).scaleb(-2)
        township.latitude = county.latitude + Decimal(serial * 53 % 9 - 4).scaleb(-2)
    return township


class Register:
    """Makes one institution after another; the same seed makes the same city."""

    def __init__(
        self, tables: Tables, counties: list[Region], today: date, seed: int, sample: int
    ) -> None:
        self.tables, self.today, self.sample = tables, today, sample
        self.random = Random(seed)
        self.counties = counties
        self.weights = [max(county.population or 50_000, 50_000) ** 0.6 for county in counties]
        self.townships = {
            c.pk: [_placed(t, c) for t in c.children.all()] or [c] for c in counties
        }
        self.serials = dict.fromkeys((c.pk for c in counties), 0)

    def institution(self, number: int) -> Made:
        """One institution with everything that is true of it today."""
        county = self._county(number)
        form = self._form(number)
        township = self.random.choice(self.townships[county.pk])
        keeps = self.random.random() < 0.72
        starts = self.today - timedelta(days=self.random.randint(40, 2200))
        institution = self._identity(county, township, form, number)
        profile = self._profile(institution, county, township, form, starts, number)
        self._standing(institution, starts, number)
        self._site(institution, township, profile, keeps, starts)
        classes = self._classes(institution, profile["places"], form, keeps, starts)
        self._rooms(institution, classes, keeps, starts)
        self._offerings(institution, profile, starts)
        self._papers(institution, profile, keeps, starts)
        self._practice(institution, form, keeps, starts)
        self._demonstration(institution, number, starts)
        return Made(institution, form, starts, classes, keeps)

    def _county(self, number: int) -> Region:
        """The first rounds visit every county, so that each has something to show."""
        if number < len(self.counties) * 3:
            return self.counties[number % len(self.counties)]
        return self.random.choices(self.counties, self.weights)[0]

    def _form(self, number: int) -> str:
        rounds, _ = divmod(number, max(len(self.counties), 1))
        if rounds < 3:
            return ("kindergarten_class", "employer", "independent")[rounds]
        return self.random.choices(list(FORMS), list(FORMS.values()))[0]

    def _identity(self, county: Region, township: Region, form: str, number: int) -> int:
        self.serials[county.pk] += 1
        serial = self.serials[county.pk]
        self.name = names.institution_name(self.random, form, county.short_name, number)
        unit = self.tables[Unit].add(
            kind=Unit.Kind.INSTITUTION, name=self.name, region_id=township.pk
        )
        return self.tables[Institution].add(
            code=f"{county.code}D{serial:06d}",
            unit_id=unit,
            region_id=township.pk,
            county_id=county.pk,
            entered_at=timezone.now(),
        )

    def _profile(
        self,
        institution: int,
        county: Region,
        township: Region,
        form: str,
        starts: date,
        number: int,
    ) -> dict[str, Any]:
        random = self.random
        legal = LEGAL[form][0 if random.random() < 0.7 else 1]
        registrar, registrar_name = REGISTRAR[legal]
        self.address = names.address(random, township.name)
        head = names.person_name(random)
        found_by = spelling.of({"name": self.name}, self.address)
        values: dict[str, Any] = {
            "name": self.name,
            **found_by,
            "credit_code": names.credit_code(random, legal, county.code[:6]),
            "legal_form": legal,
            "registrar": registrar,
            "registrar_name": f"{county.short_name}{registrar_name}",
            "registered_on": starts - timedelta(days=random.randint(5, 60)),
            "scope_states_childcare": True if random.random() < 0.97 else None,
            "form": form,
            "backing": self._backing(form, number),
            "chain_name": f"示例{random.choice(names.FIRST)}连锁"
            if random.random() < 0.08
            else "",
            "employer_kind": self._employer(form, number),
            "host_inclusive": random.random() < 0.8 if form == "kindergarten_class" else None,
            "open_to_public": form != "employer" or random.random() < 0.4,
            "is_inclusive": random.random() < 0.6,
            "places": self._places(form),
            "has_meals": form != "family_site" and random.random() < 0.85,
            "opens_at": time(7, 30),
            "closes_at": random.choice((time(17, 30), time(18, 0), time(18, 30), time(19, 0))),
            "legal_representative": head,
            "head_name": head,
            "contact_name": head,
            "phone": f"0375-000{random.randint(0, 9999):04d}",
            "introduction": "演示机构，名称、人员和数据均为虚构。",
        }
        values["children_declared"] = int(values["places"] * random.uniform(0.45, 0.98))
        self.tables[Profile].add(institution_id=institution, starts_on=starts, **values)
        return values

    def _backing(self, form: str, number: int) -> str:
        """Every county gets one public-private site, save two, so that the plan shows gaps."""
        if form == "independent" and number < len(self.counties) * 3:
            return "private" if number % 6 == 0 else "public_private"
        if form in ("kindergarten_class", "comprehensive_centre"):
            return "public"
        choices = ("private", "public_private", "private_subsidised")
        return self.random.choices(choices, (90, 5, 5))[0]

    def _employer(self, form: str, number: int) -> str:
        if form != "employer":
            return ""
        return ("hospital", "school", "enterprise")[number % 3]

    def _places(self, form: str) -> int:
        if form == "family_site":
            return self.random.choice((3, 4, 5, 5))
        return self.random.choice((15, 20, 35, 45, 45, 55, 60, 75, 80))

    def _standing(self, institution: int, starts: date, number: int) -> None:
        """Every twelfth is registered only, some are suspended or cancelled; the rest filed."""
        add = self.tables[Standing].add
        filed = starts + timedelta(days=self.random.randint(3, 20))
        filed = min(filed, self.today - timedelta(days=31))
        fate = number % 25
        if fate == 11:
            add(institution_id=institution, status="registered", starts_on=starts)
            return
        ended = None
        if fate in (17, 23):
            ended = self.today - timedelta(days=self.random.randint(1, 30))
        add(institution_id=institution, status="registered", starts_on=starts, ends_on=filed)
        add(
            institution_id=institution,
            status="filed",
            starts_on=filed,
            ends_on=ended,
            reference=f"示例备〔{filed.year}〕{institution} 号",
        )
        if ended:
            status = "suspended" if fate == 17 else "cancelled"
            reason = "装修改造，暂停收托" if fate == 17 else "举办者停办，婴幼儿已全部安置"
            add(institution_id=institution, status=status, starts_on=ended, reason=reason)

    def _site(
        self,
        institution: int,
        township: Region,
        profile: dict[str, Any],
        keeps: bool,
        starts: date,
    ) -> None:
        random = self.random
        places = profile["places"]
        leased = random.random() < 0.7
        years_run = (self.today - starts).days // 365 + 1
        lease_years = random.choice((3, 5, 8)) + (years_run if keeps else 0)
        lease_years = 2 if not keeps and random.random() < 0.3 else lease_years
        facts = self._facts(SITE_FACTS, keeps)
        area = Decimal(places) * Decimal(random.choice(("8.5", "9.0", "10.2", "12.0")))
        floor = random.choice((1, 1, 1, 2, 3)) if keeps else random.choice((1, 2, 3, 4))
        values: dict[str, Any] = facts | {
            "region_id": township.pk,
            "address": self.address,
            "longitude": self._near(township.longitude),
            "latitude": self._near(township.latitude),
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
            "air_tested_on": self.today - timedelta(days=random.randint(20, 500)),
        }
        self.site = self.tables[Site].add(
            institution_id=institution, starts_on=starts, **values
        )
        self.floor = floor

    def _near(self, degrees: Decimal | None) -> Decimal | None:
        if degrees is None:
            return None
        return degrees + Decimal(self.random.randint(-3000, 3000)).scaleb(-6) * 10

    def _facts(self, legal: dict[str, tuple[Any, Any]], keeps: bool) -> dict[str, Any]:
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

    def _classes(
        self, institution: int, places: int, form: str, keeps: bool, starts: date
    ) -> list[tuple[int, str, int]]:
        random = self.random
        kinds = ["mixed"] if form == "family_site" else self._kinds(places, form)
        left, made = places, []
        for position, kind in enumerate(kinds, start=1):
            size = min(SIZES[kind] + (0 if keeps or random.random() < 0.8 else 2), left)
            left -= size
            children = max(1, int(size * random.uniform(0.5, 1.0)))
            youngest, oldest = BANDS[kind]
            class_id = self.tables[NurseryClass].add(
                institution_id=institution,
                starts_on=starts,
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

    def _kinds(self, places: int, form: str) -> list[str]:
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

    def _rooms(
        self,
        institution: int,
        classes: Sequence[tuple[int, str, int]],
        keeps: bool,
        starts: date,
    ) -> None:
        add = self.tables[Room].add
        common = {"site_id": self.site, "institution_id": institution, "starts_on": starts}
        for number, (class_id, kind, _) in enumerate(classes, start=1):
            floor = 1 if kind in ("infant", "junior", "mixed") or keeps else self.floor
            facts = room_facts(self.random, kind, keeps)
            add(
                **common,
                **facts,
                nursery_class_id=class_id,
                name=f"活动睡眠室 {number}",
                purpose="living",
                floor=floor,
            )
        area = Decimal("8.00") if keeps or self.random.random() < 0.6 else Decimal("5.00")
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

    def _offerings(self, institution: int, profile: dict[str, Any], starts: date) -> None:
        random = self.random
        price = random.choice((128000, 158000, 168000, 198000, 238000))
        price = 120000 if profile["is_inclusive"] else price
        kinds = [("full_day", price, "month")]
        kinds += [("half_day", price * 6 // 10, "month")] if random.random() < 0.6 else []
        kinds += [("hourly", 2500, "hour")] if random.random() < 0.35 else []
        kinds += [("temporary", 12000, "day")] if random.random() < 0.35 else []
        for kind, fen, per in kinds:
            self.tables[Offering].add(
                institution_id=institution,
                starts_on=starts,
                kind=kind,
                price_fen=fen,
                per=per,
                meals_fen=30000 if profile["has_meals"] and kind == "full_day" else None,
                is_published=True if random.random() < 0.93 else None,
            )

    def _papers(
        self, institution: int, profile: dict[str, Any], keeps: bool, starts: date
    ) -> None:
        wanted = ["registration", "site", "hygiene", "fire", "insurance"]
        wanted += ["food"] if profile["has_meals"] else []
        for kind in wanted:
            if not keeps and self.random.random() < 0.15:
                continue
            self._paper(institution, kind, starts)

    def _paper(self, institution: int, kind: str, starts: date) -> None:
        years = {"food": 5, "insurance": 1, "fire": None, "site": None}.get(kind)
        issued = starts
        if kind == "fire":
            issued = max(starts, self.today - timedelta(days=self.random.randint(5, 350)))
        if years == 1:
            issued = self.today - timedelta(days=self.random.randint(5, 355))
        ends = issued + timedelta(days=365 * years) if years else None
        if ends and ends <= self.today:
            ends = self.today + timedelta(days=self.random.randint(4, 400))
        self.tables[Licence].add(
            institution_id=institution,
            starts_on=issued,
            ends_on=ends,
            kind=kind,
            number=f"示例-{kind}-{institution}",
            issuer="示例发证单位",
            issued_on=issued,
            passed=True if kind in ("hygiene", "fire") else None,
            attachment_id=self.sample,
        )

    def _practice(self, institution: int, form: str, keeps: bool, starts: date) -> None:
        facts = self._facts(PRACTICE_FACTS, keeps)
        recent = self.today - timedelta(days=self.random.randint(3, 25))
        facts |= {
            "last_drill_on": self.today - timedelta(days=self.random.randint(10, 170)),
            "last_fire_check_on": recent,
            "last_equipment_check_on": recent,
            "annual_report_on": date(self.today.year - 1, 12, 20),
        }
        if form == "family_site":
            facts |= {"neighbours_consent": True, "escape_grilles": False}
            facts |= {"floor_area_per_child_m2": Decimal("9.50")}
        self.tables[Practice].add(institution_id=institution, starts_on=starts, **facts)

    def _demonstration(self, institution: int, number: int, starts: date) -> None:
        """One or two in most counties, named before the plan's day or after it."""
        counties = len(self.counties)
        early = counties * 2 <= number < counties * 3 and number % 7 != 3
        if not early and self.random.random() > 0.02:
            return
        self.tables[Demonstration].add(
            institution_id=institution,
            starts_on=max(starts, date(2021, 11, 1)),
            named_by="示例卫生健康委",
            document=f"示例卫〔2021〕{number + 1} 号",
        )

"""Who an institution of the demo city is: unit, profile, standing, whether a demonstration."""

from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from tuoyu.demo import names
from tuoyu.demo.ground import Case, Ground
from tuoyu.institutions.models import Demonstration, Institution, Profile, Standing
from tuoyu.institutions.services import spelling
from tuoyu.org.models import Unit

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


def lay_unit(ground: Ground, case: Case, serial: int) -> None:
    """The unit, and the institution numbered within its county."""
    county, township = case.county, case.township
    case.name = names.institution_name(ground.random, case.form, county.short_name, case.number)
    unit = ground.tables[Unit].add(
        kind=Unit.Kind.INSTITUTION, name=case.name, region_id=township.pk
    )
    case.id = ground.tables[Institution].add(
        code=f"{county.code}D{serial:06d}",
        unit_id=unit,
        region_id=township.pk,
        county_id=county.pk,
        entered_at=timezone.now(),
    )


def lay_profile(ground: Ground, case: Case) -> None:
    """What the institution says of itself."""
    random, county, form = ground.random, case.county, case.form
    legal = LEGAL[form][0 if random.random() < 0.7 else 1]
    registrar, registrar_name = REGISTRAR[legal]
    case.address = names.address(random, case.township.name)
    head = names.person_name(random)
    found_by = spelling.of({"name": case.name}, case.address)
    values: dict[str, Any] = {
        "name": case.name,
        **found_by,
        "credit_code": names.credit_code(random, legal, county.code[:6]),
        "legal_form": legal,
        "registrar": registrar,
        "registrar_name": f"{county.short_name}{registrar_name}",
        "registered_on": case.starts - timedelta(days=random.randint(5, 60)),
        "scope_states_childcare": True if random.random() < 0.97 else None,
        "form": form,
        "backing": _backing(ground, form, case.number),
        "chain_name": f"示例{random.choice(names.FIRST)}连锁" if random.random() < 0.08 else "",
        "employer_kind": _employer(form, case.number),
        "host_inclusive": random.random() < 0.8 if form == "kindergarten_class" else None,
        "open_to_public": form != "employer" or random.random() < 0.4,
        "is_inclusive": random.random() < 0.6,
        "places": _places(ground, form),
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
    case.places, case.has_meals = values["places"], values["has_meals"]
    case.is_inclusive = values["is_inclusive"]
    ground.tables[Profile].add(institution_id=case.id, starts_on=case.starts, **values)


def _backing(ground: Ground, form: str, number: int) -> str:
    """Every county gets one public-private site, save two, so that the plan shows gaps."""
    if form == "independent" and number < len(ground.counties) * 3:
        return "private" if number % 6 == 0 else "public_private"
    if form in ("kindergarten_class", "comprehensive_centre"):
        return "public"
    choices = ("private", "public_private", "private_subsidised")
    return ground.random.choices(choices, (90, 5, 5))[0]


def _employer(form: str, number: int) -> str:
    if form != "employer":
        return ""
    return ("hospital", "school", "enterprise")[number % 3]


def _places(ground: Ground, form: str) -> int:
    if form == "family_site":
        return ground.random.choice((3, 4, 5, 5))
    return ground.random.choice((15, 20, 35, 45, 45, 55, 60, 75, 80))


def lay_standing(ground: Ground, case: Case) -> None:
    """Every twelfth is registered only, some are suspended or cancelled; the rest filed."""
    add, institution, starts = ground.tables[Standing].add, case.id, case.starts
    filed = starts + timedelta(days=ground.random.randint(3, 20))
    filed = min(filed, ground.today - timedelta(days=31))
    fate = case.number % 25
    if fate == 11:
        add(institution_id=institution, status="registered", starts_on=starts)
        return
    ended = None
    if fate in (17, 23):
        ended = ground.today - timedelta(days=ground.random.randint(1, 30))
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


def lay_demonstration(ground: Ground, case: Case) -> None:
    """One or two in most counties, named before the plan's day or after it."""
    counties, number = len(ground.counties), case.number
    early = counties * 2 <= number < counties * 3 and number % 7 != 3
    if not early and ground.random.random() > 0.02:
        return
    ground.tables[Demonstration].add(
        institution_id=case.id,
        starts_on=max(case.starts, date(2021, 11, 1)),
        named_by="示例卫生健康委",
        document=f"示例卫〔2021〕{number + 1} 号",
    )

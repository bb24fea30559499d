"""What an institution of the demo city shows: prices, papers, and how it works."""

from datetime import date, timedelta
from decimal import Decimal

from tuoyu.demo.ground import Case, Ground
from tuoyu.demo.practice import PRACTICE_FACTS
from tuoyu.institutions.models import Licence, Offering, Practice


def lay_offerings(ground: Ground, case: Case) -> None:
    """What is offered, and for how much."""
    random = ground.random
    price = random.choice((128000, 158000, 168000, 198000, 238000))
    price = 120000 if case.is_inclusive else price
    kinds = [("full_day", price, "month")]
    kinds += [("half_day", price * 6 // 10, "month")] if random.random() < 0.6 else []
    kinds += [("hourly", 2500, "hour")] if random.random() < 0.35 else []
    kinds += [("temporary", 12000, "day")] if random.random() < 0.35 else []
    for kind, fen, per in kinds:
        ground.tables[Offering].add(
            institution_id=case.id,
            starts_on=case.starts,
            kind=kind,
            price_fen=fen,
            per=per,
            meals_fen=30000 if case.has_meals and kind == "full_day" else None,
            is_published=True if random.random() < 0.93 else None,
        )


def lay_papers(ground: Ground, case: Case) -> None:
    """The papers of the slots; the careless lack some."""
    wanted = ["registration", "site", "hygiene", "fire", "insurance"]
    wanted += ["food"] if case.has_meals else []
    for kind in wanted:
        if not case.keeps and ground.random.random() < 0.15:
            continue
        _paper(ground, case, kind)


def _paper(ground: Ground, case: Case, kind: str) -> None:
    years = {"food": 5, "insurance": 1, "fire": None, "site": None}.get(kind)
    issued = case.starts
    if kind == "fire":
        issued = max(case.starts, ground.today - timedelta(days=ground.random.randint(5, 350)))
    if years == 1:
        issued = ground.today - timedelta(days=ground.random.randint(5, 355))
    ends = issued + timedelta(days=365 * years) if years else None
    if ends and ends <= ground.today:
        ends = ground.today + timedelta(days=ground.random.randint(4, 400))
    ground.tables[Licence].add(
        institution_id=case.id,
        starts_on=issued,
        ends_on=ends,
        kind=kind,
        number=f"示例〔{issued.year}〕{case.id}号",
        issuer="示例发证单位",
        issued_on=issued,
        passed=True if kind in ("hygiene", "fire") else None,
        attachment_id=ground.sample,
    )


def lay_practice(ground: Ground, case: Case) -> None:
    """How it works day by day."""
    facts = ground.facts(PRACTICE_FACTS, case.keeps)
    recent = ground.today - timedelta(days=ground.random.randint(3, 25))
    facts |= {
        "last_drill_on": ground.today - timedelta(days=ground.random.randint(10, 170)),
        "last_fire_check_on": recent,
        "last_equipment_check_on": recent,
        "annual_report_on": date(ground.today.year - 1, 12, 20),
    }
    if case.form == "family_site":
        facts |= {"neighbours_consent": True, "escape_grilles": False}
        facts |= {"floor_area_per_child_m2": Decimal("9.50")}
    ground.tables[Practice].add(institution_id=case.id, starts_on=case.starts, **facts)

"""Filings in every state, done by the same deeds that people do."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from tuoyu.core.clock import is_workday
from tuoyu.demo import names
from tuoyu.demo.accounts import COUNTY, NEWCOMER, newcomer
from tuoyu.demo.content import filing_content
from tuoyu.demo.papers import sample_page
from tuoyu.filing import services
from tuoyu.filing.models import Decision, Filing
from tuoyu.filing.queries import law
from tuoyu.filing.services import Page
from tuoyu.filing.services.proposing import propose
from tuoyu.org.models import Region, Unit, User

LEASE_CLAUSE = "《托育机构设置标准（试行）》第十一条"

SLOTS = ("M1", "M2", "M3", "M4", "M5", "M6")


@dataclass(slots=True)
class Scene:
    """One applicant, its office, and the moments at which things are done."""

    filing: Filing
    manager: User
    officer: User
    now: datetime

    def ago(self, workdays: int) -> datetime:
        """A morning so many working days before now."""
        moment = self.now.replace(hour=10, minute=24, second=0, microsecond=0)
        while workdays > 0:
            moment -= timedelta(days=1)
            workdays -= is_workday(moment.date())
        return min(moment, self.now)


def lay_filings(officer: User, *, now: datetime, seed: int) -> int:
    """A dozen filings of one county: drafts, clocks running, stopped, late, decided, public."""
    random = Random(seed + 2)
    paper = sample_page()
    for number, (play, short, days) in enumerate(PLAYS):
        scene = _draft(random, number, officer, now, paper, short=short, days=days)
        play(scene, days)
    return len(PLAYS)


def _draft(
    random: Random,
    number: int,
    officer: User,
    now: datetime,
    paper: bytes,
    *,
    short: bool,
    days: int,
) -> Scene:
    county = Region.objects.get(code=COUNTY)
    township = random.choice(list(county.children.all()) or [county])
    name = f"示例{names.FIRST[number]}{random.choice(names.SECOND)}托育园"
    unit = Unit.objects.create(kind=Unit.Kind.INSTITUTION, name=name, region=township)
    username = NEWCOMER if number == 0 else f"{NEWCOMER}{number + 1}"
    manager = newcomer(username, names.person_name(random), unit, now.date())
    scene = Scene(Filing(), manager, officer, now)
    begun = scene.ago(days + 1)
    scene.filing = services.start_draft(unit, kind=Filing.Kind.NEW, by=manager, at=begun)
    content = filing_content(
        random,
        name=name,
        region_code=township.code,
        county_code=county.code,
        today=now.date(),
        short=short,
    )
    page = Page(0, "demo")
    services.save_draft(scene.filing, "all", given=content, page=page, by=manager, at=begun)
    for slot in SLOTS:
        services.add_material(
            scene.filing,
            slot,
            file=io.BytesIO(paper),
            name=f"{slot} 演示材料.pdf",
            by=manager,
            at=begun,
        )
    scene.filing.refresh_from_db()
    return scene


def _leave(scene: Scene, days: int) -> None:
    """Stays a draft, so that somebody can walk the form."""


def _submit(scene: Scene, days: int) -> None:
    scene.filing = services.submit(
        scene.filing, promised=True, by=scene.manager, at=scene.ago(days)
    )


def _claim(scene: Scene, days: int) -> None:
    _submit(scene, days)
    services.claim(scene.filing, by=scene.officer, at=scene.ago(max(days - 1, 0)))


def _correct(scene: Scene, days: int) -> None:
    """The clock stands still until the institution has put two things right."""
    _submit(scene, days)
    points = [
        {"clause": LEASE_CLAUSE, "text": "租期不满 3 年，请与出租方补签"},
        {"clause": "", "text": "M5 消防凭证的地址与备案书不一致，请核对"},
    ]
    services.request_correction(
        scene.filing, points=points, by=scene.officer, at=scene.ago(max(days - 2, 0))
    )


def _propose(scene: Scene, days: int) -> None:
    """Waits for the second pair of eyes, so that the approver finds work."""
    _claim(scene, days)
    at = scene.ago(max(days - 1, 0))
    filing = Filing.objects.get(pk=scene.filing.pk)
    deed = Decision.Deed.RECEIPT
    scene.filing = propose(filing, deed, opinion="材料齐全，请审批", by=scene.officer, at=at)


def _receipt(scene: Scene, days: int) -> None:
    _submit(scene, days)
    scene.filing = services.issue_receipt(
        scene.filing, by=scene.officer, at=scene.ago(max(days - 3, 0))
    )


def _check(scene: Scene, days: int) -> None:
    _receipt(scene, days)
    at = scene.ago(max(days - 6, 0))
    check = services.begin_site_check(
        scene.filing, visited_on=at.date(), by=scene.officer, at=at
    )
    items = law.site_items(
        form=scene.filing.form, on=at.date(), region=scene.filing.unit.region
    )
    answers = {item.id: {"answer": "yes"} for item in items}
    check = services.save_site_check(check, answers=answers, by=scene.officer, at=at)
    scene.filing = services.record_site_check(
        check, opinion="逐项看过，都符合", by=scene.officer, at=at
    )


def _publish(scene: Scene, days: int) -> None:
    _check(scene, days)
    services.publish(scene.filing, by=scene.officer, at=scene.ago(max(days - 8, 0)))


def _mismatch(scene: Scene, days: int) -> None:
    _submit(scene, days)
    points = [{"clause": LEASE_CLAUSE, "text": "场地租期不满 3 年，补正后仍未续签"}]
    services.notify_mismatch(
        scene.filing, points=points, by=scene.officer, at=scene.ago(max(days - 9, 0))
    )


def _withdraw(scene: Scene, days: int) -> None:
    _submit(scene, days)
    services.withdraw(
        scene.filing, reason="换了场地，重新准备", by=scene.manager, at=scene.ago(days - 1)
    )


Play = Callable[[Scene, int], None]
PLAYS: tuple[tuple[Play, bool, int], ...] = (
    (_leave, True, 1),
    (_submit, True, 0),
    (_submit, True, 2),
    (_submit, False, 4),
    (_claim, True, 4),
    (_claim, False, 5),
    (_submit, True, 7),
    (_correct, True, 5),
    (_correct, True, 8),
    (_receipt, False, 6),
    (_receipt, False, 11),
    (_check, False, 12),
    (_publish, False, 20),
    (_mismatch, True, 14),
    (_withdraw, True, 9),
    (_propose, False, 3),
)

"""What a manager sees first: the institution, its filings, the papers that will lapse."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeGuard

from tuoyu.assessment import permissions as assessment
from tuoyu.assessment.queries import Report, expiring, report
from tuoyu.core.errors import Refused
from tuoyu.filing import permissions as filing
from tuoyu.filing.models import SLOTS, Document, Filing, Slot
from tuoyu.filing.queries.offers import kinds_for
from tuoyu.filing.queries.offices import office_of
from tuoyu.filing.queries.papers import materials_of
from tuoyu.filing.queries.requirements import Gap, gaps, slots_for
from tuoyu.institutions import permissions as institutions
from tuoyu.institutions.models import Institution, Profile, Standing
from tuoyu.org.models import Unit, User


@dataclass(frozen=True, slots=True)
class Mine:
    """One institution of a manager, or one that is not in the register yet."""

    unit: Unit
    institution: Institution | None
    profile: Profile | None
    standing: Standing | None
    receipt: Document | None
    filing: Filing | None
    earlier: list[Filing]
    kinds: list[tuple[str, str, str]]
    missing: list[Gap]  # of the draft that is open
    office: Unit | None  # for one that has never filed: whom to ask
    report: Report | None
    expiries: list[Any]

    @property
    def papers(self) -> tuple[Slot, ...]:
        """What to have at hand before the first filing."""
        if self.institution is not None:
            return ()
        if self.filing is None or not self.filing.is_of_content:
            return SLOTS
        return tuple(slot for slot, _ in slots_for(self.filing))


def mine(user: User, *, on: date) -> list[Mine]:
    """Each unit this person may file for."""
    units = {grant.unit_id: grant.unit for grant in user.grants_for(filing.APPLY)}
    return [_mine(unit, user, on) for unit in units.values()]


def _mine(unit: Unit, user: User, on: date) -> Mine:
    reach = Institution.objects.visible_to(user, institutions.READ)
    institution = reach.filter(unit=unit).select_related("region").first()
    rows = list(unit.filings.select_related("unit").order_by("-started_at"))
    current = next((row for row in rows if row.status in OPEN), None)
    standing = institution.standing_on(on) if institution else None
    return Mine(
        unit=unit,
        institution=institution,
        profile=institution.profile_on(on) if institution else None,
        standing=standing,
        receipt=_receipt(institution),
        filing=current,
        earlier=[row for row in rows if row != current][:10],
        missing=gaps(current, materials_of(current), on=on) if _is_typed(current) else [],
        office=_office(unit) if institution is None else None,
        kinds=[] if current else kinds_for(standing.status if standing else ""),
        report=report(institution.pk, on) if institution and standing else None,
        expiries=_expiries(institution, user, on),
    )


EXPIRIES = 8  # as many as the first page shows


def _is_typed(current: Filing | None) -> TypeGuard[Filing]:
    return current is not None and current.is_open_to_applicant


def _office(unit: Unit) -> Unit | None:
    try:
        return office_of(unit.region)
    except Refused:  # the county has opened no office yet
        return None


OPEN = (Filing.Status.DRAFT, *Filing.IN_HAND)


def _receipt(institution: Institution | None) -> Document | None:
    if institution is None:
        return None
    rows = Document.objects.filter(
        filing__institution=institution, kind=Document.Kind.RECEIPT, revoked_at=None
    )
    return rows.order_by("-issued_on", "-pk").first()


def _expiries(institution: Institution | None, user: User, on: date) -> list[Any]:
    if institution is None:
        return []
    return expiring(user, assessment.READ, on=on, institution=institution)[0:EXPIRIES]

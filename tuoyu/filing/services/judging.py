"""The report both sides see: a draft is laid out in the register, judged, and taken back."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from tuoyu.assessment.queries import Report, report
from tuoyu.filing.models import Filing, Material
from tuoyu.filing.queries import dossier
from tuoyu.institutions.models import Institution, Standing
from tuoyu.institutions.services import lay_out
from tuoyu.records.services import Actor
from tuoyu.workforce.services import lay_out_staff

SETTLED = (Filing.Status.RECEIPTED, Filing.Status.CHECKED, Filing.Status.PUBLISHED)


class _TakeBack(Exception):
    """Ends the savepoint; nothing of the trial layout stays."""


def judge(filing: Filing, *, on: date, by: Actor, at: datetime) -> Report | None:
    """What the law would say were it accepted that day; None if nothing can be judged."""
    if filing.status in SETTLED or not filing.is_of_content:
        return report(filing.institution_id, on) if filing.institution_id else None
    found: Report | None = None
    try:
        with transaction.atomic():
            status = Standing.Status.FILED if filing.kind == Filing.Kind.NEW else None
            institution = write(filing, on=on, by=by, at=at, draft=True, status=status)
            found = report(institution.pk, on)
            raise _TakeBack
    except _TakeBack:
        return found


def lays_out(filing: Filing, *, on: date, by: Actor, at: datetime) -> None:
    """Refused with the field at fault if the register could not take this content as it is."""
    if not filing.is_of_content:
        return
    try:
        with transaction.atomic():
            write(filing, on=on, by=by, at=at)
            raise _TakeBack
    except _TakeBack:
        return


def write(
    filing: Filing,
    *,
    on: date,
    by: Actor,
    at: datetime,
    draft: bool = False,
    status: str | None = None,
    reference: str = "",
) -> Institution:
    """Lay the content out in the register: the place, then the people."""
    institution = lay_out(
        dossier.for_register(filing, standing_materials(filing)),
        institution=filing.institution,
        region=filing.region,
        unit=filing.applicant,
        on=on,
        by=by,
        at=at,
        draft=draft,
        status=status,
        reference=reference,
    )
    if "staff" in filing.content:
        staff = dossier.staff_of(filing)
        classes = filing.content.get("classes", [])
        lay_out_staff(institution, staff, on=on, by=by, at=at, classes=classes, draft=draft)
    return institution


def standing_materials(filing: Filing) -> Sequence[Material]:
    return list(filing.materials.filter(removed_at=None).select_related("attachment"))

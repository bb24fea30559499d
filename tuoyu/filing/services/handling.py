"""The office takes a filing in hand, passes it on, and asks once for all that is missing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from tuoyu.core.clock import day_of
from tuoyu.core.errors import Refused
from tuoyu.filing.models import CorrectionRequest, Filing
from tuoyu.filing.queries.repeats import Seen, repeats_of
from tuoyu.filing.services import clocks, news
from tuoyu.filing.services.judging import judge, standing_materials
from tuoyu.filing.services.locking import keep_for, lock
from tuoyu.org.models import User
from tuoyu.records.services import note

Status = Filing.Status
WITH_OFFICE = (Status.SUBMITTED, Status.APPROVING, Status.RECEIPTED, Status.CHECKED)
MOST_POINTS = 100


@transaction.atomic
def claim(filing: Filing, *, by: User, at: datetime) -> Filing:
    """Take it for review; whoever was first keeps it."""
    filing = lock(filing, *WITH_OFFICE, Status.CORRECTING)
    keep_for(filing, by.pk)
    if filing.officer_id == by.pk:
        return filing
    filing.officer = by
    filing.save(update_fields=["officer"])
    note("filing.claimed", filing, by=by, at=at)
    return filing


@transaction.atomic
def assign(filing: Filing, *, to: User, by: User, at: datetime) -> Filing:
    """Pass it to a colleague of the same office (转办)."""
    filing = lock(filing, *WITH_OFFICE, Status.CORRECTING)
    if to.pk not in {officer.pk for officer in news.officers_of(filing.unit, at)}:
        raise Refused(f"{to.name}不是{filing.unit.name}的备案经办人。", status=422)
    before, filing.officer = filing.officer_id, to
    filing.save(update_fields=["officer"])
    note("filing.assigned", filing, by=by, at=at, before=before, after=to.pk)
    if to.pk != by.pk:
        news.tell_office(filing, f"转给您办理：{filing.title}", at=at)
    return filing


@transaction.atomic
def request_correction(
    filing: Filing, *, points: Sequence[Mapping[str, Any]], by: User, at: datetime
) -> CorrectionRequest:
    """Say everything that is missing, together. The clocks stand still until it comes back.

    A point that was asked before, or could have been, is marked: it is kept on record.
    """
    filing = lock(filing, Status.SUBMITTED)
    keep_for(filing, by.pk)
    seen = _seen(filing, by, at)
    marked = repeats_of(_checked(points), seen, list(filing.requests.all()))
    request = CorrectionRequest.objects.create(
        filing=filing,
        points=marked,
        repeats=any(point["repeats"] for point in marked),
        seen=seen,
        asked_by=by,
        asked_at=at,
    )
    filing.status = Status.CORRECTING
    filing.officer = filing.officer or by
    filing.corrections += 1
    clocks.pause(filing, why="等机构补正", at=at)
    filing.save()
    note(
        "filing.correction_requested",
        filing,
        by=by,
        at=at,
        points=len(marked),
        repeats=request.repeats,
        clauses=[point["clause"] for point in marked if point["clause"]],
    )
    news.tell_applicant(
        filing,
        f"备案要补正 {len(marked)} 处",
        at=at,
        body="\n".join(f"{n}. {point['text']}" for n, point in enumerate(marked, start=1)),
    )
    return request


def marked(
    filing: Filing, points: Sequence[Mapping[str, str]], *, by: User, at: datetime
) -> list[dict[str, str]]:
    """The points as they would be kept, each saying whether it repeats; nothing is written."""
    return repeats_of(points, _seen(filing, by, at), list(filing.requests.all()))


def _checked(points: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    made = [
        {
            "about": str(point.get("about") or "other"),
            "text": str(point.get("text") or "").strip(),
            "clause": str(point.get("clause") or ""),
        }
        for point in points
    ]
    if not made:
        raise Refused("请至少列一处要补正的。", field="points", status=422)
    if len(made) > MOST_POINTS:
        raise Refused(f"一次最多 {MOST_POINTS} 处。", field="points", status=422)
    if not all(point["text"] for point in made):
        raise Refused("每一处都要写明补什么。", field="points", status=422)
    return made


def _seen(filing: Filing, by: User, at: datetime) -> Seen:
    """What lies before the officer now, against which a later request will be held."""
    found = judge(filing, on=day_of(at), by=by, at=at)
    open_findings = [*found.broken, *found.unknown] if found else []
    return {
        "content": filing.content,
        "materials": {
            slot: sorted(m.attachment_id for m in standing_materials(filing) if m.slot == slot)
            for slot in {m.slot for m in standing_materials(filing)}
        },
        "open": [f"rule:{f.rule.id}:{f.subject_label}" for f in open_findings],
    }

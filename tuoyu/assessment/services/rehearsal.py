"""Uploading a draft, and rehearsing it on the whole city; verdicts are never touched."""

import json
from collections.abc import Callable
from datetime import date, datetime

from django.conf import settings
from django.db import connection, transaction

from tuoyu.assessment.models import Draft, Fall, Rehearsal
from tuoyu.assessment.queries.drafts import checked_draft
from tuoyu.assessment.queries.rehearsal import (
    Comparison,
    CountyOutcome,
    compare,
    in_county,
    summary,
)
from tuoyu.books import BookError
from tuoyu.core.errors import Refused
from tuoyu.org.models import Region, User
from tuoyu.records.services import CLOCKWORK, note

Status = Rehearsal.Status
COLUMNS = (
    "rehearsal_id",
    "rule",
    "institution_id",
    "county_code",
    "subject_id",
    "subject_label",
    "evidence",
)


@transaction.atomic
def upload_draft(text: str, *, name: str, by: User, at: datetime) -> Draft:
    """Keep a draft once it reads without a fault; each fault is said with its line."""
    try:
        book = checked_draft(text, name)
    except BookError as error:
        raise Refused(str(error), field="text", status=422) from error
    draft = Draft.objects.create(
        name=name, title=book.head.document, text=text, uploaded_by=by, uploaded_at=at
    )
    note("draft.uploaded", draft, by=by, at=at, rules=len(book.rules), items=len(book.items))
    return draft


@transaction.atomic
def ask_rehearsal(
    text: str, *, name: str, title: str, on: date, by: User, at: datetime
) -> Rehearsal:
    """Put a rehearsal in the queue, with the text as it stands now."""
    rehearsal = Rehearsal.objects.create(
        name=name, title=title, text=text, on=on, asked_by=by, asked_at=at
    )
    note("rehearsal.asked", rehearsal, by=by, at=at, on=on)
    return rehearsal


def run_rehearsal(rehearsal: Rehearsal, *, now: Callable[[], datetime]) -> None:
    """Hold the draft against the city, county by county, so that its page can count along.

    Each county is a transaction of its own. A run that was cut off begins anew; what is
    already over stays as it is.
    """
    counties = list(Region.objects.counties().on(rehearsal.on))
    if not _begin(rehearsal, len(counties), at=now()):
        return
    try:
        comparison = compare(
            checked_draft(rehearsal.text, rehearsal.name), rehearsal.on, settings.CITY_CODE
        )
    except BookError as error:
        _fail(rehearsal, "；".join(map(str, error.problems)), at=now())
        return
    outcomes = [_county(rehearsal, comparison, county, at=now()) for county in counties]
    _finish(rehearsal, comparison, outcomes, at=now())


@transaction.atomic
def _begin(rehearsal: Rehearsal, counties: int, *, at: datetime) -> bool:
    row = Rehearsal.objects.select_for_update().get(pk=rehearsal.pk)
    if row.is_over:
        return False
    row.falls.all().delete()
    row.status, row.moved_at = Status.RUNNING, at
    row.counties, row.counties_done = counties, 0
    row.save(update_fields=["status", "moved_at", "counties", "counties_done"])
    return True


@transaction.atomic
def _county(
    rehearsal: Rehearsal, comparison: Comparison, county: Region, *, at: datetime
) -> CountyOutcome:
    outcome = in_county(comparison, county)
    _keep_falls(rehearsal, outcome)
    row = Rehearsal.objects.select_for_update().get(pk=rehearsal.pk)
    row.counties_done, row.moved_at = row.counties_done + 1, at
    row.save(update_fields=["counties_done", "moved_at"])
    return outcome


def _keep_falls(rehearsal: Rehearsal, outcome: CountyOutcome) -> None:
    table, columns = Fall._meta.db_table, ", ".join(COLUMNS)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy,
    ):
        for broken in outcome.falls:
            place = (broken.institution_id, outcome.code, broken.subject_id)
            label, facts = broken.subject_label[:200], json.dumps(broken.evidence)
            copy.write_row((rehearsal.pk, broken.rule.id, *place, label, facts))


@transaction.atomic
def _finish(
    rehearsal: Rehearsal,
    comparison: Comparison,
    outcomes: list[CountyOutcome],
    *,
    at: datetime,
) -> None:
    row = Rehearsal.objects.select_for_update().get(pk=rehearsal.pk)
    row.result = summary(comparison, outcomes)
    row.status, row.done_at = Status.DONE, at
    row.save(update_fields=["result", "status", "done_at"])
    note("rehearsal.ran", row, by=CLOCKWORK, at=at, fall=row.result["fall"])


@transaction.atomic
def _fail(rehearsal: Rehearsal, why: str, *, at: datetime) -> None:
    row = Rehearsal.objects.select_for_update().get(pk=rehearsal.pk)
    row.status, row.trouble, row.done_at = Status.FAILED, why[:300], at
    row.save(update_fields=["status", "trouble", "done_at"])
    note("rehearsal.failed", row, by=CLOCKWORK, at=at, why=row.trouble)

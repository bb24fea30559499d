"""Uploading a draft, and rehearsing it on the whole city; verdicts are never touched."""

from datetime import date, datetime

from django.db import transaction

from tuoyu.assessment.models import Draft, Rehearsal
from tuoyu.assessment.queries.rehearsal import rehearse
from tuoyu.assessment.queries.shelf import library
from tuoyu.books import BookError
from tuoyu.core.errors import Refused
from tuoyu.org.models import User
from tuoyu.records.services import note

Status = Rehearsal.Status


@transaction.atomic
def upload_draft(text: str, *, name: str, by: User, at: datetime) -> Draft:
    """Keep a draft once it reads without a fault; each fault is said with its line."""
    try:
        book = library().read_draft(text.encode(), name)
    except BookError as error:
        raise Refused(str(error), field="file", status=422) from error
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


@transaction.atomic
def run_rehearsal(rehearsal: Rehearsal, *, at: datetime) -> Rehearsal:
    """Hold the draft against the city and keep the result; a second run changes nothing."""
    row = Rehearsal.objects.select_for_update().get(pk=rehearsal.pk)
    if row.status in (Status.DONE, Status.FAILED):
        return row
    try:
        with transaction.atomic():
            draft = library().read_draft(row.text.encode(), row.name)
            row.result = rehearse(draft, row.on)
        row.status = Status.DONE
    except BookError as error:
        row.status, row.trouble = Status.FAILED, str(error)[:300]
    row.done_at = at
    row.save()
    note("rehearsal.ran", row, by=row.asked_by, at=at, status=row.status)
    return row

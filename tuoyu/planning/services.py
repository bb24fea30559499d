"""The deeds of planning: read a plan in, confirm it, or drop it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from tuoyu.books import BookError
from tuoyu.books.plan_reader import to_plan_book
from tuoyu.core.errors import Refused
from tuoyu.org.models import Region, User
from tuoyu.planning.models import PlanDocument
from tuoyu.planning.queries.plans import opened
from tuoyu.records.services import note

Status = PlanDocument.Status


@transaction.atomic
def read_in(
    reading: dict[str, Any],
    *,
    text: str,
    file_name: str,
    region: Region,
    by: User,
    at: datetime,
) -> PlanDocument:
    """Keep what was found in a plan document until a person confirms it."""
    document = PlanDocument.objects.create(
        title=(reading["title"] or file_name)[:200],
        issued_on=reading["issued_on"],
        region=region,
        file_name=file_name[-200:],
        source_text=text,
        reading=reading,
        read_by=by,
        read_at=at,
    )
    clauses, tasks = len(reading["clauses"]), len(reading.get("tasks", ()))
    note("plan.read_in", document, by=by, at=at, clauses=clauses, tasks=tasks)
    return document


@transaction.atomic
def confirm(
    document: PlanDocument,
    *,
    head: dict[str, Any],
    issued_on: date,
    clauses: list[dict[str, Any]],
    by: User,
    at: datetime,
) -> PlanDocument:
    """A person has compared it all with the document: it becomes a plan book."""
    document = _lock(document)
    confirmed = {**head, "issued_on": issued_on.isoformat(), "clauses": clauses}
    document.reading = document.reading | confirmed
    document.title, document.issued_on = head["title"], issued_on
    document.book = _book(document, at.date())
    document.status, document.confirmed_at = Status.CONFIRMED, at
    document.save()
    note("plan.confirmed", document, by=by, at=at, clauses=len(clauses))
    return document


def _book(document: PlanDocument, checked_on: date) -> str:
    """The plan as YAML, read back once: what does not open must not be confirmed."""
    whole = f"全{document.region.name[-1]}"
    text = to_plan_book(document.reading, checked_on=checked_on, whole=whole)
    try:
        opened(document.pk, text, document.region.code)
    except BookError as error:
        told = "；".join(problem.message for problem in error.problems)
        raise Refused(f"这份方案还不能生效：{told}", status=422) from error
    return text


@transaction.atomic
def drop(document: PlanDocument, *, by: User, at: datetime) -> None:
    """What was read in is not taken over."""
    document = _lock(document)
    document.status = Status.DROPPED
    document.save(update_fields=["status"])
    note("plan.dropped", document, by=by, at=at)


def _lock(document: PlanDocument) -> PlanDocument:
    row = PlanDocument.objects.select_for_update().get(pk=document.pk)
    if row.status != Status.READ:
        raise Refused(f"这份方案已是“{row.get_status_display()}”，请刷新后再看。")
    return row

"""Recognising demonstration institutions: always by a body and a paper, from a day."""

from datetime import date, datetime

from django.db import transaction

from tuoyu.core.errors import Refused
from tuoyu.institutions.models import Demonstration, Institution, Standing
from tuoyu.institutions.services import life
from tuoyu.records.services import Actor, note


@transaction.atomic
def name_demonstration(
    institution: Institution,
    *,
    named_by: str,
    document: str,
    on: date,
    by: Actor,
    at: datetime,
) -> Demonstration:
    """A claim in a remark is no recognition: the naming paper is (认定示范机构)."""
    institution = life.lock(institution)
    if not document.strip():
        raise Refused("请写认定文件的文号。", field="document", status=422)
    standing = institution.standing_on(on)
    if standing is None or standing.status != Standing.Status.FILED:
        raise Refused("只有已备案的机构才能认定为示范机构。")
    if institution.demonstrations.on(on).exists():
        raise Refused("这家机构在那一天已是示范机构。")
    named = Demonstration.objects.create(
        institution=institution, named_by=named_by, document=document.strip(), starts_on=on
    )
    note(
        "institution.demonstration_named",
        institution,
        by=by,
        at=at,
        on=on,
        named_by=named_by,
        document=named.document,
    )
    return named


@transaction.atomic
def end_demonstration(
    demonstration: Demonstration, *, on: date, reason: str, by: Actor, at: datetime
) -> None:
    """The recognition holds no longer from that day (撤销示范)."""
    institution = life.lock(demonstration.institution)
    held = Demonstration.objects.select_for_update().get(pk=demonstration.pk)
    if held.ends_on is not None:
        raise Refused(f"已从 {held.ends_on} 起撤销。")
    if on < held.starts_on:
        raise Refused(
            f"认定自 {held.starts_on} 起，撤销不能早于这一天。", field="on", status=422
        )
    held.ends_on = on
    held.save(update_fields=["ends_on"])
    note("institution.demonstration_ended", institution, by=by, at=at, on=on, reason=reason)

"""Laying a Dossier out in the register: what it states becomes dated rows."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tuoyu.core.errors import Refused
from tuoyu.institutions.models import Institution, Standing
from tuoyu.institutions.services import dossier, life
from tuoyu.institutions.services.parts import Parts
from tuoyu.org.models import Region, Unit
from tuoyu.records.services import Actor, note

UNNAMED = "（未填名称）"
Status = Standing.Status


@transaction.atomic
def lay_out(
    content: Mapping[str, Any],
    *,
    institution: Institution | None,
    region: Region,
    on: date,
    by: Actor,
    at: datetime,
    status: str | None = None,
    reason: str = "",
    reference: str = "",
    draft: bool = False,
    unit: Unit | None = None,
) -> Institution:
    """Write what the content states as true from that day.

    A part or a field that is not given stays as it is; a list that is given replaces the list.
    `status` moves the standing; without it a new institution is registered and a known one
    stays where it stands. `draft` lays out whatever can be read, for a judgement that is
    rolled back. `unit` is who applied, for a new institution that already has people.
    """
    found = dossier.read(content) if draft else dossier.clean(content)
    is_new = institution is None
    if institution is None:
        name = _name(found, draft)
        institution = life.make_institution(name=name, region=region, at=at, unit=unit)
    else:
        institution = life.lock(institution)
    parts = Parts(found, institution, region=region, on=on, is_new=is_new, draft=draft)
    changed = parts.write()
    _move(institution, status, on=on, reason=reason, reference=reference, is_new=is_new)
    deed = "institution.opened" if is_new else "institution.laid_out"
    note(deed, institution, by=by, at=at, on=on, changed=changed, reference=reference)
    return institution


def _name(found: dossier.Content, draft: bool) -> str:
    name = found.single.get("profile", {}).get("name") or ""
    if not name and not draft:
        raise Refused("基本信息“机构名称”：没有填写", field="profile.name", status=422)
    if not name:
        found.single.setdefault("profile", {})["name"] = UNNAMED
    return name or UNNAMED


def _move(
    institution: Institution,
    status: str | None,
    *,
    on: date,
    reason: str,
    reference: str,
    is_new: bool,
) -> None:
    now = None if is_new or status is None else institution.standing_on(on)
    wanted = status or (Status.REGISTERED if is_new else None)
    if wanted and (now is None or now.status != wanted):
        life.move(institution, Status(wanted), on=on, reason=reason, reference=reference)

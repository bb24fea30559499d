"""A filing while the institution writes it: begun, saved as typed, papers put in and out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from django.core.files.base import File
from django.db import transaction

from tuoyu.core.clock import day_of
from tuoyu.core.errors import Refused
from tuoyu.filing.models import Filing, Material
from tuoyu.filing.queries import dossier, offices
from tuoyu.filing.queries.offers import MAY_FILE
from tuoyu.filing.services.locking import lock
from tuoyu.institutions.models import Institution
from tuoyu.institutions.queries import dossier_of
from tuoyu.org.models import Unit, User
from tuoyu.records.services import keep_attachment, note
from tuoyu.workforce.queries import staff_of

Kind, Status = Filing.Kind, Filing.Status
OPEN = (Status.DRAFT, Status.CORRECTING)


@dataclass(frozen=True, slots=True)
class Page:
    """The page a change was typed on: which version it began from, and its own mark."""

    version: int
    mark: str


class Conflict(Refused):
    """The same step was changed on another page since; a person chooses."""

    def __init__(self, stored: Mapping[str, Any], given: Mapping[str, Any], by: str) -> None:
        super().__init__(f"这一步刚才在另一个页面改过（{by}）。两边都还在，请选要哪一个。")
        self.stored, self.given, self.by = stored, given, by


@transaction.atomic
def start_draft(applicant: Unit, *, kind: str, by: User, at: datetime) -> Filing:
    """Begin a filing, filled with what the register already knows; one at a time."""
    applicant = Unit.objects.select_for_update().get(pk=applicant.pk)
    present = applicant.filings.filter(
        status__in=(Status.DRAFT, Status.SUBMITTED, Status.CORRECTING, Status.APPROVING)
    ).first()
    if present is not None:
        return _go_on_with(present, kind)
    institution = Institution.objects.filter(unit=applicant).first()
    _allow(institution, kind, day_of(at))
    filing = Filing.objects.create(
        kind=kind,
        unit=offices.office_of(applicant.region),
        applicant=applicant,
        institution=institution,
        region=institution.region if institution else applicant.region,
        content=_prefilled(applicant, institution, kind, day_of(at)),
        started_by=by,
        started_at=at,
        saved_at=at,
    )
    note("filing.started", filing, by=by, at=at, kind=kind)
    return filing


def _go_on_with(present: Filing, kind: str) -> Filing:
    """A second click finds the same draft; another kind has to wait."""
    if present.kind == kind and present.status == Status.DRAFT:
        return present
    raise Refused(
        f"“{present.get_kind_display()}”还是“{present.get_status_display()}”，"
        "办完或撤回后再办下一件。"
    )


def _allow(institution: Institution | None, kind: str, on: date) -> None:
    standing = institution.standing_on(on) if institution else None
    now = standing.status if standing else ""
    if now not in MAY_FILE[kind]:
        shown = standing.get_status_display() if standing else "还没有入册"
        raise Refused(f"机构现在是“{shown}”，不能办“{Kind(kind).label}”。")


def _prefilled(
    applicant: Unit, institution: Institution | None, kind: str, on: date
) -> dict[str, Any]:
    if kind not in Filing.OF_CONTENT:
        return {"closing": _counted(institution, on)}
    if institution is None:
        return {"profile": {"name": applicant.name}}
    content = dossier_of(institution, on)
    staff = [dossier.sealed(row) for row in staff_of(institution, on)]
    return content | {"staff": staff}


def _counted(institution: Institution | None, on: date) -> dict[str, Any]:
    """How many children and staff there are to place, as the register knows."""
    if institution is None:
        return {}
    children = [row.children for row in institution.classes.on(on)]
    known = children and all(count is not None for count in children)
    profile = institution.profile_on(on)
    declared = profile.children_declared if profile else None
    return {
        "children_now": sum(c or 0 for c in children) if known else declared,
        "staff_now": institution.employments.on(on).values("person").distinct().count(),
    }


@transaction.atomic
def save_draft(
    filing: Filing,
    step: str,
    *,
    given: Mapping[str, Any],
    page: Page,
    by: User,
    at: datetime,
) -> Filing:
    """Keep what was typed on one step, readable or not. Nothing changed, nothing written."""
    filing = lock(filing, *OPEN)
    content = _merged(filing.content, given)
    changed = _changed(filing.content, content, given)
    if not changed:
        return filing
    _refuse_crossing(filing, step, given, page, changed)
    filing.content = content
    _follow_region(filing)
    number = _version(filing, step)["n"] + 1
    filing.versions = filing.versions | {step: {"n": number, "tab": page.mark, "by": by.name}}
    filing.saved_at = at
    filing.save()
    note("filing.saved", filing, by=by, at=at, step=step, changed=changed)
    return filing


def version_of(filing: Filing, step: str) -> int:
    return int(_version(filing, step)["n"])


def _version(filing: Filing, step: str) -> dict[str, Any]:
    return filing.versions.get(step) or {"n": 0, "tab": "", "by": ""}


def _merged(content: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Objects are filled field by field, lists replaced; numbers of identity are sealed."""
    made = dict(content)
    for name, part in given.items():
        if name == "staff":
            made[name] = _sealed_rows(part, content.get("staff", []))
        elif isinstance(part, Mapping):
            made[name] = {**(content.get(name) or {}), **part}
        else:
            made[name] = part
    return made


def _sealed_rows(
    rows: list[dict[str, Any]], before: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    known = {row.get("key"): row for row in before}
    return [dossier.sealed(row, known.get(row.get("key"))) for row in rows]


def _changed(
    before: Mapping[str, Any], after: Mapping[str, Any], given: Mapping[str, Any]
) -> list[str]:
    """Names of what differs: site.address, rooms."""
    found: list[str] = []
    for name, part in given.items():
        if isinstance(part, Mapping):
            old = before.get(name) or {}
            found += [f"{name}.{key}" for key in part if old.get(key) != after[name].get(key)]
        elif _plain(before.get(name)) != _plain(after[name]):
            found.append(name)
    return found


def _plain(part: Any) -> Any:
    """Rows with their numbers opened: the same number sealed twice gives different bytes."""
    if not isinstance(part, list):
        return part or []
    return [dossier.opened(row) if dossier.SEALED in row else row for row in part]


def _refuse_crossing(
    filing: Filing, step: str, given: Mapping[str, Any], page: Page, changed: list[str]
) -> None:
    last = _version(filing, step)
    if last["n"] == page.version or last["tab"] == page.mark:
        return
    stored = {path: _at(filing.content, path) for path in changed}
    typed = {path: _at(given, path) for path in changed}
    raise Conflict(stored, typed, str(last["by"]))


def _at(content: Mapping[str, Any], path: str) -> Any:
    section, _, name = path.partition(".")
    part = content.get(section)
    return (part or {}).get(name) if name else part


def _follow_region(filing: Filing) -> None:
    """The place named on the site is where the filing is about, if it lies in the county."""
    code = str((filing.content.get("site") or {}).get("region_code") or "")
    if not code or code == filing.region.code:
        return
    region = offices.region_in(filing.unit.region, code)
    if region is not None:
        filing.region = region


@transaction.atomic
def add_material(
    filing: Filing,
    slot: str,
    *,
    file: "IO[bytes] | File[Any]",
    name: str,
    by: User,
    at: datetime,
) -> Material:
    """Put one paper into a slot; its type is told by its content, not its name."""
    filing = lock(filing, *OPEN)
    if slot not in Material.SlotCode.values:
        raise Refused(f"没有“{slot}”这个材料位。", status=422)
    attachment = keep_attachment(file, name=name, by=by, at=at)
    material = Material.objects.create(
        filing=filing, slot=slot, attachment=attachment, added_at=at
    )
    note("filing.material_added", filing, by=by, at=at, slot=slot, attachment=attachment.pk)
    return material


@transaction.atomic
def remove_material(material: Material, *, by: User, at: datetime) -> None:
    """Take a paper out of its slot; it stays kept, since an officer may have seen it."""
    filing = lock(material.filing, *OPEN)
    row = Material.objects.select_for_update().get(pk=material.pk)
    if row.removed_at is not None:
        raise Refused("这份材料已经撤下了。")
    row.removed_at = at
    row.save(update_fields=["removed_at"])
    note("filing.material_removed", filing, by=by, at=at, slot=row.slot, material=row.pk)

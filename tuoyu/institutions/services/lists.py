"""Laying a list of the Dossier over the rows that hold: matched, changed, added, ended."""

from collections.abc import Sequence
from typing import Any, Final, TypeVar

from tuoyu.core.errors import Refused
from tuoyu.institutions.models import Institution
from tuoyu.institutions.models.dossier import Section, key_of
from tuoyu.institutions.services.dossier import Values
from tuoyu.institutions.services.lines import Plan, add, change, end
from tuoyu.org.models import Dated

M = TypeVar("M", bound=Dated)
_LINKS: Final = ("key", "class_key")


def replace(
    plan: Plan[M],
    section: Section,
    institution: Institution,
    rows: Sequence[M],
    items: Sequence[Values],
    *,
    draft: bool,
) -> list[M | None]:
    """The row of each item, in order; None for one too unfinished to be laid out in a draft."""
    matched = match(section, rows, items)
    laid: list[M | None] = []
    for number, item in enumerate(items):
        values = {name: value for name, value in item.items() if name not in _LINKS}
        row = matched.get(number)
        if row is not None:
            laid.append(change(plan, row, values))
        elif is_whole(section, values, number, draft=draft):
            laid.append(add(plan, institution, values))
        else:
            laid.append(None)
    kept = {row.pk for row in matched.values()}
    end(plan, [row for row in rows if row.pk not in kept])
    return laid


def match(section: Section, rows: Sequence[M], items: Sequence[Values]) -> dict[int, M]:
    """Items by their key first, then by what tells them apart; every row is taken once."""
    free = {row.pk: row for row in rows}
    found: dict[int, M] = {}
    for by_key in (True, False):
        known = {_mark(section, row, by_key): row for row in reversed(list(free.values()))}
        for number, item in enumerate(items):
            mark = item.get("key") if by_key else tuple(item.get(f) for f in section.same)
            row = known.get(mark) if number not in found else None
            if row is not None and row.pk in free:
                found[number] = free.pop(row.pk)
    return found


def _mark(section: Section, row: Dated, by_key: bool) -> Any:
    return key_of(row) if by_key else tuple(getattr(row, name) for name in section.same)


def is_whole(section: Section, values: Values, number: int | None, *, draft: bool) -> bool:
    """Has it what a new row cannot be without? A draft may leave it out, the register not."""
    missing = [name for name in section.required if values.get(name) in (None, "")]
    if not missing or draft:
        return not missing
    place = section.name if number is None else f"{section.name}.{number}"
    row = "" if number is None else f"第 {number + 1} 行"
    label = section.fields[missing[0]].verbose_name
    raise Refused(
        f"{section.label}{row}“{label}”：没有填写", field=f"{place}.{missing[0]}", status=422
    )

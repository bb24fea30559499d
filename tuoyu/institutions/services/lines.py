"""Writing dated rows: equal rows stay, differing ones are closed and opened anew.

A correction on the very day a row began is written into the row, since nothing was ever true
of the shorter period. Rows are never removed: one that ends the day it began never holds.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from tuoyu.core.errors import Refused
from tuoyu.institutions.models import Institution
from tuoyu.institutions.services.dossier import Values
from tuoyu.org.models import Dated

M = TypeVar("M", bound=Dated)
_BATCH = 500


@dataclass(slots=True)
class Plan(Generic[M]):
    """What is to be written of one kind of row, before anything is."""

    model: type[M]
    on: date
    close: list[M] = field(default_factory=list)
    correct: list[M] = field(default_factory=list)
    add: list[M] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)

    def write(self) -> None:
        """Closing comes first: one-at-a-time constraints look at every statement."""
        rows = self.model._default_manager
        begun = [row.pk for row in self.close if row.starts_on <= self.on]
        if begun:
            rows.filter(pk__in=begun).update(ends_on=self.on)
        not_begun = [row for row in self.close if row.starts_on > self.on]
        for row in not_begun:
            row.ends_on = row.starts_on
        if not_begun:
            rows.bulk_update(not_begun, ["ends_on"])
        if self.correct and self.changed:
            rows.bulk_update(self.correct, sorted(self.changed), batch_size=_BATCH)
        if self.add:
            rows.bulk_create(self.add)

    @property
    def touched(self) -> bool:
        return bool(self.close or self.correct or self.add)


def present(model: type[M], institution: Institution, on: date) -> list[M]:
    """The rows that hold on that day; Refused when later ones exist already."""
    rows = model._default_manager.filter(institution=institution).exclude(ends_on__lte=on)
    found = list(rows.order_by("pk"))
    later = [row.starts_on for row in found if row.starts_on > on]
    if later:
        label = model._meta.verbose_name
        raise Refused(
            f"“{label}”从 {min(later)} 起已有更晚的登记，不能倒写到 {on}，请改用之后的日期。"
        )
    return found


def change(plan: Plan[M], row: M, values: Values) -> M:
    """The row as it will stand; the same object when nothing differs."""
    differing = {name for name, value in values.items() if getattr(row, name) != value}
    if not differing:
        return row
    plan.changed |= differing
    if row.starts_on == plan.on:
        _set(row, values)
        plan.correct.append(row)
        return row
    plan.close.append(row)
    following = _copy(row, plan.on)
    _set(following, values)
    plan.add.append(following)
    return following


def add(plan: Plan[M], institution: Institution, values: Values) -> M:
    row = plan.model(institution=institution, starts_on=plan.on, **values)
    plan.add.append(row)
    return row


def end(plan: Plan[M], rows: Iterable[M]) -> None:
    plan.close.extend(rows)


def _copy(row: M, on: date) -> M:
    """A new row with the old one's facts, in the same line where the model keeps lines."""
    values: dict[str, Any] = {
        column.attname: getattr(row, column.attname)
        for column in row._meta.concrete_fields
        if not column.primary_key
    }
    values["starts_on"] = on
    if "origin_id" in values:
        values["origin_id"] = values["origin_id"] or row.pk
    return type(row)(**values)


def _set(row: Dated, values: Values) -> None:
    for name, value in values.items():
        setattr(row, name, value)

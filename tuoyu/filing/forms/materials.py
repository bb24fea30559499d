"""The papers' step: each slot with its files, and what the register keeps of the paper."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from tuoyu.books import Item, Rule
from tuoyu.filing.forms.answers import answer_for
from tuoyu.filing.forms.sections import Question
from tuoyu.filing.models import SLOTS, Filing
from tuoyu.filing.queries.papers import Shelf, materials_of, shelves
from tuoyu.filing.queries.questions import Asking, slot_basis
from tuoyu.institutions.models.dossier import SECTIONS

Row = dict[str, Any]
NAMES = ("number", "issuer", "issued_on", "ends_on")
ALSO = {"fire": ("paper",), "hygiene": ("passed",)}


@dataclass(frozen=True, slots=True)
class SlotPage:
    """One slot ready to be drawn."""

    shelf: Shelf
    questions: list[Question]
    basis: Rule | Item | None = None


class LicenceForm(forms.Form):
    """What is written on the paper."""

    use_required_attribute = False

    def __init__(self, kind: str, row: Row) -> None:
        made = {name: answer_for(SECTIONS["licences"].fields[name]) for name in _names(kind)}
        prefix = f"licence-{kind}"
        data = {f"{prefix}-{name}": one.shown(row.get(name)) for name, one in made.items()}
        super().__init__(data, prefix=prefix)
        self.fields.update(made)


def ask_slots(filing: Filing, *, on: date) -> list[SlotPage]:
    return [
        SlotPage(
            shelf,
            _questions(filing, shelf.slot.licence),
            slot_basis(filing, shelf.slot.code, on=on),
        )
        for shelf in shelves(filing, materials_of(filing))
    ]


def _questions(filing: Filing, kind: str) -> list[Question]:
    if not kind:
        return []
    form = LicenceForm(kind, _row(filing, kind))
    return [Question(form[name], Asking(True, first=True)) for name in form.fields]


def _names(kind: str) -> tuple[str, ...]:
    return (*ALSO.get(kind, ()), *NAMES)


def _row(filing: Filing, kind: str) -> Row:
    rows = filing.content.get("licences") or []
    return next((row for row in rows if row.get("kind") == kind), {})


def typed_licences(filing: Filing, post: QueryDict) -> list[Row]:
    """The papers of the content with what was typed put in; those not on the page stay."""
    rows = [dict(row) for row in filing.content.get("licences") or []]
    for kind in [slot.licence for slot in SLOTS if slot.licence]:
        typed = _typed(kind, post)
        present = next((row for row in rows if row.get("kind") == kind), None)
        if present is not None:
            present.update({k: v for k, v in typed.items() if v or present.get(k)})
        elif any(value not in (None, "") for value in typed.values()):
            rows.append(
                {"kind": kind} | {k: v for k, v in typed.items() if v not in (None, "")}
            )
    return rows


def _typed(kind: str, post: QueryDict) -> Row:
    columns = SECTIONS["licences"].fields
    return {
        name: answer_for(columns[name]).kept(str(post.get(f"licence-{kind}-{name}")))
        for name in _names(kind)
        if f"licence-{kind}-{name}" in post
    }

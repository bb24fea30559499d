"""Lists of the 备案书: classes, rooms, services, papers; rows come and go without a script."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from tuoyu.filing.forms.answers import answer_for
from tuoyu.filing.forms.sections import Question
from tuoyu.filing.models import Filing
from tuoyu.filing.queries.questions import Asking, Facts, asking
from tuoyu.institutions.models.dossier import SECTIONS, Section
from tuoyu.institutions.services import dossier

Row = dict[str, Any]
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Listed:
    """How one list is asked: its title, what a row is called, its fields in order."""

    section: str
    title: str
    row: str
    names: tuple[str, ...]
    why: str = ""

    @property
    def spec(self) -> Section:
        return SECTIONS[self.section]


@dataclass(frozen=True, slots=True)
class RowQuestions:
    """One row ready to be drawn."""

    number: int
    key: str
    title: str
    first: list[Question]
    more: list[Question]


@dataclass(frozen=True, slots=True)
class ListQuestions:
    listed: Listed
    rows: list[RowQuestions]


class RowForm(forms.Form):
    """One row, bound to what is kept; `class_key` chooses among the classes on the page."""

    use_required_attribute = False

    def __init__(
        self,
        listed: Listed,
        number: int,
        names: Sequence[str],
        row: Mapping[str, Any],
        classes: Sequence[tuple[str, str]],
    ) -> None:
        made: dict[str, Any] = {
            name: answer_for(listed.spec.fields[name]) for name in names if name != "class_key"
        }
        prefix = f"{listed.section}-{number}"
        data = {f"{prefix}-{n}": one.shown(row.get(n)) for n, one in made.items()}
        data[f"{prefix}-class_key"] = str(row.get("class_key") or "")
        super().__init__(data, prefix=prefix)
        for name in names:
            self.fields[name] = made.get(name) or class_field(classes)


def class_field(classes: Sequence[tuple[str, str]]) -> forms.ChoiceField:
    choices = [("", "不属于某个班"), *classes]
    return forms.ChoiceField(label="班级", required=False, choices=choices)


def ask_rows(filing: Filing, listed: Listed, facts: Facts, *, on: date) -> ListQuestions:
    rows = filing.content.get(listed.section) or []
    classes = class_choices(filing)
    made = [
        _row(filing, listed, number, row, _known(listed, row, facts), classes, on)
        for number, row in enumerate(rows)
    ]
    return ListQuestions(listed, made)


def _known(listed: Listed, row: Row, facts: Facts) -> dict[str, Any]:
    """What the row itself answers readably, with the form of the place."""
    read = dossier.read({listed.section: [row]}).lists.get(listed.section) or [{}]
    known = {name: value for name, value in read[0].items() if value not in (None, "")}
    return known | {"form": facts.get("form")}


def class_choices(filing: Filing) -> list[tuple[str, str]]:
    rows = filing.content.get("classes") or []
    return [
        (str(row["key"]), str(row.get("name") or "未起名")) for row in rows if row.get("key")
    ]


def _row(
    filing: Filing,
    listed: Listed,
    number: int,
    row: Mapping[str, Any],
    facts: Facts,
    classes: Sequence[tuple[str, str]],
    on: date,
) -> RowQuestions:
    needed = {name: _why(filing, listed, name, facts, on) for name in listed.names}
    asked = {name: why for name, why in needed.items() if why.asked}
    form = RowForm(listed, number, list(asked), row, classes)
    questions = [Question(mild(form[name], why), why) for name, why in asked.items()]
    title = str(row.get("name") or "") or f"{listed.row} {number + 1}"
    return RowQuestions(
        number,
        str(row.get("key") or ""),
        title,
        [one for one in questions if one.asking.first or one.field.errors],
        [one for one in questions if not one.asking.first and not one.field.errors],
    )


def mild(bound: BoundField, why: Asking) -> BoundField:
    bound.field.required = why.required
    return bound


FIRST = {
    "classes": ("name", "kind", "places", "children"),
    "rooms": ("name", "purpose", "class_key", "floor", "area_m2"),
    "offerings": ("kind", "price_fen", "per", "meals_fen", "is_published"),
    "operators": ("kind", "name", "credit_code"),
    "licences": ("number", "issuer", "issued_on", "ends_on"),
}


def _why(filing: Filing, listed: Listed, name: str, facts: Facts, on: date) -> Asking:
    required = name in listed.spec.required
    if name == "class_key":
        return Asking(True, first=True)
    found = asking(filing, listed.section, name, facts, on=on)
    first = name in FIRST[listed.section]
    return Asking(found.asked or first or required, first or required, required, found.entries)


def typed_rows(filing: Filing, listed: Listed, post: QueryDict) -> list[Row] | None:
    """The rows as typed, after adding or taking away one; None when the list was not there."""
    count = post.get(f"{listed.section}-count", "")
    if not count.isdecimal():
        return None
    before = filing.content.get(listed.section) or []
    go = post.get("go", "")
    rows = [
        _typed_row(listed, number, before, post)
        for number in range(min(int(count), MOST_ROWS))
        if go != f"remove:{listed.section}:{number}"
    ]
    if go == f"add:{listed.section}":
        rows.append({"key": new_key()} if "key" in listed.spec.links else {})
    return rows


def _typed_row(listed: Listed, number: int, before: Sequence[Row], post: QueryDict) -> Row:
    prefix = f"{listed.section}-{number}"
    row = dict(known_row(before, post.get(f"{prefix}-key", ""), number))
    for name in listed.names:
        raw = post.get(f"{prefix}-{name}")
        if raw is None:
            continue
        if name == "class_key":
            row[name] = raw or None
        else:
            value = answer_for(listed.spec.fields[name]).kept(raw)
            if value not in (None, "") or row.get(name) not in (None, ""):
                row[name] = value
    return row


def known_row(before: Sequence[Row], key: str, number: int) -> Row:
    """The kept row behind a typed one: by key, or by place where rows have none."""
    if key:
        return next((row for row in before if row.get("key") == key), {"key": key})
    return before[number] if number < len(before) and not before[number].get("key") else {}


def new_key() -> str:
    return f"n{secrets.token_hex(4)}"

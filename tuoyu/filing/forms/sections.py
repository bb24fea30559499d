"""The questions of one step, grouped as people think of them, each beside its clause."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.urls import reverse

from tuoyu.filing.forms.answers import OpenChoice, answer_for
from tuoyu.filing.models import Filing
from tuoyu.filing.queries.offices import places_in
from tuoyu.filing.queries.questions import Asking, Facts, asking
from tuoyu.institutions.models.dossier import SECTIONS

WIDE = frozenset(("address", "introduction", "name"))


@dataclass(frozen=True, slots=True)
class Group:
    """Some fields of one section under one heading."""

    title: str
    section: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One field with why it is asked."""

    field: BoundField
    asking: Asking
    wide: bool = False

    @property
    def clause(self) -> str:
        return self.asking.clause

    @property
    def clause_url(self) -> str:
        return (
            reverse("assessment:entry", args=[self.asking.entry]) if self.asking.entry else ""
        )


@dataclass(slots=True)
class Questions:
    """A group ready to be drawn: what is asked up front, and what may be opened."""

    title: str
    first: list[Question] = field(default_factory=list)
    more: list[Question] = field(default_factory=list)

    @property
    def unsaid(self) -> bool:
        """Is any of them asked by no clause of its own?"""
        return any(not one.clause for one in (*self.first, *self.more))

    @property
    def any(self) -> bool:
        return bool(self.first or self.more)


class SectionForm(forms.Form):
    """The asked fields of one section, always bound to what is kept, so faults show at once."""

    use_required_attribute = False

    def __init__(self, section: str, names: Sequence[str], values: Mapping[str, Any]) -> None:
        made = {name: answer_for(SECTIONS[section].fields[name]) for name in names}
        data = {f"{section}-{n}": one.shown(values.get(n)) for n, one in made.items()}
        super().__init__(data, prefix=section)
        self.fields.update(made)


def ask(filing: Filing, groups: Sequence[Group], facts: Facts, *, on: date) -> list[Questions]:
    """Only what concerns this kind of place; empty groups fall away."""
    found = [_group(filing, group, facts, on) for group in groups]
    return [questions for questions in found if questions.any]


def _group(filing: Filing, group: Group, facts: Facts, on: date) -> Questions:
    asked = {
        name: why
        for name in group.names
        if (why := _asking(filing, group.section, name, facts, on)).asked
    }
    form = SectionForm(group.section, _own(asked), filing.content.get(group.section) or {})
    made = Questions(group.title)
    for name, why in asked.items():
        bound = form[name] if name in form.fields else place_field(filing, on)
        bound.field.required = why.required
        target = made.first if why.first or bound.errors else made.more
        target.append(Question(bound, why, name in WIDE))
    return made


def _asking(filing: Filing, section: str, name: str, facts: Facts, on: date) -> Asking:
    if name == "region_code":
        return Asking(True, first=True, required=True)
    return asking(filing, section, name, facts, on=on)


def _own(asked: Mapping[str, Asking]) -> list[str]:
    return [name for name in asked if name != "region_code"]


class PlaceForm(forms.Form):
    """Which township or street, of the county that files."""

    use_required_attribute = False
    region_code = OpenChoice(label="所在乡镇街道", required=False)


def place_field(filing: Filing, on: date) -> BoundField:
    value = str((filing.content.get("site") or {}).get("region_code") or "")
    form = PlaceForm({"site-region_code": value}, prefix="site")
    places = places_in(filing.unit.region, on=on)
    choices = [("", "请选择"), *[(place.code, place.name) for place in places]]
    form.fields["region_code"].choices = choices  # type: ignore[attr-defined]
    return form["region_code"]


def typed(filing: Filing, groups: Sequence[Group], post: QueryDict) -> dict[str, Any]:
    """What was typed on this page, by section; what was not on it is left as it is."""
    given: dict[str, Any] = {}
    for section, name, raw in _posted(groups, post):
        part = given.setdefault(section, {})
        part[name] = raw.strip() if name == "region_code" else kept(section, name, raw)
    return _without_blanks(filing, given)


def kept(section: str, name: str, raw: str) -> Any:
    return answer_for(SECTIONS[section].fields[name]).kept(raw)


def _posted(groups: Sequence[Group], post: QueryDict) -> Iterator[tuple[str, str, str]]:
    for group in groups:
        for name in group.names:
            raw = post.get(f"{group.section}-{name}")
            if raw is not None:
                yield group.section, name, raw


def _without_blanks(filing: Filing, given: dict[str, Any]) -> dict[str, Any]:
    """A field that was blank and still is has not been answered."""
    for section, part in given.items():
        before = filing.content.get(section) or {}
        for name in [n for n, v in part.items() if v in (None, "")]:
            if before.get(name) in (None, ""):
                del part[name]
    return given

"""Which questions a filing asks: the fields of its form, and every fact that a rule in force
would read of this kind of place. A family site is asked little because few rules concern it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tuoyu.assessment.queries import library
from tuoyu.books import Item, Rule, Severity, applies
from tuoyu.filing.models import Filing
from tuoyu.filing.queries.reading import RECKONED
from tuoyu.filing.queries.requirements import ASKED, FAMILY, FAMILY_ASKED
from tuoyu.institutions.services import dossier

Entries = tuple[Rule | Item, ...]
Facts = Mapping[str, Any]
# Asked of everyone although no rule reads them: the register and the public page need them.
ALWAYS = frozenset(
    (
        *("profile.registrar_name", "profile.contact_name", "profile.backing"),
        *("profile.opens_at", "profile.closes_at", "profile.open_to_public"),
        *("profile.is_inclusive", "profile.children_declared"),
        *("site.lease_starts_on", "site.lease_ends_on"),
    )
)
# Asked of family sites, too: what is asked next hangs on it.
OF_ALL = frozenset(("profile.has_meals",))
# Asked when another answer calls for it.
CALLED_FOR: Mapping[str, tuple[str, Any]] = {
    "profile.employer_kind": ("form", "employer"),
    "profile.host_inclusive": ("form", "kindergarten_class"),
    "site.lease_starts_on": ("tenure", "leased"),
    "site.lease_ends_on": ("tenure", "leased"),
    "site.kindergarten_separate": ("with_kindergarten", True),
    "site.gas_detector": ("gas_kitchen", True),
    "site.gas_shutoff": ("gas_kitchen", True),
}
# Asked only where meals are served: until that is answered nobody is asked about a kitchen.
OF_MEALS = frozenset(
    (
        *("practice.meal_area_clean", "practice.menu_days", "practice.menu_with_amounts"),
        *("practice.food_sample_grams", "practice.food_sample_hours"),
        *("practice.meal_account_apart", "practice.meal_account_published"),
        *("practice.meal_balance_percent", "practice.canteen_controls"),
        "practice.meal_gap_minutes",
    )
)
SUBJECTS = {
    "profile": "institution",
    "practice": "institution",
    "site": "site",
    "rooms": "room",
    "classes": "class",
    "offerings": "service",
    "licences": "licence",
    "staff": "worker",
}
FORM, FAMILY_FORM = "registration-and-filing/filing-form", "family-sites/family-forms"
FAMILY_PAPERS = "family-sites/papers"
PAPERS = {
    "M1": "registration-and-filing/registration-paper",
    "M2": "registration-and-filing/site-paper",
    "M3": "registration-and-filing/qualification-papers",
    "M4": "registration-and-filing/hygiene-report",
    "M5": "registration-and-filing/fire-paper",
    "M6": "registration-and-filing/food-licence",
    "M7": "registration-and-filing/other-papers",
}
_FACT_OF = {path: column for (_, column), path in RECKONED.items()}


@dataclass(frozen=True, slots=True)
class Asking:
    """Whether a field is asked, up front or among the further ones, and which rules ask."""

    asked: bool
    first: bool = False
    required: bool = False
    entries: Entries = ()

    @property
    def clause(self) -> str:
        return f"{self.entries[0].citation}：{self.entries[0].says}" if self.entries else ""

    @property
    def entry(self) -> str:
        return self.entries[0].id if self.entries else ""


def facts_of(filing: Filing) -> dict[str, Any]:
    """What has been answered readably so far, under the names of the facts."""
    single = ("profile", "site", "practice")
    given = {name: filing.content[name] for name in single if filing.content.get(name)}
    found = dossier.read(given).single
    known = {key: value for part in found.values() for key, value in part.items()}
    return {key: value for key, value in known.items() if value not in (None, "")}


def asking(filing: Filing, section: str, name: str, facts: Facts, *, on: date) -> Asking:
    path = f"{section}.{name}"
    if path in CALLED_FOR and not _called_for(path, facts):
        return Asking(False)
    if path in OF_MEALS and facts.get("has_meals") is not True:
        return Asking(False)
    reading = _reading(section, path, name, facts, on, filing.unit.region.code)
    demanding = tuple(entry for entry in reading if _demands(entry, path, name))
    required = is_required(filing, path)
    asked = required or bool(reading) or _always(filing, path)
    ahead = path in ALWAYS or path in OF_ALL or path in CALLED_FOR
    first = required or ahead or any(map(_blocks, demanding))
    return Asking(asked, first, required, demanding)


def is_required(filing: Filing, path: str) -> bool:
    if filing.form == FAMILY:
        return path in FAMILY_ASKED
    return path in {asked for _, asked, _ in ASKED}


def _always(filing: Filing, path: str) -> bool:
    return path in CALLED_FOR or path in OF_ALL or (path in ALWAYS and filing.form != FAMILY)


def basis(filing: Filing, *, on: date) -> Rule | Item | None:
    """The clause that asks for the form itself, beside what no rule of its own asks for."""
    return _entry(FAMILY_FORM if filing.form == FAMILY else FORM, filing, on)


def slot_basis(filing: Filing, code: str, *, on: date) -> Rule | Item | None:
    """The clause that asks for one paper."""
    return _entry(FAMILY_PAPERS if filing.form == FAMILY else PAPERS.get(code, ""), filing, on)


def _entry(name: str, filing: Filing, on: date) -> Rule | Item | None:
    place = filing.unit.region.code
    return library().rules(on, place).get(name) or library().items(on, place).get(name)


def _called_for(path: str, facts: Facts) -> bool:
    name, wanted = CALLED_FOR[path]
    return bool(facts.get(name) == wanted)


def _reading(section: str, path: str, name: str, facts: Facts, on: date, place: str) -> Entries:
    """The rules that read this field and may concern this place, the strictest first."""
    subject, law = SUBJECTS[section], library()
    columns: Sequence[str] = (name, *([_FACT_OF[path]] if path in _FACT_OF else ()))
    found = [
        entry
        for column in columns
        for entry in law.reading(subject, column, on=on, place=place)
        if applies(entry, facts) is not False
    ]
    return tuple(dict.fromkeys(sorted(found, key=lambda entry: _rank(entry, columns))))


def _rank(entry: Rule | Item, columns: Sequence[str]) -> tuple[bool, int]:
    """The strictest first; among these the one that is about this fact and little else."""
    others = entry.holds.columns if isinstance(entry, Rule) else entry.reads
    return not _blocks(entry), len(others)


def _demands(entry: Rule | Item, path: str, name: str) -> bool:
    """Does it ask something of this fact, or only use it to tell whom it concerns?"""
    if not isinstance(entry, Rule):
        return bool({name, _FACT_OF.get(path)} & set(entry.reads))
    return bool({name, _FACT_OF.get(path)} & {column.name for column in entry.holds.columns})


def _blocks(entry: Rule | Item) -> bool:
    return isinstance(entry, Rule) and entry.severity is Severity.BLOCK

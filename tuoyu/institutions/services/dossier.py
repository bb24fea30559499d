"""Checking a Dossier against the register's own fields, in words that name the field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tuoyu.core.errors import Refused
from tuoyu.institutions.models.dossier import SECTIONS, Section
from tuoyu.institutions.services.values import Unreadable, read_value

Values = dict[str, Any]
# Parts that other rooms write; they travel in the same content.
_OTHERS = frozenset(("staff",))
MOST_ITEMS = 500


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the content: where (classes.0.places), its name, and why."""

    path: str
    label: str
    message: str

    def __str__(self) -> str:
        return f"{self.label}：{self.message}"


@dataclass(slots=True)
class Content:
    """What could be read; a part that was not given is not here."""

    single: dict[str, Values] = field(default_factory=dict)
    lists: dict[str, list[Values]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def __contains__(self, name: str) -> bool:
        return name in self.single or name in self.lists


def read(content: Mapping[str, Any]) -> Content:
    """Everything readable, with a problem for everything that is not."""
    found = Content()
    for name, value in content.items():
        section = SECTIONS.get(name)
        if section is None:
            if name not in _OTHERS:
                found.problems.append(Problem(name, name, "登记册里没有这一部分"))
        elif section.is_list:
            found.lists[name] = read_list(section, value, found.problems)
        else:
            found.single[name] = _object(section, value, name, section.label, found.problems)
    return found


def clean(content: Mapping[str, Any]) -> Content:
    """The content as the register keeps it, or Refused with what is wrong where."""
    found = read(content)
    refuse(found.problems)
    return found


def refuse(problems: Sequence[Problem]) -> None:
    """Refused when there is any problem: the first in full, the others counted."""
    if problems:
        first, more = problems[0], len(problems) - 1
        words = f"{first}" + (f"。另有 {more} 处要改" if more else "")
        raise Refused(words, field=first.path, status=422)


def read_list(
    section: Section, value: Any, problems: list[Problem], path: str = ""
) -> list[Values]:
    """The items of one list; upper rooms read their own parts with it."""
    return list(_items(section, value, path or section.name, problems))


def _items(
    section: Section, value: Any, inside: str, problems: list[Problem]
) -> Iterator[Values]:
    if not isinstance(value, list | tuple):
        problems.append(Problem(inside, section.label, "应是一张清单"))
        return
    if len(value) > MOST_ITEMS:
        problems.append(Problem(inside, section.label, f"最多 {MOST_ITEMS} 行"))
    for number, item in enumerate(value[:MOST_ITEMS]):
        path, label = f"{inside}.{number}", f"{section.label}第 {number + 1} 行"
        yield _object(section, item, path, label, problems)


def _object(
    section: Section, value: Any, path: str, label: str, problems: list[Problem]
) -> Values:
    if not isinstance(value, Mapping):
        problems.append(Problem(path, label, "应是一组填写项"))
        return {}
    found: Values = {link: value.get(link) for link in section.links if link in value}
    for name, given in value.items():
        if name in section.links:
            continue
        if name not in section.fields:
            problems.append(Problem(f"{path}.{name}", label, f"没有“{name}”这一项"))
            continue
        _one(section, name, given, found, (path, label, problems))
    return found


def _one(
    section: Section,
    name: str,
    given: Any,
    found: Values,
    where: tuple[str, str, list[Problem]],
) -> None:
    path, label, problems = where
    column = section.fields[name]
    try:
        found[name] = read_value(column, given)
    except Unreadable as reason:
        shown = f"，现在是“{given}”" if given not in (None, "") else ""
        called = f"{label}“{column.verbose_name}”"
        problems.append(Problem(f"{path}.{name}", called, f"{reason}{shown}"))

"""The sidebar: rooms declare their entries, and each person sees those they may open.

A room's `menu.py` calls `entry(...)` once for each page people start from; it is found by name.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Protocol

from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import autodiscover_modules

from tuoyu.core.guard import SIGNED_IN, Action

WORK: Final = "工作"
INSTITUTION: Final = "本机构"
SUPERVISION: Final = "监管"
CITY: Final = "全市"
KEEPING: Final = "管理"
GROUPS: Final = (WORK, INSTITUTION, SUPERVISION, CITY, KEEPING)


class Person(Protocol):
    """As much of a user as the menu needs."""

    def may(self, action: Action) -> bool: ...

    def has_role(self, *roles: str) -> bool: ...


Count = Callable[[Any], int]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the sidebar."""

    group: str
    label: str
    url_name: str
    icon: str
    action: Action
    order: int
    roles: tuple[str, ...]
    count: Count | None

    def is_for(self, person: Person) -> bool:
        allowed = self.action is SIGNED_IN or person.may(self.action)
        return allowed and (not self.roles or person.has_role(*self.roles))


ENTRIES: Final[list[Entry]] = []


def entry(
    group: str,
    label: str,
    url_name: str,
    icon: str,
    action: Action,
    order: int = 50,
    *,
    roles: tuple[str, ...] = (),
    count: Count | None = None,
) -> None:
    """Declare a line: who may `action` sees it; `roles` narrows; `count(user)` is shown."""
    if group not in GROUPS:
        raise ValueError(f"menu group {group} is not one of {GROUPS}")
    ENTRIES.append(Entry(group, label, url_name, icon, action, order, roles, count))


def groups_for(person: Person, path: str) -> list[dict[str, Any]]:
    """The groups that hold something for this person, as `ui/desk_nav.html` reads them."""
    _discover()
    lines = [line for line in ENTRIES if line.is_for(person)]
    drawn = [(line.group, _draw(line, person)) for line in sorted(lines, key=lambda e: e.order)]
    drawn = [(group, item) for group, item in drawn if item["url"]]
    here = _here([item["url"] for _, item in drawn], path)
    for _, item in drawn:
        item["on"] = item["url"] == here
    made = ((title, [item for group, item in drawn if group == title]) for title in GROUPS)
    return [{"title": title, "items": items} for title, items in made if items]


@cache
def _discover() -> None:
    autodiscover_modules("menu")


def _draw(line: Entry, person: Person) -> dict[str, Any]:
    count = line.count(person) if line.count else 0
    return {"label": line.label, "url": _url(line), "icon": line.icon, "count": count}


def _url(line: Entry) -> str:
    """Empty while the room is not mounted: one missing page must not fell all others."""
    try:
        return reverse(line.url_name)
    except NoReverseMatch:
        return ""


def _here(urls: list[str], path: str) -> str:
    """The entry whose address goes furthest along the present one."""
    return max((url for url in urls if path.startswith(url)), key=len, default="")

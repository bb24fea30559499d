"""The sidebar shows each person what they may open, in the order of the house."""

from dataclasses import dataclass

import pytest

from tuoyu.core import menu
from tuoyu.core.guard import SIGNED_IN, Action

OPEN = Action("menu.open", "打开", frozenset({"officer"}))


@dataclass
class Someone:
    role: str = ""

    def may(self, action: Action) -> bool:
        return self.role in action.roles

    def has_role(self, *roles: str) -> bool:
        return self.role in roles


@pytest.fixture(autouse=True)
def _own_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(menu, "ENTRIES", [])
    monkeypatch.setattr(menu, "_discover", lambda: None)
    monkeypatch.setattr(menu, "reverse", lambda name: f"/{name.replace('.', '/')}/")


def _labels(person: Someone, path: str = "/") -> list[list[str]]:
    groups = menu.groups_for(person, path)
    return [[item["label"] for item in group["items"]] for group in groups]


def test_only_what_a_person_may_open_is_shown() -> None:
    menu.entry(menu.WORK, "待办", "inbox", "inbox", OPEN)
    menu.entry(menu.KEEPING, "消息", "notices", "bell", SIGNED_IN)

    assert _labels(Someone("officer")) == [["待办"], ["消息"]]
    assert _labels(Someone("visitor")) == [["消息"]]


def test_roles_narrow_an_entry_further() -> None:
    menu.entry(menu.WORK, "待办", "inbox", "inbox", SIGNED_IN, roles=("officer",))

    assert _labels(Someone("visitor")) == []


def test_entries_stand_by_order_and_groups_as_the_house_has_them() -> None:
    menu.entry(menu.CITY, "规划", "plan", "map", OPEN)
    menu.entry(menu.WORK, "日历", "calendar", "calendar", OPEN, 20)
    menu.entry(menu.WORK, "待办", "inbox", "inbox", OPEN, 10)

    assert _labels(Someone("officer")) == [["待办", "日历"], ["规划"]]


def test_the_entry_that_goes_furthest_along_the_address_is_on() -> None:
    menu.entry(menu.WORK, "机构", "register", "home", OPEN)
    menu.entry(menu.WORK, "导入", "register.import", "upload", OPEN)

    (group,) = menu.groups_for(Someone("officer"), "/register/import/7/")

    assert [item["label"] for item in group["items"] if item["on"]] == ["导入"]


def test_a_count_is_asked_for_the_person() -> None:
    menu.entry(menu.WORK, "待办", "inbox", "inbox", OPEN, count=lambda person: 7)

    assert menu.groups_for(Someone("officer"), "/")[0]["items"][0]["count"] == 7


def test_an_unknown_group_is_an_error() -> None:
    with pytest.raises(ValueError, match="menu group"):
        menu.entry("别的", "待办", "inbox", "inbox", OPEN)

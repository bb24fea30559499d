"""Every door with every role: who may not is turned away, who may is let in.

Real requests, so that a decorator in the wrong place or a page that asks nothing shows.
"""

import re
from typing import Final, NamedTuple

import pytest
from django.test import Client

from tests.routes import doors
from tuoyu.core.guard import ACTIONS, PUBLIC, SIGNED_IN, Action
from tuoyu.org.permissions import Role
from tuoyu.org.tests.make import CITY, COUNTY, entered, make_unit, make_user

pytestmark = pytest.mark.django_db

WORDS: Final = {"int": "1", "slug": "x", "str": "x", "path": "x/y"}
NOWHERE: Final = 9_999_999_999_999_999_999  # more than any number the database keeps
ODD: Final = (
    "?q=%25%5F%27%22%5C&on=9999-12-31&since=0001-01-01&until=9999-12-31&page=-1&county=%27&tab=%27&days=x"
    "&kind=%27&state=%27&sort=%27&from=9999-99-99&near=x,y&lat=1e999&lng=nan&price=%27"
)
PLACE_OF: Final = {Role.COUNTY_OFFICER: COUNTY, Role.APPROVER: COUNTY, Role.MANAGER: COUNTY}


class Door(NamedTuple):
    """One address with something in every blank, and the action that opens it."""

    address: str
    needs: Action


def _filled(route: str) -> str:
    return "/" + re.sub(r"<(\w+):\w+>", lambda blank: WORDS[blank[1]], route)


DOORS: Final = [
    Door(_filled(where), vars(door.callback)["needs"])
    for where, door in doors()
    if door.callback.__module__.startswith("tuoyu.")
]
GUARDED: Final = [door for door in DOORS if door.needs not in (PUBLIC, SIGNED_IN)]


def holder(role: Role) -> Client:
    unit = make_unit(PLACE_OF.get(role, CITY), kind=kind_of(role))
    return entered(make_user(role, unit))


def kind_of(role: Role) -> str:
    kinds = {Role.MANAGER: "institution", Role.HEALTH_WORKER: "health_body"}
    return kinds.get(role, "authority")


def knock(client: Client, address: str) -> int:
    """What the door answers to looking in, or to acting where there is nothing to look at."""
    looked = client.get(address).status_code
    return client.post(address).status_code if looked == 405 else looked


def answers(client: Client, doors: list[Door]) -> dict[str, int]:
    return {door.address: knock(client, door.address) for door in doors}


@pytest.mark.parametrize("role", Role)
def test_a_role_is_turned_away_from_every_door_that_is_not_its_own(role: Role) -> None:
    barred = [door for door in GUARDED if role not in door.needs.roles]
    assert len(barred) > 20

    found = answers(holder(role), barred)

    assert {address: status for address, status in found.items() if status != 403} == {}


@pytest.mark.parametrize("role", Role)
def test_a_role_is_let_in_at_every_door_of_its_own(role: Role) -> None:
    """The other half: a door that turned everybody away would pass the test above."""
    own = [door for door in GUARDED if role in door.needs.roles]
    assert own

    found = answers(holder(role), own)

    shut = {address: status for address, status in found.items() if status in (401, 403, 405)}
    assert shut == {}
    assert {address: status for address, status in found.items() if status >= 500} == {}


def test_strangers_are_led_to_sign_in() -> None:
    found = answers(Client(), GUARDED)

    assert set(found.values()) == {302}
    answer = Client().get("/desk/inbox/")
    assert answer.headers["Location"] == "/accounts/login/?next=%2Fdesk%2Finbox%2F"


def test_somebody_without_any_post_is_turned_away_everywhere() -> None:
    assert set(answers(entered(make_user()), GUARDED).values()) == {403}


@pytest.mark.parametrize("word", sorted(ACTIONS))
def test_every_action_stands_on_a_door(word: str) -> None:
    """What guards no door is either forgotten or dead."""
    assert word in {door.needs.word for door in DOORS}


def test_the_walk_is_not_an_empty_one() -> None:
    assert len(GUARDED) > 90
    assert len({door.needs.word for door in GUARDED}) == len(ACTIONS)
    assert set(Role) == {role for door in GUARDED for role in map(Role, door.needs.roles)}


@pytest.mark.parametrize("role", [None, *Role])
def test_no_address_however_odd_brings_a_door_down(role: Role | None) -> None:
    """Each door is tried by the first role that may enter; open ones by a stranger."""
    client = holder(role) if role else Client()
    found = {
        address: client.get(address).status_code
        for door in DOORS
        if _first(door.needs) == role
        for address in _oddly(door.address)
    }

    assert {address: status for address, status in found.items() if status >= 500} == {}


def _first(needs: Action) -> Role | None:
    if needs is PUBLIC:
        return None
    return Role(min(needs.roles, default=Role.COUNTY_OFFICER))


def _oddly(address: str) -> tuple[str, ...]:
    far = re.sub(r"\b1\b", str(NOWHERE), address)
    return (address + ODD, far, f"{address}?q=%00", f"{address}?on=%00")

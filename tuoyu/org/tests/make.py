"""Makers of regions, units and people for tests; the defaults are legal."""

from datetime import date
from itertools import count

from django.test import Client

from tuoyu.org.models import Grant, Region, Unit, User
from tuoyu.org.permissions import Role

EARLY = date(2000, 1, 1)
CITY = "41/4104"
COUNTY = "41/4104/410402"
OTHER_COUNTY = "41/4104/410403"
NAMES = {
    "41": ("河南省", "河南"),
    "4104": ("平顶山市", "平顶山"),
    "410402": ("新华区", "新华"),
    "410403": ("卫东区", "卫东"),
    "410421": ("宝丰县", "宝丰"),
    "410471": ("高新区", "高新"),
    "410482": ("汝州市", "汝州"),
}
LEVELS = {
    2: Region.Level.PROVINCE,
    4: Region.Level.CITY,
    6: Region.Level.COUNTY,
    9: Region.Level.TOWNSHIP,
}
PASSWORD = "plum-blossom-17"
_numbers = count(1)


def make_region(path: str = COUNTY, **fields: object) -> Region:
    """The region of that path with all above it; made once, found afterwards."""
    above, _, code = path.rpartition("/")
    parent = make_region(above) if above else None
    name, short = NAMES.get(code, (f"地方{code}", f"地方{code}"))
    legal: dict[str, object] = {
        "code": code,
        "name": name,
        "short_name": short,
        "level": LEVELS[len(code)],
        "is_zone": code in ("410471", "410472"),
        "parent": parent,
        "starts_on": EARLY,
    }
    return Region.objects.get_or_create(path=path, defaults=legal | fields)[0]


def make_unit(region: Region | str = COUNTY, **fields: object) -> Unit:
    """An authority of that region, or whatever `kind` says."""
    place = make_region(region) if isinstance(region, str) else region
    number = next(_numbers)
    legal: dict[str, object] = {
        "kind": Unit.Kind.AUTHORITY,
        "name": f"{place.name}卫生健康委{number}",
        "region": place,
    }
    return Unit.objects.create(**legal | fields)


def make_user(
    role: str | None = None, unit: Unit | None = None, name: str = "", **fields: object
) -> User:
    """Someone who signs in with PASSWORD; a role is held in `unit`, or in a new one."""
    number = next(_numbers)
    legal: dict[str, object] = {"username": f"person{number}", "name": name or f"人员{number}"}
    user = User(**legal | fields)
    user.set_password(PASSWORD)
    user.save()
    if role is not None:
        make_grant(user, role, unit or make_unit())
    return user


def entered(user: User) -> Client:
    """A browser in which this person has signed in."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def make_grant(user: User, role: str, unit: Unit, **fields: object) -> Grant:
    """A post in force since long ago."""
    legal: dict[str, object] = {
        "user": user,
        "role": Role(role),
        "unit": unit,
        "starts_on": EARLY,
    }
    return Grant.objects.create(**legal | fields)

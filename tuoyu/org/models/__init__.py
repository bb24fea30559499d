"""Regions, units, people, grants, and the two abstract shapes every upper room uses."""

from tuoyu.org.models.dated import Dated, DatedQuerySet
from tuoyu.org.models.notice import Notice
from tuoyu.org.models.people import Grant, SupportSession, User, UserRequest
from tuoyu.org.models.place import FormerName, Region, Unit
from tuoyu.org.models.scoped import Scoped, ScopedQuerySet
from tuoyu.org.models.sign_in import SignIn

__all__ = [
    "Dated",
    "DatedQuerySet",
    "FormerName",
    "Grant",
    "Notice",
    "Region",
    "Scoped",
    "ScopedQuerySet",
    "SignIn",
    "SupportSession",
    "Unit",
    "User",
    "UserRequest",
]

"""Regions, units, people, grants, and the two abstract shapes every upper room uses."""

from tuoyu.org.models.dated import Dated, DatedQuerySet
from tuoyu.org.models.notice import Notice
from tuoyu.org.models.people import Grant, SupportSession, User
from tuoyu.org.models.place import Region, Unit
from tuoyu.org.models.scoped import Scoped, ScopedQuerySet

__all__ = [
    "Dated",
    "DatedQuerySet",
    "Grant",
    "Notice",
    "Region",
    "Scoped",
    "ScopedQuerySet",
    "SupportSession",
    "Unit",
    "User",
]

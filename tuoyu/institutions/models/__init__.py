"""The register: an institution and everything that is true of it, by date."""

from tuoyu.institutions.models.classes import NurseryClass, Offering
from tuoyu.institutions.models.institution import (
    Institution,
    OperatorRelation,
    Point,
    Profile,
    Standing,
)
from tuoyu.institutions.models.ledger import LedgerImport, LedgerPart, LedgerRow
from tuoyu.institutions.models.place import Room, Site
from tuoyu.institutions.models.practice import Practice
from tuoyu.institutions.models.proof import Demonstration, Licence

__all__ = [
    "Demonstration",
    "Institution",
    "LedgerImport",
    "LedgerPart",
    "LedgerRow",
    "Licence",
    "NurseryClass",
    "Offering",
    "OperatorRelation",
    "Point",
    "Practice",
    "Profile",
    "Room",
    "Site",
    "Standing",
]

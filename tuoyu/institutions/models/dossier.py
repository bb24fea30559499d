"""The Dossier: which facts of the register travel together as one JSON content.

Derived from the models, so that a new field travels by being declared once.
"""

from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from django.db import models

from tuoyu.institutions.models.classes import NurseryClass, Offering
from tuoyu.institutions.models.institution import OperatorRelation, Profile
from tuoyu.institutions.models.place import Room, Site
from tuoyu.institutions.models.practice import Practice
from tuoyu.institutions.models.proof import Licence
from tuoyu.org.models import Dated

Field: TypeAlias = "models.Field[Any, Any]"

_KEPT_BY_US = frozenset(
    (
        *("id", "institution", "site", "nursery_class", "origin", "region"),
        *("starts_on", "ends_on", "initials", "searchable"),
    )
)
_PERIOD = ("starts_on", "ends_on")


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the content: an object, or a list whose items are told apart by `same`."""

    name: str
    label: str
    model: type[Dated]
    fields: dict[str, Field]
    same: tuple[str, ...] = ()
    links: tuple[str, ...] = ()

    @property
    def is_list(self) -> bool:
        return bool(self.same)

    @property
    def required(self) -> list[str]:
        """What a row cannot be without."""
        return [
            name
            for name, field in self.fields.items()
            if not (field.null or field.blank or field.has_default() or name in _PERIOD)
        ]


def _fields(model: type[Dated], *more: str) -> dict[str, Field]:
    """The model's own facts; bookkeeping of rows and periods is ours and does not travel."""
    return {
        field.name: field
        for field in model._meta.concrete_fields
        if field.name not in _KEPT_BY_US or field.name in more
    }


SECTIONS: Final[dict[str, Section]] = {
    section.name: section
    for section in (
        Section("profile", "基本信息", Profile, _fields(Profile)),
        Section("site", "场地", Site, _fields(Site), links=("region_code",)),
        Section("classes", "班级", NurseryClass, _fields(NurseryClass), ("name",), ("key",)),
        Section("rooms", "用房", Room, _fields(Room), ("name",), ("key", "class_key")),
        Section("offerings", "服务与收费", Offering, _fields(Offering), ("kind",)),
        Section(
            "licences",
            "证照",
            Licence,
            _fields(Licence, *_PERIOD),
            ("kind", "number"),
            ("key",),
        ),
        Section("practice", "管理情况", Practice, _fields(Practice)),
        Section(
            "operators",
            "举办关系",
            OperatorRelation,
            _fields(OperatorRelation),
            ("kind", "name"),
        ),
    )
}


def key_of(row: Dated) -> str:
    """How an item of a list names a row that the register already has."""
    if isinstance(row, NurseryClass):
        return f"c{row.line}"
    return f"{type(row).__name__[0].lower()}{row.pk}"

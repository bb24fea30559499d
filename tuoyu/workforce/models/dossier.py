"""The people's part of the Dossier: which facts of a worker travel, and their types."""

from typing import Any, Final

from tuoyu.institutions.models.dossier import Field, Section
from tuoyu.org.models import Dated
from tuoyu.workforce.models.person import BackgroundCheck, Credential, Employment, Person

PERSON: Final = ("name", "phone", "education", "major_related", "experience_years")
POST: Final = ("post", "is_full_time", "contract_signed", "insured", "from_guard_company")
CREDENTIAL: Final = (
    *("kind", "number", "issuer", "hours", "starts_on", "ends_on"),
    "attachment_id",
)
CHECK: Final = ("asked_on", "outcome", "reference")


def _fields(model: type[Person | Dated | BackgroundCheck], names: tuple[str, ...]) -> Any:
    return {name: model._meta.get_field(name) for name in names}


_HIRED: Final[dict[str, Field]] = {"starts_on": Employment._meta.get_field("hired_on")}

STAFF: Final = Section(
    "staff",
    "人员",
    Employment,
    _fields(Person, PERSON) | _fields(Employment, POST) | _HIRED,
    ("name",),
    ("key", "class_key", "id_number", "credentials", "background"),
)
CREDENTIALS: Final = Section(
    "credentials", "证书", Credential, _fields(Credential, CREDENTIAL), ("kind", "number")
)
CHECKS: Final = Section(
    "background", "入职查询", Employment, _fields(BackgroundCheck, CHECK), ("asked_on",)
)

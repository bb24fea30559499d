"""Reading the staff of a Dossier: who each one is, and what is stated of them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from tuoyu.core.sheets.codes import identity_number
from tuoyu.institutions.services import dossier
from tuoyu.institutions.services.dossier import Problem, Values
from tuoyu.workforce.models.dossier import CHECKS, CREDENTIALS, PERSON, POST, STAFF

# A passport or a permit begins with a letter; everything else is read as a resident's number.
_OTHER_PAPER: Final = re.compile(r"[A-Z][A-Z0-9]{5,17}")
HIDDEN: Final = "*"


@dataclass(slots=True)
class Worker:
    """One line of the staff list, read."""

    number: int
    key: str
    class_key: str
    identity: str  # the number in full, or empty when the key says who it is
    person: Values
    post: Values
    hired_on: Any
    credentials: list[Values] | None
    check: Values | None


@dataclass(slots=True)
class Staff:
    workers: list[Worker] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(staff: Sequence[Mapping[str, Any]]) -> Staff:
    """Everything readable, with a problem for everything that is not."""
    found = Staff()
    for number, item in enumerate(dossier.read_list(STAFF, staff, found.problems)):
        found.workers.append(_worker(number, item, found.problems))
    return found


def _worker(number: int, item: Values, problems: list[Problem]) -> Worker:
    path, label = f"staff.{number}", f"人员第 {number + 1} 行"
    return Worker(
        number=number,
        key=str(item.get("key") or ""),
        class_key=str(item.get("class_key") or ""),
        identity=_identity(item, path, label, problems),
        person={name: item[name] for name in PERSON if name in item},
        post={name: item[name] for name in POST if name in item},
        hired_on=item.get("starts_on"),
        credentials=_credentials(item, path, problems),
        check=_check(item, path, problems),
    )


def _identity(item: Values, path: str, label: str, problems: list[Problem]) -> str:
    given = str(item.get("id_number") or "").strip().upper()
    if not given or HIDDEN in given:
        return ""
    if _OTHER_PAPER.fullmatch(given):
        return given
    reading = identity_number(given)
    if reading.value is None:
        problems.append(
            Problem(f"{path}.id_number", f"{label}“证件号码”", reading.error or "读不出来")
        )
    return reading.value or ""


def _credentials(item: Values, path: str, problems: list[Problem]) -> list[Values] | None:
    if item.get("credentials") is None:
        return None
    inside = f"{path}.credentials"
    return dossier.read_list(CREDENTIALS, item["credentials"], problems, inside)


def _check(item: Values, path: str, problems: list[Problem]) -> Values | None:
    if not item.get("background"):
        return None
    inside = f"{path}.background"
    found = dossier.read_list(CHECKS, [item["background"]], problems, inside)
    whole = found and found[0].get("asked_on") and found[0].get("outcome")
    return found[0] if whole else None

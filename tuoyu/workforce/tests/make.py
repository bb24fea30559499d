"""Makers of people who work with children; the defaults are legal."""

from datetime import date
from itertools import count
from typing import Any

from stdnum.cn import ric

from tuoyu.institutions.models import Institution
from tuoyu.institutions.tests.make import NOON, OPENED, make_content, make_institution
from tuoyu.records.services import CLOCKWORK
from tuoyu.workforce import services
from tuoyu.workforce.models import Employment

_numbers = count(1)


def make_id_number(born: date = date(1990, 3, 8)) -> str:
    """A number nobody holds: the place code is real, the serial counts up."""
    body = f"410402{born:%Y%m%d}{next(_numbers) % 1000:03d}"
    return body + str(ric.calc_check_digit(body + "0"))


def make_worker(**fields: Any) -> dict[str, Any]:
    """One line of a staff list: a trained carer with a valid health certificate."""
    legal: dict[str, Any] = {
        "name": "王芳",
        "id_number": make_id_number(),
        "post": "carer",
        "is_full_time": True,
        "education": 2,
        "major_related": True,
        "contract_signed": True,
        "insured": True,
        "starts_on": "2025-12-01",
        "credentials": [
            {
                "kind": "health",
                "number": "健2025-1",
                "starts_on": "2025-11-20",
                "ends_on": "2026-11-20",
            },
            {
                "kind": "childcare_training",
                "number": "培1",
                "hours": 60,
                "starts_on": "2025-10-01",
            },
        ],
        "background": {"asked_on": "2025-11-25", "outcome": "clear", "reference": "查2025-77"},
    }
    return legal | fields


def make_staff(
    institution: Institution | None = None, *workers: dict[str, Any], on: date = OPENED
) -> list[Employment]:
    """People at work in an institution; one carer unless said otherwise."""
    place = institution or make_institution()
    services.lay_out_staff(
        place, list(workers) or [make_worker()], on=on, by=CLOCKWORK, at=NOON
    )
    return list(Employment.objects.filter(institution=place).order_by("pk"))


def make_staffed(**content: Any) -> Institution:
    """An institution of this content with one carer."""
    institution = make_institution(content=make_content(**content))
    make_staff(institution)
    return institution

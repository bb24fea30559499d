"""Makers of filings for tests; the defaults are legal and complete."""

import io
from datetime import datetime
from typing import Any

from pypdf import PdfWriter

from tuoyu.core.clock import CITY_ZONE
from tuoyu.filing import services
from tuoyu.filing.models import Filing
from tuoyu.filing.services import Page
from tuoyu.institutions.tests.make import make_content
from tuoyu.org.models import Unit, User
from tuoyu.org.permissions import Role
from tuoyu.org.tests.make import COUNTY, make_region, make_unit, make_user
from tuoyu.workforce.tests.make import make_worker

# A Wednesday with an ordinary week before and after it.
MORNING = datetime(2026, 11, 18, 10, 24, tzinfo=CITY_ZONE)


def _blank_page() -> bytes:
    writer, file = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=595, height=842)
    writer.write(file)
    return file.getvalue()


PDF = _blank_page()
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa7\x9a\xa0\xa0"
    b"\x00\x00\x00\x00IEND\xaeB`\x82"
)
CREDIT_CODE = "91410402MA9X00001W"


def make_office(region: str = COUNTY, **fields: Any) -> Unit:
    """The county's health authority; made once."""
    place = make_region(region)
    found = Unit.objects.filter(department="health", region=place).first()
    if found is None:
        return make_unit(place, department="health", **fields)
    for name, value in fields.items():
        setattr(found, name, value)
    found.save()
    return found


def make_officer(
    region: str = COUNTY, role: Role = Role.COUNTY_OFFICER, name: str = ""
) -> User:
    return make_user(role, unit=make_office(region), name=name)


def make_applicant(region: str = COUNTY, name: str = "小蜗牛托育园") -> Unit:
    """An institution's unit that is not in the register yet."""
    make_office(region)
    return make_unit(region, kind=Unit.Kind.INSTITUTION, name=name)


def make_manager(unit: Unit | None = None) -> User:
    return make_user(Role.MANAGER, unit=unit or make_applicant())


def make_whole_content(**parts: Any) -> dict[str, Any]:
    """Everything the 备案书 asks."""
    content = make_content()
    content["profile"] |= {
        "credit_code": CREDIT_CODE,
        "legal_representative": "周敏",
        "name": "小蜗牛托育园",
    }
    content["site"] |= {"region_code": "410402", "indoor_area_m2": "330.00"}
    content["staff"] = [
        make_worker(key="w1", name="赵青", post="head"),
        make_worker(key="w2"),
        make_worker(key="w3", name="孙倩"),
    ]
    return content | parts


def make_draft(
    manager: User | None = None,
    *,
    kind: str = Filing.Kind.NEW,
    content: dict[str, Any] | None = None,
    at: datetime = MORNING,
) -> Filing:
    """A draft of a new filing, whole enough to be submitted."""
    manager = manager or make_manager()
    unit = manager.held_grants()[0].unit
    filing = services.start_draft(unit, kind=kind, by=manager, at=at)
    if filing.is_of_content:
        fill(filing, content or make_whole_content(), by=manager, at=at)
    return filing


def fill(filing: Filing, content: dict[str, Any], *, by: User, at: datetime) -> None:
    """Type everything and hand in the papers."""
    services.save_draft(filing, "all", given=content, page=Page(0, "t"), by=by, at=at)
    for slot in ("M1", "M2", "M3", "M4", "M5"):
        add_paper(filing, slot, by=by, at=at)
    filing.refresh_from_db()


def add_paper(filing: Filing, slot: str, *, by: User, at: datetime) -> None:
    services.add_material(filing, slot, file=io.BytesIO(PDF), name=f"{slot}.pdf", by=by, at=at)


def make_filing(
    manager: User | None = None, *, at: datetime = MORNING, **fields: Any
) -> Filing:
    """A submitted filing."""
    manager = manager or make_manager()
    draft = make_draft(manager, at=at, **fields)
    return services.submit(draft, promised=True, by=manager, at=at)


def make_receipted(officer: User | None = None, *, at: datetime = MORNING) -> Filing:
    """A filing whose receipt is out and whose visit is still to come."""
    filing = make_filing(at=at)
    return services.issue_receipt(filing, by=officer or make_officer(), at=at)

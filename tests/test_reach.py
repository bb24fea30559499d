"""The same right elsewhere, in another county or institution, reaches nothing of ours."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tuoyu.core import clock
from tuoyu.filing import services as filing_services
from tuoyu.filing.models import Document, Material
from tuoyu.filing.tests.make import MORNING, make_applicant, make_manager, make_officer
from tuoyu.filing.tests.make import make_filing as make_submitted
from tuoyu.institutions.models import Demonstration, LedgerImport, Point
from tuoyu.institutions.services import name_demonstration
from tuoyu.institutions.tests.ledgers import make_ledger, make_row
from tuoyu.org.permissions import Role
from tuoyu.org.tests.make import COUNTY, OTHER_COUNTY, entered
from tuoyu.workforce.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _store(settings: Any, tmp_path: Path) -> None:
    settings.ATTACHMENT_STORE = str(tmp_path)


def knock(client: Client, addresses: list[str]) -> dict[str, int]:
    found = {}
    for address in addresses:
        status = client.get(address).status_code
        found[address] = client.post(address).status_code if status == 405 else status
    return found


def addresses_of_a_county() -> list[str]:
    """A filed institution with all that hangs on it, and every page that shows it."""
    officer = make_officer()
    filing = filing_services.issue_receipt(make_submitted(), by=officer, at=MORNING)
    visit = filing_services.begin_site_check(
        filing, visited_on=clock.today(), by=officer, at=clock.now()
    )
    place = filing.institution
    assert place is not None
    point = Point.objects.create(
        institution=place, reason="待核", source="台账!Y8", found_at=MORNING
    )
    name_demonstration(
        place,
        named_by="市政府",
        document="平政〔2026〕1号",
        on=clock.today(),
        by=officer,
        at=MORNING,
    )
    demonstration = Demonstration.objects.get().pk
    sheet = SimpleUploadedFile("台账.xlsx", make_ledger(make_row(7, 备案时间="明天")))
    entered(officer).post("/institutions/ledgers/", {"file": sheet})
    ledger = f"/institutions/ledgers/{LedgerImport.objects.get().pk}/"
    person = Person.objects.order_by("pk")[0].pk
    of_place = ("", "correct/", "stand/", f"points/{point.pk}/", "demonstration/")
    return [
        *(f"/institutions/{place.code}/{rest}" for rest in of_place),
        f"/institutions/{place.code}/demonstration/{demonstration}/end/",
        f"/institutions/{place.pk}/report/",
        f"/staff/of/{place.code}/",
        f"/staff/{person}/",
        f"/staff/{person}/reveal/",
        *(f"{ledger}{rest}" for rest in ("", "columns/", "rows/1/", "refused/", "progress/")),
        *(f"{ledger}{rest}" for rest in ("commit/", "undo/", "judge/")),
        f"/filing/material/{Material.objects.order_by('pk')[0].pk}/",
        f"/filing/document/{Document.objects.order_by('pk')[0].pk}/",
        f"/filing/visit/{visit.pk}/",
        f"/filing/review/{filing.pk}/",
        *(f"/filing/review/{filing.pk}/{rest}/" for rest in ("claim", "correct")),
        *(f"/filing/review/{filing.pk}/{rest}/" for rest in ("receipt", "mismatch", "publish")),
        f"/desk/inbox/{filing.pk}/preview/",
    ]


def test_an_officer_of_another_county_finds_none_of_it() -> None:
    addresses = addresses_of_a_county()

    found = knock(entered(make_officer(OTHER_COUNTY)), addresses)

    assert {address: status for address, status in found.items() if status != 404} == {}


def test_an_officer_of_the_county_finds_all_of_it() -> None:
    addresses = addresses_of_a_county()

    found = knock(entered(make_officer(COUNTY)), addresses)

    assert [address for address, status in found.items() if status in (403, 404)] == []


@pytest.mark.parametrize(("own", "status"), [(True, False), (False, True)])
def test_a_manager_finds_their_own_institution_alone(own: bool, status: bool) -> None:
    filing = filing_services.issue_receipt(make_submitted(), by=make_officer(), at=MORNING)
    place = filing.institution
    assert place is not None
    person = Person.objects.order_by("pk")[0].pk
    addresses = [
        f"/filing/{filing.pk}/",
        f"/filing/material/{Material.objects.order_by('pk')[0].pk}/",
        f"/filing/document/{Document.objects.order_by('pk')[0].pk}/",
        f"/institutions/{place.code}/",
        f"/institutions/{place.pk}/report/",
        f"/staff/of/{place.code}/",
        f"/staff/{person}/",
        f"/staff/{person}/reveal/",
    ]
    manager = filing.started_by if own else make_manager(make_applicant(name="别家托育园"))

    found = knock(entered(manager), addresses)

    assert {answer == 404 for answer in found.values()} == {status}


def test_an_approver_of_another_county_approves_and_revokes_nothing() -> None:
    filing = filing_services.issue_receipt(make_submitted(), by=make_officer(), at=MORNING)
    document = Document.objects.order_by("pk")[0].pk
    addresses = [f"/filing/document/{document}/revoke/", f"/filing/review/{filing.pk}/approve/"]

    there = entered(make_officer(OTHER_COUNTY, role=Role.APPROVER))
    here = entered(make_officer(COUNTY, role=Role.APPROVER))

    assert set(knock(there, addresses).values()) == {404}
    assert 404 not in knock(here, addresses).values()

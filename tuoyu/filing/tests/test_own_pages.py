"""The institution's own pages: check, report, submit, withdraw, and who may not see them."""

import pytest
from django.test import Client

from tuoyu.core import clock
from tuoyu.filing import services
from tuoyu.filing.models import Filing
from tuoyu.filing.tests.make import (
    make_applicant,
    make_draft,
    make_filing,
    make_manager,
    make_office,
)
from tuoyu.filing.tests.pages import at, entered, page_of_closing
from tuoyu.institutions.tests.make import make_institution

pytestmark = pytest.mark.django_db


def test_the_check_page_shows_gaps_and_report() -> None:
    filing = make_draft()
    services.remove_material(
        filing.materials.get(slot="M4"), by=filing.started_by, at=clock.now()
    )

    page = entered(filing.started_by).get(at("check", filing.pk)).content.decode()

    assert "M4 卫生评价报告" in page
    assert "条适用" in page


def test_the_live_report_is_a_part_of_a_page() -> None:
    filing = make_draft()

    page = entered(filing.started_by).get(at("report", filing.pk)).content.decode()

    assert "和县里看到的是同一份" in page
    assert "<html" not in page


def test_submitting_without_the_promise_keeps_the_page() -> None:
    filing = make_draft()
    client = entered(filing.started_by)

    answer = client.post(at("submit", filing.pk))
    assert answer.status_code == 422
    assert "承诺书" in answer.content.decode()

    answer = client.post(at("submit", filing.pk), {"promised": "on"})
    assert answer.headers["Location"] == at("mine", filing.pk)
    assert client.get(at("mine", filing.pk)).status_code == 200


@pytest.mark.parametrize(
    ("kind", "promised"), [("suspension", "暂停期间不收托"), ("cancellation", "结清费用")]
)
def test_who_pauses_or_ends_promises_to_place_everybody(kind: str, promised: str) -> None:
    institution = make_institution()
    make_office()
    manager = make_manager(institution.unit)
    draft = make_draft(manager, kind=kind)
    client = entered(manager)

    asked = client.get(at("step", draft.pk, "closing")).content.decode()
    page = client.get(at("submit", draft.pk)).content.decode()

    assert "选填" not in asked
    assert promised in page
    assert "已具备开办托育机构的基本条件" not in page


def test_a_submitted_filing_cannot_be_filled_any_more() -> None:
    filing = make_filing()

    answer = entered(filing.started_by).get(at("step", filing.pk, "site"))

    assert answer.headers["Location"] == at("mine", filing.pk)


def test_a_manager_begins_from_home_and_may_withdraw() -> None:
    manager = make_manager(make_applicant())
    client = entered(manager)
    unit = manager.held_grants()[0].unit_id

    answer = client.post(at("start"), {"unit": unit, "kind": "new"})
    filing = Filing.objects.get()
    assert answer.headers["Location"] == at("step", filing.pk, "institution")
    assert client.get(at("withdraw", filing.pk)).status_code == 200
    client.post(at("withdraw", filing.pk), {"reason": "不办了"})
    filing.refresh_from_db()
    assert filing.status == Filing.Status.WITHDRAWN


def test_a_cancellation_has_its_own_page() -> None:
    institution = make_institution()
    make_office()
    manager = make_manager(institution.unit)
    filing = services.start_draft(
        institution.unit, kind="cancellation", by=manager, at=clock.now()
    )
    client, address = entered(manager), at("step", filing.pk, "closing")
    sent = {
        "closing-from_on": "2026-12-31",
        "closing-reason": "租约到期",
        "closing-children_now": "30",
        "closing-staff_now": "0",
        "placements-count": "1",
        "placements-0-who": "children",
        "placements-0-count": "30",
        "placements-0-to": "小树托育园",
        "placements-0-how": "家长同意",
        "go": "next",
    }

    assert client.get(address).status_code == 200
    answer = client.post(address, sent | page_of_closing(client, address))

    assert answer.headers["Location"] == at("submit", filing.pk)
    client.post(at("submit", filing.pk), {"promised": "on"})
    filing.refresh_from_db()
    assert filing.status == Filing.Status.SUBMITTED


def test_strangers_are_asked_to_sign_in() -> None:
    filing = make_filing()
    for name in ("mine", "review", "submit", "receipt"):
        assert Client().get(at(name, filing.pk)).status_code == 302


@pytest.mark.parametrize("name", ["mine", "check", "submit", "withdraw", "report"])
def test_another_institution_does_not_see_it(name: str) -> None:
    filing = make_filing()
    stranger = make_manager(make_applicant(name="别家托育园"))

    assert entered(stranger).get(at(name, filing.pk)).status_code == 404

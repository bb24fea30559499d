"""The pages on which the office decides: read once more, then done; and who may not."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tuoyu.core import clock
from tuoyu.filing import services
from tuoyu.filing.models import Filing
from tuoyu.filing.tests.make import (
    make_filing,
    make_office,
    make_officer,
    make_receipted,
)
from tuoyu.filing.tests.pages import at, entered
from tuoyu.org.permissions import Role
from tuoyu.org.tests.make import make_region, make_user

pytestmark = pytest.mark.django_db


def test_points_are_read_once_more_before_they_go_out() -> None:
    filing, officer = make_filing(), make_officer()
    client, address = entered(officer), at("correct", filing.pk)
    ticked = {
        "point": "s2",
        "about-s2": "slot:M2",
        "text-s2": "租期不满 3 年",
        "more": "补平面图",
    }

    page = client.post(address, ticked)
    assert page.status_code == 200
    assert "共 2 处" in page.content.decode()
    filing.refresh_from_db()
    assert filing.status == Filing.Status.SUBMITTED

    sent = {
        "point": ["1", "2"],
        "about-1": "slot:M2",
        "text-1": "租期不满 3 年",
        "about-2": "other",
        "text-2": "补平面图",
        "confirmed": "1",
    }
    answer = client.post(address, sent)
    assert answer.headers["Location"] == at("review", filing.pk)
    assert [p["text"] for p in filing.requests.get().points] == ["租期不满 3 年", "补平面图"]
    mine = entered(filing.started_by).get(at("mine", filing.pk)).content.decode()
    assert "请补正 2 处" in mine


@pytest.mark.parametrize("deed", ["correct", "mismatch"])
def test_without_a_point_nothing_goes_out(deed: str) -> None:
    filing = make_filing()

    answer = entered(make_officer()).post(at(deed, filing.pk), {"confirmed": "1"})

    assert answer.status_code == 422
    filing.refresh_from_db()
    assert filing.status == Filing.Status.SUBMITTED


@pytest.mark.parametrize("deed", ["correct", "mismatch"])
def test_the_confirming_page_reloaded_leads_back_to_the_filing(deed: str) -> None:
    filing, officer = make_filing(), make_officer()

    answer = entered(officer).get(at(deed, filing.pk))

    assert answer.headers["Location"] == at("review", filing.pk)


def test_the_address_of_a_deed_opened_by_hand_says_so() -> None:
    filing, officer = make_filing(), make_officer()

    answer = entered(officer).get(at("claim", filing.pk))

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "这一步要从页面上办" in answer.content.decode()


@pytest.mark.parametrize(
    ("came", "back"),
    [
        ("http://testserver/filing/review/7/?slot=M2", "/filing/review/7/?slot=M2"),
        ("https://elsewhere.example/", "/"),
        ("", "/"),
    ],
)
def test_whoever_signs_in_again_goes_on_from_the_page_of_the_deed(came: str, back: str) -> None:
    filing = make_filing()

    answer = Client().post(at("claim", filing.pk), headers={"referer": came})

    assert parse_qs(urlsplit(answer.headers["Location"]).query) == {"next": [back]}


def test_a_mismatch_without_its_clause_keeps_what_was_written() -> None:
    filing = make_filing()
    sent = {"point": "1", "text-1": "租期不满 3 年", "clause-1": "", "confirmed": "1"}

    answer = entered(make_officer()).post(at("mismatch", filing.pk), sent)

    assert answer.status_code == 422
    assert "租期不满 3 年" in answer.content.decode()


def test_the_receipt_says_what_it_will_do_and_does_it() -> None:
    filing = make_filing()
    client, address = entered(make_officer()), at("receipt", filing.pk)

    assert "名册" in client.get(address).content.decode()
    client.post(address, {"opinion": ""})

    document = filing.documents.get(kind="receipt")
    pdf = client.get(at("document", document.pk))
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")


def test_a_second_decision_is_answered_with_a_page_that_says_so() -> None:
    filing = make_filing()
    officer = make_officer()
    services.issue_receipt(filing, by=officer, at=clock.now())

    answer = entered(make_officer()).post(at("publish", filing.pk))

    assert answer.status_code == 409
    assert "现场核实还没有完成" in answer.content.decode()


def test_the_approver_approves_on_the_review_page() -> None:
    make_office(needs_approval=True)
    filing = make_filing()
    entered(make_officer()).post(at("receipt", filing.pk), {"opinion": "齐全"})
    approver = entered(make_officer(role=Role.APPROVER))

    assert "齐全" in approver.get(at("review", filing.pk)).content.decode()
    approver.post(at("approve", filing.pk))

    filing.refresh_from_db()
    assert filing.status == Filing.Status.RECEIPTED
    document = filing.documents.get(kind="receipt")
    assert approver.get(at("revoke", document.pk)).status_code == 200
    approver.post(at("revoke", document.pk), {"answer": "印错"})
    document.refresh_from_db()
    assert document.revoked_why == "印错"


def test_the_city_watches_but_never_decides() -> None:
    filing = make_filing()
    make_region("41/4104")
    city = make_user(Role.CITY_OFFICER, unit=make_office("41/4104"))
    client = entered(city)

    page = client.get(at("review", filing.pk))
    assert page.status_code == 200
    assert not page.context["powers"].any
    for name in ("claim", "correct", "receipt", "mismatch", "publish", "approve"):
        assert client.post(at(name, filing.pk)).status_code == 403


@pytest.mark.parametrize("name", ["claim", "correct", "receipt", "mismatch", "publish"])
@pytest.mark.parametrize("role", [Role.MANAGER, Role.APPROVER, Role.HEALTH_WORKER, Role.LEADER])
def test_only_officers_handle(name: str, role: Role) -> None:
    filing = make_filing()
    user = make_user(role, unit=filing.applicant if role == Role.MANAGER else make_office())

    assert entered(user).post(at(name, filing.pk)).status_code == 403


def test_only_approvers_approve_and_revoke() -> None:
    filing = make_receipted()
    officer = entered(make_officer())

    assert officer.post(at("approve", filing.pk)).status_code == 403
    assert officer.get(at("revoke", filing.documents.all()[0].pk)).status_code == 403


def test_a_proposal_is_sent_back_on_the_review_page() -> None:
    make_office(needs_approval=True)
    filing = make_filing()
    sent = {"point": "1", "text-1": "租期不满 3 年", "clause-1": "第十一条", "confirmed": "1"}
    entered(make_officer()).post(at("mismatch", filing.pk), sent)
    approver = entered(make_officer(role=Role.APPROVER))

    assert "租期不满 3 年" in approver.get(at("review", filing.pk)).content.decode()
    told = approver.post(at("send_back", filing.pk), {"answer": ""}, follow=True)
    assert "还没有退回：退回要写明理由" in told.content.decode()
    approver.post(at("send_back", filing.pk), {"answer": "再核"})

    filing.refresh_from_db()
    assert filing.status == Filing.Status.SUBMITTED
    assert "再核" in approver.get(at("review", filing.pk)).content.decode()

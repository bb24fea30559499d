"""A draft begun by two clicks, and a paper that two people act on at one moment."""

import pytest

from tuoyu.core.tests.at_once import after_waiting, at_once
from tuoyu.filing import services
from tuoyu.filing.models import Document, Filing
from tuoyu.filing.tests.days import NEXT_DAY, on_day
from tuoyu.filing.tests.make import (
    MORNING,
    make_filing,
    make_manager,
    make_officer,
    make_receipted,
)
from tuoyu.org.models import User
from tuoyu.records.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)


def count(deed: str) -> int:
    return Entry.objects.filter(deed=deed).count()


def receipt_of(filing: Filing) -> Document:
    return filing.documents.get(kind=Document.Kind.RECEIPT)


def make_change_of(first: Filing) -> Filing:
    """A change handed in by an institution whose receipt is out."""
    first.status = Filing.Status.PUBLISHED
    first.save()
    return make_filing(make_manager(first.applicant), kind="change", at=NEXT_DAY)


def start(manager: User, kind: str = "new") -> Filing:
    unit = manager.held_grants()[0].unit
    return services.start_draft(unit, kind=kind, by=manager, at=MORNING)


def test_a_double_click_starts_one_draft() -> None:
    manager = make_manager()

    outcomes = at_once(*[lambda: start(manager)] * 3)

    assert outcomes == ["done"] * 3
    assert Filing.objects.count() == count("filing.started") == 1


def test_two_people_of_one_institution_start_one_draft() -> None:
    one = make_manager()
    two = make_manager(one.held_grants()[0].unit)

    outcome = after_waiting(lambda: start(one), lambda: start(two))

    assert outcome == "done"
    assert Filing.objects.get().started_by == one


def test_of_two_kinds_started_at_once_one_is_told() -> None:
    first = make_receipted()
    first.status = Filing.Status.PUBLISHED
    first.save()
    manager = make_manager(first.applicant)

    outcomes = at_once(
        lambda: start(manager, "change"),
        lambda: start(manager, "suspension"),
    )

    assert outcomes == ["409", "done"]
    assert Filing.objects.filter(status="draft").count() == 1


def test_of_two_officers_revoking_one_paper_one_is_told() -> None:
    document, one, two = receipt_of(make_receipted()), make_officer(), make_officer()

    outcomes = at_once(
        lambda: services.revoke(document, reason="地址印错", by=one, at=NEXT_DAY),
        lambda: services.revoke(document, reason="名称印错", by=two, at=NEXT_DAY),
    )

    assert outcomes == ["409", "done"]
    told = Entry.objects.get(deed="filing.document_revoked")
    document.refresh_from_db()
    assert document.revoked_why == told.detail["reason"]


def test_a_paper_replaced_meanwhile_is_not_revoked_again() -> None:
    first, officer = make_receipted(), make_officer()
    document, change = receipt_of(first), make_change_of(first)

    outcome = after_waiting(
        lambda: services.issue_receipt(change, by=officer, at=on_day(20)),
        lambda: services.revoke(document, reason="地址印错", by=officer, at=on_day(20)),
    )

    assert (outcome, count("filing.document_revoked")) == ("409", 0)
    document.refresh_from_db()
    assert "已换发" in document.revoked_why


def test_a_paper_revoked_meanwhile_keeps_its_reason_when_a_newer_one_goes_out() -> None:
    first, officer = make_receipted(), make_officer()
    document, change = receipt_of(first), make_change_of(first)

    outcome = after_waiting(
        lambda: services.revoke(document, reason="地址印错", by=officer, at=NEXT_DAY),
        lambda: services.issue_receipt(change, by=officer, at=on_day(20)),
    )

    assert outcome == "done"
    document.refresh_from_db()
    assert (document.revoked_why, document.revoked_at) == ("地址印错", NEXT_DAY)

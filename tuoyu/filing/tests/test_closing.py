"""Pauses and ends of a service, and the last word of a filing: papers, reasons, days, news."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tuoyu.filing import services
from tuoyu.filing.models import Document, Filing
from tuoyu.filing.queries.steps import steps
from tuoyu.filing.queries.verify import verify
from tuoyu.filing.tests.days import NEXT_DAY, on_day
from tuoyu.filing.tests.make import (
    MORNING,
    make_filing,
    make_manager,
    make_office,
    make_officer,
    make_receipted,
)
from tuoyu.institutions.models import Standing
from tuoyu.institutions.tests.make import make_content, make_institution
from tuoyu.org.models import Notice, Unit
from tuoyu.org.permissions import Role
from tuoyu.records.models import Entry
from tuoyu.workforce.tests.make import make_staff, make_worker

pytestmark = pytest.mark.django_db
EARLY = MORNING.replace(hour=6, minute=30)  # still yesterday in Greenwich


def filed() -> Unit:
    """A filed institution's unit, whose first filing is done."""
    first = make_receipted()
    Filing.objects.filter(pk=first.pk).update(status=Filing.Status.PUBLISHED)
    return first.applicant


def close(unit: Unit, kind: str, *, at: datetime = NEXT_DAY, **answers: Any) -> Filing:
    """The county's receipt of a suspension, resumption or cancellation."""
    manager = make_manager(unit)
    filing = services.start_draft(unit, kind=kind, by=manager, at=at)
    nobody = {"children_now": 0, "staff_now": 0, "placements": []}
    filing = services.save_draft(
        filing,
        "closing",
        given={"closing": {"from_on": "2026-11-30", "reason": "装修"} | nobody | answers},
        page=services.Page(0, "a"),
        by=manager,
        at=at,
    )
    filing = services.submit(filing, promised=True, by=manager, at=at)
    return services.issue_receipt(filing, by=make_officer(), at=at)


def test_the_receipt_of_a_cancellation_stays_in_force_and_the_older_one_does_not() -> None:
    unit = filed()
    older = Document.objects.get(kind="receipt")

    last = close(unit, "cancellation").documents.get()

    older.refresh_from_db()
    assert (older.revoked_at, older.revoked_why) == (NEXT_DAY, "机构已注销备案")
    assert last.revoked_at is None


def test_a_suspension_leaves_the_receipt_in_force() -> None:
    unit = filed()
    older = Document.objects.get(kind="receipt")

    close(unit, "suspension", until_on="2027-02-01", arrangement="家长自行安排")

    older.refresh_from_db()
    assert older.revoked_at is None


def test_the_register_keeps_why_a_service_paused_and_how_it_went_on() -> None:
    unit = filed()
    close(unit, "suspension", until_on="2027-02-01", arrangement="家长自行安排")
    assert Standing.objects.get(status="suspended").reason == "装修"

    close(unit, "resumption", at=on_day(1, 12), reason="", arrangement="已通过消防复查")

    assert Standing.objects.latest("starts_on").reason == "已通过消防复查"


def test_a_cancellation_begins_with_the_children_and_staff_of_that_day() -> None:
    make_office()
    institution = make_institution()
    make_staff(institution, make_worker(), make_worker())

    filing = services.start_draft(
        institution.unit, kind="cancellation", by=make_manager(institution.unit), at=MORNING
    )

    assert filing.content == {"closing": {"children_now": 30, "staff_now": 2}}


def test_where_one_class_is_not_counted_the_declared_number_of_children_stands() -> None:
    make_office()
    content = make_content()
    content["classes"][1]["children"] = None
    institution = make_institution(content=content, children_declared=26)

    filing = services.start_draft(
        institution.unit, kind="cancellation", by=make_manager(institution.unit), at=MORNING
    )

    assert filing.content["closing"]["children_now"] == 26


def test_the_published_result_is_kept_and_the_institution_told() -> None:
    manager = make_manager()
    filing = services.issue_receipt(make_filing(manager), by=make_officer(), at=MORNING)
    Filing.objects.filter(pk=filing.pk).update(status=Filing.Status.CHECKED)

    services.publish(filing, by=make_officer(), at=on_day(23))

    filing.refresh_from_db()
    assert (filing.status, filing.closed_at) == (Filing.Status.PUBLISHED, on_day(23))
    assert not filing.clocks.filter(finished_on=None).exists()
    assert Notice.objects.filter(to=manager, title="备案结果已公开").count() == 1


def test_papers_name_the_citys_day_of_an_early_morning() -> None:
    filing = make_filing(at=EARLY)
    filing = services.issue_receipt(filing, by=make_officer(), at=EARLY)
    filing = Filing.objects.get(pk=filing.pk)  # moments come back in Greenwich time
    receipt = filing.documents.get(kind="receipt")
    assert receipt.payload["filed_on"] == "2026-11-18"
    assert [step["note"] for step in steps(filing)][:3] == ["11-18", "", "11-18"]

    services.revoke(receipt, reason="地址印错", by=make_officer(), at=EARLY + timedelta(days=1))

    assert "已于 2026-11-19 失效" in verify(receipt.code)["state"]


def test_the_trail_says_that_somebody_approved_the_receipt() -> None:
    make_office(needs_approval=True)
    filing = services.issue_receipt(make_filing(), by=make_officer(), at=MORNING)

    services.approve(filing, by=make_officer(role=Role.APPROVER), at=MORNING)

    assert Entry.objects.get(deed="filing.receipted").detail["approved"] is True

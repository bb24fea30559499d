"""The page of one filing for its office: form, papers and report, and who may open it."""

from typing import Any

import pytest
from django.test import Client

from tuoyu.core import clock
from tuoyu.filing import services
from tuoyu.filing.models import Filing
from tuoyu.filing.tests.make import (
    make_applicant,
    make_filing,
    make_manager,
    make_office,
    make_officer,
    make_receipted,
)
from tuoyu.filing.tests.pages import at, entered
from tuoyu.institutions.tests.make import make_institution
from tuoyu.records.models import Entry

pytestmark = pytest.mark.django_db


def test_the_review_page_ties_form_papers_and_report_together() -> None:
    filing = make_filing()

    page = entered(make_officer()).get(at("review", filing.pk)).content.decode()

    for words in ("小蜗牛托育园", "M2", "对照报告", "一次性告知补正", "出具回执", "经过"):
        assert words in page


def test_the_paper_asked_for_is_shown() -> None:
    filing = make_filing()

    page = entered(make_officer()).get(at("review", filing.pk), {"slot": "M3"})

    assert page.context["paper"].slot == "M3"


def test_opening_a_workers_paper_leaves_a_note() -> None:
    filing, officer = make_filing(), make_officer()
    client = entered(officer)

    client.get(at("material", filing.materials.get(slot="M1").pk))
    assert not Entry.objects.filter(deed="filing.paper_read").exists()
    client.get(at("material", filing.materials.get(slot="M3").pk))

    entry = Entry.objects.get(deed="filing.paper_read")
    assert entry.actor_id == officer.pk


@pytest.mark.parametrize(
    ("region", "status"),
    [("41/4104/410402", 200), ("41/4104/410403", 404)],
)
def test_a_county_reviews_its_own(region: str, status: int) -> None:
    filing = make_filing()

    assert entered(make_officer(region)).get(at("review", filing.pk)).status_code == status


def test_the_review_page_asks_the_same_of_the_database_however_long_the_filing(
    django_assert_max_num_queries: Any,
) -> None:
    filing, officer = make_filing(), make_officer()
    client = entered(officer)
    client.get(at("review", filing.pk))

    with django_assert_max_num_queries(120):
        client.get(at("review", filing.pk))


def test_the_institution_does_not_open_the_officers_page() -> None:
    filing = make_filing()

    assert entered(filing.started_by).get(at("review", filing.pk)).status_code == 403


def test_papers_are_shown_to_both_sides_and_nobody_else() -> None:
    filing = make_receipted()
    document, paper = filing.documents.all()[0], filing.materials.all()[0]
    stranger = entered(make_manager(make_applicant(name="别家托育园")))
    own, office = entered(filing.started_by), entered(make_officer())

    for name, pk in (("document", document.pk), ("material", paper.pk)):
        assert own.get(at(name, pk)).status_code == 200
        assert office.get(at(name, pk)).status_code == 200
        assert stranger.get(at(name, pk)).status_code == 404
        assert Client().get(at(name, pk)).status_code == 302


def test_an_officer_claims_and_passes_on_from_the_review_page() -> None:
    filing, officer, colleague = make_filing(), make_officer(), make_officer()
    client = entered(officer)

    client.post(at("claim", filing.pk))
    client.post(at("assign", filing.pk), {"to": colleague.pk})

    filing.refresh_from_db()
    assert filing.officer == colleague
    assert client.post(at("assign", filing.pk), {"to": "x"}).status_code == 404


def test_the_officer_reads_a_cancellation_with_everybodys_place() -> None:
    institution = make_institution()
    make_office()
    manager = make_manager(institution.unit)
    filing = services.start_draft(
        institution.unit, kind="cancellation", by=manager, at=clock.now()
    )
    placements = [{"who": "children", "count": "30", "to": "小树托育园", "how": "家长同意"}]
    closing = {
        "from_on": "2026-12-31", "reason": "租约到期", "children_now": "30",
        "staff_now": "0", "placements": placements,
    }  # fmt: skip
    services.save_draft(
        filing, "closing", given={"closing": closing}, page=services.Page(0, "a"),
        by=manager, at=clock.now(),
    )  # fmt: skip
    filing = services.submit(filing, promised=True, by=manager, at=clock.now())
    client = entered(make_officer())

    page = client.get(at("review", filing.pk)).content.decode()
    assert "小树托育园" in page
    assert "这类备案不用交材料" in page
    assert "（缺）" not in page
    assert "注销备案" in client.get(at("receipt", filing.pk)).content.decode()
    client.post(at("receipt", filing.pk), {"opinion": ""})
    filing.refresh_from_db()
    assert filing.status == Filing.Status.PUBLISHED

"""Numbers of a plan are kept until the register changes, and never beyond it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tuoyu.assessment.queries import library
from tuoyu.assessment.tests.make import DAY
from tuoyu.books import Indicator
from tuoyu.core.clock import now
from tuoyu.filing.tests.make import make_receipted
from tuoyu.institutions.models import Standing
from tuoyu.institutions.services import stand
from tuoyu.org.models import Region
from tuoyu.planning.queries import Progress, progress
from tuoyu.planning.queries.kept import reckon_kept
from tuoyu.planning.queries.plans import plan
from tuoyu.records.services import CLOCKWORK, note
from tuoyu.statistics.tests.make import make_county, make_place

pytestmark = pytest.mark.django_db
EMPLOYER: dict[str, Any] = {"form": "employer", "employer_kind": "hospital"}


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()


def standing() -> Progress:
    book = plan("plan-2020")
    assert book is not None
    return progress(book, DAY, library(), reckoner=reckon_kept)


def scans() -> int:
    """How often the page goes to the facts."""
    with CaptureQueriesContext(connection) as caught:
        standing()
    return sum("facts." in query["sql"] for query in caught)


def deed() -> None:
    note("region.renamed", make_county(), by=CLOCKWORK, at=now())


def test_the_same_page_again_asks_no_facts() -> None:
    deed()
    make_place(**EMPLOYER)

    first = scans()

    assert first >= 5  # today, and each day something was promised for
    assert scans() == 0


def test_what_is_kept_says_the_same() -> None:
    deed()
    make_place(**EMPLOYER)

    fresh, kept = standing(), standing()

    assert [t.cells for t in fresh.targets] == [t.cells for t in kept.targets]
    assert fresh.table == kept.table


def test_the_next_deed_forgets_it() -> None:
    deed()
    institution = make_place(**EMPLOYER)
    before = standing().clause("二(三)4").targets[0].met

    stand(
        institution,
        Standing.Status.CANCELLED,
        on=DAY - timedelta(days=1),
        reason="停办",
        reference="",
        by=CLOCKWORK,
        at=now(),
    )

    assert (before, standing().clause("二(三)4").targets[0].met) == (1, 0)


@pytest.mark.parametrize("done", ["person.signed_in", "filing.saved", "attachment.kept"])
def test_work_that_leaves_the_register_alone_forgets_nothing(done: str) -> None:
    deed()
    institution = make_place(**EMPLOYER)
    standing()

    note(done, institution, by=CLOCKWORK, at=now())

    assert scans() == 0


def test_a_number_of_filings_is_forgotten_with_the_next_filing() -> None:
    county = make_county()
    deed()
    asked = [one for one in library().indicators(DAY).values() if of_filings(one)]
    reckon_kept(asked, DAY, [county])

    note("filing.submitted", county, by=CLOCKWORK, at=now())

    with CaptureQueriesContext(connection) as caught:
        reckon_kept(asked, DAY, [county])
    assert any("facts.filing" in query["sql"] for query in caught)


def of_filings(indicator: Indicator) -> bool:
    return indicator.numerator.subject == "filing"


def test_every_deed_that_lays_out_a_receipt_is_heard() -> None:
    deed()
    make_receipted()
    standing()

    assert scans() == 0
    filing = make_receipted()

    assert filing.institution is not None
    assert scans() > 0


def test_another_population_or_switch_is_another_number() -> None:
    deed()
    scans()
    Region.objects.filter(code="410402").update(counts_in_city=False)

    assert scans() > 0


def test_while_nothing_was_ever_done_nothing_is_kept() -> None:
    make_county()

    assert scans() == scans() > 0

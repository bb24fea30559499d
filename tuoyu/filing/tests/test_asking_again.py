"""A second request for corrections, as the officer and the institution see it."""

import pytest

from tuoyu.core import clock
from tuoyu.filing import services
from tuoyu.filing.models import Filing
from tuoyu.filing.tests.make import make_filing, make_officer
from tuoyu.filing.tests.pages import at, entered

pytestmark = pytest.mark.django_db
LEASE = "rule:setting-standard/site-secured:建设路 77 号"


def ask(filing: Filing, *points: dict[str, str]) -> None:
    services.request_correction(filing, points=points, by=make_officer(), at=clock.now())


def answered(filing: Filing, address: str = "") -> Filing:
    filing.refresh_from_db()
    if address:
        filing.content["site"]["address"] = address
        filing.save()
    return services.resubmit(filing, promised=True, by=filing.started_by, at=clock.now())


@pytest.mark.parametrize(("address", "mark"), [("", "askable"), ("建设路 99 号", "")])
def test_free_words_are_marked_while_nothing_has_changed(address: str, mark: str) -> None:
    filing = make_filing()
    ask(filing, {"about": "slot:M2", "text": "看不清"})
    filing = answered(filing, address)

    marked = services.marked(
        filing, [{"about": "other", "text": "补门头照片"}], by=make_officer(), at=clock.now()
    )

    assert marked[0]["repeats"] == mark


def test_the_page_of_a_second_request_says_how_many_come_late() -> None:
    filing = make_filing()
    point = {"point": "s1", "about-s1": "slot:M5", "text-s1": "看不清", "clause-s1": ""}
    client = entered(make_officer())
    first = client.post(at("correct", filing.pk), point).content.decode()
    ask(filing, {"about": "slot:M2", "text": "看不清"})
    answered(filing)

    second = client.post(at("correct", filing.pk), point).content.decode()

    assert "已经补正过" not in first
    assert "已经补正过 1 次" in second
    assert "标出的 1 处上次就该提全" in second
    assert "上次就能提出，发出会留痕" in second


def test_each_point_leads_to_where_it_can_be_put_right() -> None:
    filing = make_filing()
    ask(
        filing,
        {"about": "slot:M5", "text": "看不清"},
        {"about": LEASE, "text": "租期不满 3 年"},
        {"about": "other", "text": "补门头照片"},
    )
    client = entered(filing.started_by)

    led = [url for _, url in client.get(at("mine", filing.pk)).context["points"]]
    step = client.get(at("step", filing.pk, "site")).content.decode()

    assert led == [at("step", filing.pk, "materials"), at("step", filing.pk, "site"), ""]
    assert "要补正 3 处" in step
    assert at("step", filing.pk, "materials") in step

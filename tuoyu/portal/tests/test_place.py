"""The page of one institution, its pins on the map, and what surrounds a receipt."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tuoyu.core import clock
from tuoyu.filing import services as filing_services
from tuoyu.filing.queries import law, payload
from tuoyu.filing.tests.make import MORNING, make_officer, make_receipted
from tuoyu.institutions.models import Institution
from tuoyu.institutions.services import lay_out
from tuoyu.institutions.tests.make import NOON, make_content, make_institution
from tuoyu.portal.queries.figures import figures
from tuoyu.portal.queries.place import place
from tuoyu.portal.queries.shown import shown
from tuoyu.portal.templatetags.results import chip
from tuoyu.records.services import CLOCKWORK
from tuoyu.statistics.services import take_snapshot

pytestmark = pytest.mark.django_db


def page_of(institution: Institution, on: date | None = None) -> dict[str, Any]:
    day = on or clock.today()
    facts = place(institution.code, day)
    assert facts is not None
    return shown(facts, day)


def mapped() -> Institution:
    content = make_content()
    content["site"] |= {"longitude": "113.305000", "latitude": "33.740000"}
    return make_institution(content=content, name="有位置的托育园")


def test_a_mapped_place_is_one_pin_and_stands_among_the_pins_of_a_search(
    client: Client,
) -> None:
    here = mapped()
    make_institution(name="没有位置的托育园")
    address = f"/place/{here.code}/"

    [pin] = client.get(f"{address}map.json").json()["points"]
    whole = client.get("/find/map.json?near=113.3,33.74").json()

    assert (pin["name"], pin["lng"], pin["url"]) == ("有位置的托育园", 113.305, address)
    assert [(p["id"], p["note"], p["url"]) for p in whole["points"]] == [
        (here.code, "已备案", address)
    ]
    assert whole["here"] == {"lng": 113.3, "lat": 33.74, "rings": [10, 20]}


def test_a_place_without_coordinates_has_no_pin(client: Client) -> None:
    assert client.get(f"/place/{make_institution().code}/map.json").status_code == 404


def test_papers_say_until_when_and_which_did_not_pass() -> None:
    soon, late = (clock.today() + timedelta(days=days) for days in (30, 31))
    begun = {"starts_on": "2025-08-01"}
    licences = [
        begun | {"kind": "hygiene", "number": "1", "passed": False},
        begun | {"kind": "food", "number": "2", "ends_on": str(soon)},
        begun | {"kind": "insurance", "number": "3", "ends_on": str(late)},
        begun | {"kind": "fire", "number": "4", "passed": True},
    ]
    here = make_institution(content=make_content(licences=licences))

    papers = {paper.label: (paper.state, paper.text) for paper in page_of(here)["papers"]}

    assert papers == {
        "托幼机构卫生评价报告": ("broken", "结论不合格"),
        "食品经营许可证": ("soon", f"至 {soon}"),
        "托育机构责任保险": ("kept", f"至 {late}"),
        "消防安全检查合格证明": ("kept", "合格"),
    }


def test_a_new_name_stands_in_the_history_from_its_day_on() -> None:
    content = make_content()
    here = make_institution(content=content, name="旧名托育园")
    changed = content | {"profile": content["profile"] | {"name": "新名托育园"}}
    day = date(2026, 6, 1)
    lay_out(changed, institution=here, region=here.region, on=day, by=CLOCKWORK, at=NOON)

    before, after = page_of(here, day - timedelta(days=1)), page_of(here, day)

    assert before["name"] == "旧名托育园"
    assert after["name"] == "新名托育园"
    assert {"on": "2026-06-01", "title": "更名", "text": "原名“旧名托育园”"} in after["history"]


def test_a_visit_is_shown_once_its_result_is_public() -> None:
    officer, filing = make_officer(), make_receipted()
    check = filing_services.begin_site_check(
        filing, visited_on=MORNING.date(), by=officer, at=MORNING
    )
    items = law.site_items(form="independent", on=MORNING.date(), region=filing.unit.region)
    answers = {item.id: {"answer": "yes", "note": ""} for item in items}
    filing_services.save_site_check(check, answers=answers, by=officer, at=MORNING)
    filing = filing_services.record_site_check(check, opinion="符合", by=officer, at=MORNING)
    here = filing.institution
    assert here is not None

    kept_back = page_of(here)["results"]
    filing_services.publish(filing, by=officer, at=MORNING)

    assert kept_back == []
    assert [(r.state, r.text) for r in page_of(here)["results"]] == [("kept", "现场核实符合")]


@pytest.mark.parametrize(
    ("state", "label", "drawn"),
    [("kept", "已备案", True), ("doing", "普惠", True), ("plain", "独立托育机构", False)],
)
def test_a_state_has_an_icon_beside_its_word(state: str, label: str, drawn: bool) -> None:
    made = chip(state, label)

    assert label in made
    assert ("<svg" in made) is drawn


def test_a_label_is_never_taken_for_markup() -> None:
    assert "<b>" not in chip("kept", "<b>")


def test_the_checker_and_its_key_are_there_for_everyone(client: Client) -> None:
    script = client.get("/verify/key/verify_receipt.py")
    text = b"".join(script.streaming_content).decode()  # type: ignore[attr-defined]

    assert "attachment" in script["Content-Disposition"]
    assert "--key" in text
    assert payload.public_key() in client.get("/verify/key/").content.decode()


def test_the_address_and_another_name_say_why_a_place_is_found(client: Client) -> None:
    make_institution(name="小石榴托育园", other_name="石榴娃娃")

    assert "地址里有“建设路”" in client.get("/find/?q=建设路").content.decode()
    assert "又名“石榴娃娃”" in client.get("/find/?q=娃娃").content.decode()


def test_a_price_band_stays_chosen(client: Client) -> None:
    text = client.get("/find/?price=1000-1500").content.decode()

    assert '<option value="1000-1500" selected>' in text


def test_a_number_of_the_city_does_not_take_the_name_of_the_city(
    client: Client, settings: Any
) -> None:
    settings.CITY_SHORT = "示例"

    assert "示例托育" in client.get("/figures/places/").content.decode()


def test_the_night_s_snapshot_answers_for_the_day() -> None:
    make_institution()
    counted = figures(clock.today()).city["indicators/places"].text
    at = clock.now().replace(microsecond=0)
    take_snapshot(on=clock.today(), by=CLOCKWORK, at=at)
    cache.clear()

    taken = figures(clock.today())

    assert (taken.at, taken.city["indicators/places"].text) == (at, counted)


def test_what_is_drawn_for_one_who_signed_in_is_never_shown_to_a_stranger() -> None:
    reader, stranger = Client(), Client()
    reader.force_login(make_officer())

    own, others = reader.get("/find/"), stranger.get("/find/")

    assert " 我的</a>" in own.content.decode()
    assert own["Cache-Control"] == "private, max-age=0"
    assert " 登录</a>" in others.content.decode()
    assert " 我的</a>" not in others.content.decode()

"""The pages an institution fills in: they keep what was typed, and say what is wrong."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tuoyu.filing.forms.steps import CONTENT_STEPS
from tuoyu.filing.models import Material
from tuoyu.filing.queries import dossier
from tuoyu.filing.tests.make import (
    PDF,
    make_applicant,
    make_draft,
    make_manager,
    make_officer,
)
from tuoyu.filing.tests.pages import at, entered, page_of, rows
from tuoyu.workforce.tests.make import make_id_number

pytestmark = pytest.mark.django_db
TYPED = [step for step, _ in CONTENT_STEPS if step not in ("check", "submit")]


@pytest.mark.parametrize("step", TYPED)
def test_every_step_opens_with_its_questions(step: str) -> None:
    filing = make_draft()

    answer = entered(filing.started_by).get(at("step", filing.pk, step))

    assert answer.status_code == 200
    assert answer.context["page"].faults == 0


def test_each_question_names_its_clause() -> None:
    filing = make_draft()

    page = entered(filing.started_by).get(at("step", filing.pk, "site")).content.decode()

    assert "《托育机构设置标准（试行）》" in page


def test_a_family_site_is_asked_little() -> None:
    filing = make_draft()
    whole = entered(filing.started_by).get(at("step", filing.pk, "site")).context["page"]
    filing.content["profile"]["form"] = "family_site"
    filing.save()
    short = entered(filing.started_by).get(at("step", filing.pk, "site")).context["page"]

    def asked(page: Any) -> int:
        return sum(len(group.first) + len(group.more) for group in page.groups)

    assert asked(short) < 15 < 40 < asked(whole)
    steps = entered(filing.started_by).get(at("step", filing.pk, "site")).context["steps"]
    assert "用房与班级" not in [step["label"] for step in steps]


def test_what_was_typed_is_kept_and_the_next_step_opens() -> None:
    filing = make_draft()
    typed = {"site-address": "建设路 77 号", "site-outdoor_area_m2": "９０", "go": "next"}

    answer = entered(filing.started_by).post(
        at("step", filing.pk, "site"), typed | page_of(filing, "site")
    )

    assert answer.headers["Location"] == at("step", filing.pk, "rooms")
    filing.refresh_from_db()
    assert filing.content["site"]["address"] == "建设路 77 号"
    assert filing.content["site"]["outdoor_area_m2"] == "90.00"
    assert filing.content["site"]["tenure"] == "leased"  # not on the page, so left as it was


def test_what_cannot_be_read_is_said_and_still_there() -> None:
    filing = make_draft()
    typed = {"site-building_area_m2": "四百多", "go": "next"} | page_of(filing, "site")

    answer = entered(filing.started_by).post(at("step", filing.pk, "site"), typed)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "四百多" in page
    assert "应是数字" in page
    assert '<a href="#id_site-building_area_m2">建筑面积</a>' in page  # named on top, too


def test_a_phone_in_full_width_is_put_right_and_hours_are_kept_to_the_minute() -> None:
    filing = make_draft()
    client = entered(filing.started_by)

    client.post(
        at("save", filing.pk, "institution"),
        {"profile-phone": "０３７５-０００４１６９"} | page_of(filing, "institution"),
    )
    filing.refresh_from_db()
    client.post(
        at("save", filing.pk, "services"),
        {"profile-opens_at": "07:40"} | page_of(filing, "services"),
    )

    filing.refresh_from_db()
    assert filing.content["profile"]["phone"] == "0375-0004169"
    assert filing.content["profile"]["opens_at"] == "07:40"


def test_the_autosave_answers_without_a_page() -> None:
    filing = make_draft()
    typed = {"site-address": "建设路 78 号"} | page_of(filing, "site")

    answer = entered(filing.started_by).post(
        at("save", filing.pk, "site"), typed, headers={"X-Draft": "1"}
    )

    assert answer.status_code == 204
    filing.refresh_from_db()
    assert filing.content["site"]["address"] == "建设路 78 号"


def test_the_autosave_tells_when_an_answer_calls_for_other_questions() -> None:
    filing = make_draft()
    client, before = entered(filing.started_by), page_of(filing, "site")

    def asked(**typed: str) -> str:
        made = {f"site-{name}": value for name, value in typed.items()}
        return str(client.post(at("save", filing.pk, "site"), made | before)["X-Asked"])

    leased, elsewhere = asked(tenure="leased"), asked(tenure="leased", address="建设路 79 号")

    assert leased == elsewhere
    assert asked(tenure="owned") != leased
    shown = client.get(at("step", filing.pk, "site")).content.decode()
    assert f'data-asked="{asked()}"' in shown


def test_two_pages_of_one_step_ask_which_text_stays() -> None:
    filing = make_draft()
    client, address = entered(filing.started_by), at("step", filing.pk, "site")
    first, second = page_of(filing, "site"), page_of(filing, "site")
    client.post(address, {"site-address": "甲路 1 号", "go": "stay"} | first)

    answer = client.post(address, {"site-address": "乙路 2 号", "go": "stay"} | second)

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "甲路 1 号" in page
    assert "乙路 2 号" in page
    chosen = {
        "mine": answer.context["mine"],
        "version": str(answer.context["version"]),
        "mark": answer.context["mark"],
        "choose-site.address": "mine",
        "go": "stay",
    }
    client.post(address, chosen)
    filing.refresh_from_db()
    assert filing.content["site"]["address"] == "乙路 2 号"


def test_the_stored_text_stays_when_it_is_chosen() -> None:
    filing = make_draft()
    mine = json.dumps({"site.address": "乙路 2 号", "site.tenure": "owned"})
    chosen = {"mine": mine, "choose-site.address": "theirs", "go": "stay"}

    entered(filing.started_by).post(
        at("step", filing.pk, "site"), chosen | page_of(filing, "site")
    )

    filing.refresh_from_db()
    assert filing.content["site"]["address"] != "乙路 2 号"
    assert filing.content["site"]["tenure"] == "owned"


def test_a_page_sent_back_untouched_changes_nothing() -> None:
    filing = make_draft()
    before = json.dumps(filing.content, sort_keys=True)

    for section, step in (("classes", "rooms"), ("rooms", "rooms"), ("staff", "staff")):
        sent = rows(filing, section) | page_of(filing, step) | {"go": "stay"}
        entered(filing.started_by).post(at("step", filing.pk, step), sent)

    filing.refresh_from_db()
    assert json.dumps(filing.content, sort_keys=True) == before


def test_rows_are_added_and_taken_away() -> None:
    filing = make_draft()
    client, address = entered(filing.started_by), at("step", filing.pk, "rooms")

    sent = rows(filing, "classes") | page_of(filing, "rooms")
    client.post(address, sent | {"go": "add:classes"})
    filing.refresh_from_db()
    assert len(filing.content["classes"]) == 3

    sent = rows(filing, "classes") | page_of(filing, "rooms")
    client.post(address, sent | {"go": "remove:classes:0"})
    filing.refresh_from_db()
    assert [row.get("name") for row in filing.content["classes"]] == ["托大一班", None]


def test_a_worker_is_asked_for_what_the_post_needs_and_the_number_stays_sealed() -> None:
    filing = make_draft()
    number = dossier.staff_of(filing)[1]["id_number"]
    page = entered(filing.started_by).get(at("step", filing.pk, "staff"))
    head, carer = page.context["page"].staff[:2]

    def names(row: Any) -> set[str]:
        return {one.field.name for one in (*row.first, *row.more)}

    assert "has_post_training" in names(head)
    assert "has_childcare_training" in names(carer)
    assert "has_guard_certificate" not in names(carer)
    assert number not in page.content.decode()

    sent = rows(filing, "staff") | page_of(filing, "staff")
    sent |= {"staff-1-has_health_certificate": "2027-01-31", "go": "stay"}
    entered(filing.started_by).post(at("step", filing.pk, "staff"), sent)

    filing.refresh_from_db()
    worker = dossier.staff_of(filing)[1]
    assert worker["id_number"] == number
    held = {one["kind"]: one for one in worker["credentials"]}
    assert held["health"]["ends_on"] == "2027-02-01"  # the day it lapses
    assert held["health"]["number"] == "健2025-1"


def test_prices_are_typed_in_yuan() -> None:
    filing = make_draft()
    typed = {
        "offerings-count": "1",
        "offerings-0-kind": "full_day",
        "offerings-0-price_fen": "1,980.5",
        "offerings-0-per": "month",
        "go": "stay",
    }
    address = at("step", filing.pk, "services")
    client = entered(filing.started_by)

    client.post(
        address, typed | {"offerings-0-price_fen": "1980.5"} | page_of(filing, "services")
    )

    filing.refresh_from_db()
    assert filing.content["offerings"][0]["price_fen"] == 198_050
    assert 'value="1980.50"' in client.get(address).content.decode()


def test_a_paper_goes_into_its_slot_at_once() -> None:
    filing = make_draft()
    client = entered(filing.started_by)
    file = SimpleUploadedFile("食品.pdf", PDF)

    answer = client.post(at("upload", filing.pk, "M6"), {"file": file})

    assert answer.status_code == 201
    paper = Material.objects.get(pk=answer.json()["id"])
    assert (paper.slot, paper.attachment.name) == ("M6", "食品.pdf")
    shown = client.get(at("material", paper.pk))
    assert shown.headers["Content-Type"] == "application/pdf"
    client.post(at("remove", paper.pk))
    paper.refresh_from_db()
    assert paper.removed_at is not None


def test_a_paper_of_a_wrong_kind_is_refused_in_words() -> None:
    filing = make_draft()
    file = SimpleUploadedFile("执照.pdf", b"MZ\x90\x00 this is a program")

    answer = entered(filing.started_by).post(
        at("upload", filing.pk, "M1"), {"file": file}, headers={"Accept": "application/json"}
    )

    assert answer.status_code == 422
    assert "程序" in answer.json()["message"]


def test_an_upload_without_a_file_is_refused() -> None:
    filing = make_draft()

    answer = entered(filing.started_by).post(at("upload", filing.pk, "M1"))

    assert answer.status_code == 422


def test_files_travel_with_the_form_where_there_is_no_script() -> None:
    filing = make_draft()
    sent = {"file-M7": SimpleUploadedFile("其他.pdf", PDF), "go": "stay"}

    entered(filing.started_by).post(
        at("step", filing.pk, "materials"), sent | page_of(filing, "materials")
    )

    assert filing.materials.filter(slot="M7").count() == 1


def test_what_is_written_on_a_paper_is_kept_for_the_register() -> None:
    filing = make_draft()
    sent = {"licence-fire-ends_on": "2027-03-01", "licence-site-number": "豫(2025)平0001"}

    entered(filing.started_by).post(
        at("step", filing.pk, "materials"), sent | {"go": "stay"} | page_of(filing, "materials")
    )

    filing.refresh_from_db()
    kept = {row["kind"]: row for row in filing.content["licences"]}
    assert kept["fire"]["ends_on"] == "2027-03-02"  # the day it lapses
    assert kept["fire"]["number"] == "平消检〔2025〕8号"
    assert kept["site"]["number"] == "豫(2025)平0001"


def test_an_officer_cannot_write_in_an_institutions_draft() -> None:
    filing = make_draft()
    officer = entered(make_officer())

    assert officer.get(at("step", filing.pk, "site")).status_code == 403
    assert officer.get(at("review", filing.pk)).status_code == 404  # not before it is handed in


def test_nobody_writes_in_anothers_draft() -> None:
    filing = make_draft()
    stranger = entered(make_manager(make_applicant(name="别家托育园")))

    for address in (
        at("step", filing.pk, "site"),
        at("save", filing.pk, "site"),
        at("upload", filing.pk, "M1"),
        at("remove", filing.materials.all()[0].pk),
    ):
        assert stranger.post(address, {"site-address": "改"}).status_code == 404
    assert (
        stranger.post(at("start"), {"unit": filing.applicant_id, "kind": "new"}).status_code
        == 404
    )


def test_lists_that_crossed_are_compared_in_words() -> None:
    filing = make_draft()
    client, address = entered(filing.started_by), at("step", filing.pk, "rooms")
    first, second = page_of(filing, "rooms"), page_of(filing, "rooms")
    sent = rows(filing, "classes") | {"go": "stay"}
    client.post(address, sent | first | {"classes-0-children": "11"})

    answer = client.post(address, sent | second | {"classes-0-children": "13"})

    assert answer.status_code == 409
    assert "托小一班 11" in answer.content.decode()
    assert "托小一班 13" in answer.content.decode()


@pytest.mark.parametrize("mine", ["", "[]", "{", "x" * 1_000_001])
def test_a_broken_choice_is_refused(mine: str) -> None:
    filing = make_draft()

    answer = entered(filing.started_by).post(
        at("step", filing.pk, "site"), {"mine": mine} | page_of(filing, "site")
    )

    assert answer.status_code == 422


def test_an_unknown_step_leads_to_the_first() -> None:
    filing = make_draft()
    client = entered(filing.started_by)

    assert client.get(at("step", filing.pk, "nonsense")).headers["Location"] == at(
        "step", filing.pk, "institution"
    )
    assert client.post(at("save", filing.pk, "nonsense")).status_code == 422
    unit = filing.applicant_id
    assert client.post(at("start"), {"unit": unit, "kind": "nonsense"}).status_code == 422


def test_a_wrong_number_is_still_said_once_it_is_sealed() -> None:
    filing = make_draft()
    client, step = entered(filing.started_by), at("step", filing.pk, "staff")

    def typed(number: str) -> Any:
        sent = rows(filing, "staff") | {"staff-0-id_number": number} | page_of(filing, "staff")
        return client.post(step, sent | {"go": "next"})

    refused = typed("410402198001010029")
    assert refused.status_code == 422
    assert "身份证号校验位不符" in refused.content.decode()
    filing.refresh_from_db()

    shown = client.get(step).content.decode()
    assert "410402198001010029" not in shown
    assert "身份证号校验位不符" in shown
    assert typed(make_id_number()).status_code == 302


def test_a_number_that_ends_in_the_same_four_digits_is_kept() -> None:
    filing = make_draft()
    client, step = entered(filing.started_by), at("step", filing.pk, "staff")
    first, second = "410402198001010014", "410402198102030014"

    for number in (first, second):
        sent = rows(filing, "staff") | {"staff-0-id_number": number} | page_of(filing, "staff")
        client.post(step, sent | {"go": "stay"})
        filing.refresh_from_db()

    assert dossier.opened(filing.content["staff"][0])["id_number"] == second

"""The pages of both sides: they open, keep what was typed, and do what they say."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tuoyu.core import clock
from tuoyu.filing import services
from tuoyu.filing.forms.steps import CONTENT_STEPS
from tuoyu.filing.models import Filing, Material
from tuoyu.filing.queries import dossier
from tuoyu.filing.tests.make import (
    PDF,
    PNG,
    make_applicant,
    make_draft,
    make_filing,
    make_manager,
    make_office,
    make_officer,
    make_receipted,
)
from tuoyu.institutions.tests.make import make_institution
from tuoyu.org.models import User
from tuoyu.org.permissions import Role
from tuoyu.org.tests.make import make_region, make_user
from tuoyu.records.models import Entry

pytestmark = pytest.mark.django_db
TYPED = [step for step, _ in CONTENT_STEPS if step not in ("check", "submit")]


def entered(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def at(name: str, *args: Any) -> str:
    return reverse(f"filing:{name}", args=args)


def page_of(filing: Filing, step: str) -> dict[str, str]:
    """The hidden words that a page of a step carries."""
    client = entered(filing.started_by)
    context = client.get(at("step", filing.pk, step)).context
    return {"version": str(context["version"]), "mark": context["mark"]}


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


def test_the_autosave_answers_without_a_page() -> None:
    filing = make_draft()
    typed = {"site-address": "建设路 78 号"} | page_of(filing, "site")

    answer = entered(filing.started_by).post(
        at("save", filing.pk, "site"), typed, headers={"X-Draft": "1"}
    )

    assert answer.status_code == 204
    filing.refresh_from_db()
    assert filing.content["site"]["address"] == "建设路 78 号"


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


def rows(filing: Filing, section: str) -> dict[str, str]:
    """A list as its page would send it back."""
    client = entered(filing.started_by)
    step = "staff" if section == "staff" else "rooms"
    page = client.get(at("step", filing.pk, step)).context["page"]
    found = (
        page.staff
        if section == "staff"
        else next(one.rows for one in page.lists if one.listed.section == section)
    )
    sent = {f"{section}-count": str(len(found))}
    for row in found:
        sent[f"{section}-{row.number}-key"] = row.key
        for question in (*row.first, *row.more):
            sent[question.field.html_name] = str(question.field.value() or "")
    return sent


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


def page_of_closing(client: Client, address: str) -> dict[str, str]:
    context = client.get(address).context
    return {"version": str(context["version"]), "mark": context["mark"]}


# —— the office's side ——


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


def test_a_visit_is_recorded_on_its_sheet() -> None:
    filing = make_receipted()
    client = entered(make_officer(role=Role.HEALTH_WORKER))

    assert client.get(at("begin_visit", filing.pk)).status_code == 200
    address = client.post(at("begin_visit", filing.pk)).headers["Location"]
    check = filing.site_checks.get()
    assert client.get(address).status_code == 200

    typed = {"answer-1": "no", "note-1": "窗小"}
    saved = client.post(at("save_visit", check.pk), typed, headers={"X-Draft": "1"})
    assert saved.status_code == 204
    photo = {"file": SimpleUploadedFile("窗.png", PNG)}
    item = next(iter(check.filing.site_checks.get().answers))
    made = client.post(f"{at('add_photo', check.pk)}?item={item}", photo)
    assert made.status_code == 201
    assert client.get(at("photo", made.json()["id"])).status_code == 200
    assert client.post(at("conclude_visit", check.pk), typed).status_code == 422

    answers = {f"answer-{n}": "yes" for n in range(1, 15)} | {"opinion": "符合"}
    client.post(at("conclude_visit", check.pk), answers)
    filing.refresh_from_db()
    assert filing.status == Filing.Status.CHECKED
    assert client.get(address).status_code == 200


# —— who may not ——


def test_strangers_are_asked_to_sign_in() -> None:
    filing = make_filing()
    for name in ("mine", "review", "submit", "receipt"):
        assert Client().get(at(name, filing.pk)).status_code == 302


@pytest.mark.parametrize("name", ["mine", "check", "submit", "withdraw", "report"])
def test_another_institution_does_not_see_it(name: str) -> None:
    filing = make_filing()
    stranger = make_manager(make_applicant(name="别家托育园"))

    assert entered(stranger).get(at(name, filing.pk)).status_code == 404


@pytest.mark.parametrize(
    ("region", "status"),
    [("41/4104/410402", 200), ("41/4104/410403", 404)],
)
def test_a_county_reviews_its_own(region: str, status: int) -> None:
    filing = make_filing()

    assert entered(make_officer(region)).get(at("review", filing.pk)).status_code == status


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


def test_an_officer_cannot_write_in_an_institutions_draft() -> None:
    filing = make_draft()
    officer = entered(make_officer())

    assert officer.get(at("step", filing.pk, "site")).status_code == 403
    assert officer.get(at("review", filing.pk)).status_code == 404  # not before it is handed in


def test_the_review_page_asks_the_same_of_the_database_however_long_the_filing(
    django_assert_max_num_queries: Any,
) -> None:
    filing, officer = make_filing(), make_officer()
    client = entered(officer)
    client.get(at("review", filing.pk))

    with django_assert_max_num_queries(120):
        client.get(at("review", filing.pk))


@pytest.mark.parametrize("role", [Role.APPROVER, Role.CITY_OFFICER, Role.LEADER])
def test_only_officers_and_health_workers_visit(role: Role) -> None:
    filing = make_receipted()

    client = entered(make_user(role, unit=make_office()))

    assert client.get(at("begin_visit", filing.pk)).status_code == 403


def test_a_visit_is_made_by_its_own_county() -> None:
    filing, officer = make_receipted(), make_officer()
    check = services.begin_site_check(
        filing, visited_on=clock.today(), by=officer, at=clock.now()
    )
    stranger = entered(make_officer("41/4104/410403", role=Role.HEALTH_WORKER))

    for name, pk in (("begin_visit", filing.pk), ("visit", check.pk)):
        assert stranger.get(at(name, pk)).status_code == 404
    for name in ("save_visit", "conclude_visit", "add_photo"):
        assert stranger.post(at(name, check.pk)).status_code == 404


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


def test_an_officer_claims_and_passes_on_from_the_review_page() -> None:
    filing, officer, colleague = make_filing(), make_officer(), make_officer()
    client = entered(officer)

    client.post(at("claim", filing.pk))
    client.post(at("assign", filing.pk), {"to": colleague.pk})

    filing.refresh_from_db()
    assert filing.officer == colleague
    assert client.post(at("assign", filing.pk), {"to": "x"}).status_code == 404


def test_a_proposal_is_sent_back_on_the_review_page() -> None:
    make_office(needs_approval=True)
    filing = make_filing()
    sent = {"point": "1", "text-1": "租期不满 3 年", "clause-1": "第十一条", "confirmed": "1"}
    entered(make_officer()).post(at("mismatch", filing.pk), sent)
    approver = entered(make_officer(role=Role.APPROVER))

    assert "租期不满 3 年" in approver.get(at("review", filing.pk)).content.decode()
    approver.post(at("send_back", filing.pk), {"answer": "再核"})

    filing.refresh_from_db()
    assert filing.status == Filing.Status.SUBMITTED
    assert "再核" in approver.get(at("review", filing.pk)).content.decode()


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
    assert "注销备案" in client.get(at("receipt", filing.pk)).content.decode()
    client.post(at("receipt", filing.pk), {"opinion": ""})
    filing.refresh_from_db()
    assert filing.status == Filing.Status.PUBLISHED

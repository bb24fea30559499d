"""The sheet of a visit, and who may make one."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tuoyu.core import clock
from tuoyu.filing import services
from tuoyu.filing.models import Filing
from tuoyu.filing.tests.make import (
    PNG,
    make_office,
    make_officer,
    make_receipted,
)
from tuoyu.filing.tests.pages import at, entered
from tuoyu.org.permissions import Role
from tuoyu.org.tests.make import make_user

pytestmark = pytest.mark.django_db


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


def test_what_a_visit_found_wrong_is_offered_for_the_notice() -> None:
    officer = make_officer()
    client, filing = entered(officer), make_receipted(officer)
    client.post(at("begin_visit", filing.pk))
    check = filing.site_checks.get()
    answers = {f"answer-{n}": "yes" for n in range(1, 15)}
    wrong = {"answer-3": "no", "note-3": "一间在半地下", "answer-5": "unknown"}
    client.post(at("conclude_visit", check.pk), answers | wrong)

    page = client.get(at("review", filing.pk)).context
    points = page["seen_on_site"]

    assert (page["shown"].step, page["shown"].chip) == ("待告知不符合", "broken")
    assert [point["n"] for point in points] == ["vH-03", "vH-05"]
    assert points[0]["text"].endswith("（现场不符合：一间在半地下）")
    assert points[1]["text"].endswith("（现场未查明）")
    sent = {"point": "vH-03"} | {f"{name}-vH-03": points[0][name] for name in points[0]}
    client.post(at("mismatch", filing.pk), sent | {"confirmed": "1"})
    notice = filing.documents.get(kind="mismatch")
    assert notice.payload["points"][0]["clause"] == points[0]["clause"]
    assert "卫生评价" in points[0]["clause"]


def test_a_note_may_come_before_the_answer_and_is_not_lost() -> None:
    client, filing = entered(make_officer(role=Role.HEALTH_WORKER)), make_receipted()
    client.post(at("begin_visit", filing.pk))
    check = filing.site_checks.get()

    client.post(at("save_visit", check.pk), {"note-2": "栏杆松了"})

    assert client.get(at("visit", check.pk)).context["lines"][1].note == "栏杆松了"
    answered = {f"answer-{n}": "yes" for n in range(1, 15) if n != 2}
    refused = client.post(at("conclude_visit", check.pk), answered)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "还有 1 项没有记录" in page
    assert '<a class="nowrap" href="#item-2">H-02</a>' in page


def test_a_page_opened_earlier_does_not_wipe_what_a_colleague_recorded() -> None:
    client, filing = entered(make_officer(role=Role.HEALTH_WORKER)), make_receipted()
    client.post(at("begin_visit", filing.pk))
    check = filing.site_checks.get()
    client.post(at("save_visit", check.pk), {"answer-1": "no", "note-1": "窗小"})

    client.post(at("save_visit", check.pk), {"note-1": "", "answer-2": "yes"})

    lines = client.get(at("visit", check.pk)).context["lines"]
    assert [(line.answer, line.note) for line in lines[:2]] == [("no", "窗小"), ("yes", "")]


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

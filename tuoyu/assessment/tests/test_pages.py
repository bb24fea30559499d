"""Every page opens for those it is meant for, keeps the day asked, and for nobody else."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from tuoyu.assessment import jobs, services
from tuoyu.assessment.models import Draft, Rehearsal, Sweep
from tuoyu.assessment.queries.queue import sweep_is_under_way
from tuoyu.assessment.tests.make import (
    DAY,
    DRAFT,
    SENIORS,
    VIDEO,
    at,
    browser_of,
    make_nursery,
    make_officer,
    make_rehearsal,
    sweep,
)
from tuoyu.core.clock import now
from tuoyu.org.tests.make import make_user

pytestmark = pytest.mark.django_db

READ = (
    "/law/",
    "/law/?q=保育",
    "/law/?q=xyzzy",
    "/law/amendments/",
    "/law/amendments/?since=2019-01-01&on=2019-12-31",
    "/law/amendments/?since=2026-01-01&on=2026-01-02",
    "/law/book/setting-standard/",
    "/law/book/filing-procedure/",
    "/law/book/indicators/",
    "/law/book/plan-2020/",
    "/law/book/childcare-services-law/",
    f"/law/entry/{SENIORS}/",
    "/law/entry/childcare-services-law/permit-first/",
    "/law/entry/filing-procedure/receipt/",
    "/law/entry/indicators/places/",
    "/law/?on=1990-01-01",
    "/law/book/setting-standard/?on=1990-01-01",
    f"/law/entry/{SENIORS}/?on=1990-01-01",
)
SURVEY = (
    "/verdicts/",
    "/verdicts/?only=all",
    "/verdicts/?order=book&county=410402",
    "/verdicts/?on=1990-01-01",
    "/verdicts/changes/",
    "/verdicts/expiry/",
    "/verdicts/expiry/load.json",
    "/verdicts/expiry/export.xlsx",
    f"/verdicts/rule/{VIDEO}/",
    f"/verdicts/rule/{VIDEO}/export.xlsx",
)


@pytest.fixture(autouse=True)
def city() -> None:
    make_nursery(60)
    make_nursery(90)
    sweep()


OFFICES = ("city_officer", "standards_officer", "leader", "county_officer", "department")


def statuses(browser: Client, paths: tuple[str, ...]) -> dict[str, int]:
    return {path: browser.get(path).status_code for path in paths}


@pytest.mark.parametrize("role", OFFICES)
def test_pages_open_for_offices(role: str) -> None:
    found = statuses(browser_of(make_officer(role)), READ + SURVEY)

    assert found == dict.fromkeys(READ + SURVEY, 200)


def test_a_manager_reads_the_law_but_does_not_survey_the_city() -> None:
    browser = browser_of(make_user("manager", make_nursery().unit))

    assert statuses(browser, READ) == dict.fromkeys(READ, 200)
    assert statuses(browser, SURVEY) == dict.fromkeys(SURVEY, 403)


def test_strangers_are_asked_to_sign_in() -> None:
    answers = [Client().get(path) for path in READ + SURVEY]

    assert all("/accounts/login/" in answer["Location"] for answer in answers)


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "audit_admin"])
def test_administrators_have_no_business_with_verdicts(role: str) -> None:
    browser = browser_of(make_officer(role))

    assert browser.get("/verdicts/").status_code == 403
    assert browser.get("/law/").status_code == 403


@pytest.mark.parametrize(
    "path", ["/law/book/nothing/", "/law/entry/nothing/here/", "/law/entry/setting-standard/x/"]
)
def test_what_is_not_written_is_not_found(path: str) -> None:
    assert browser_of(make_officer()).get(path).status_code == 404


def test_links_keep_the_day_that_is_judged() -> None:
    page = browser_of(make_officer()).get(f"/verdicts/?on={DAY}").content.decode()

    assert f"/law/entry/{VIDEO}/?on={DAY}" in page
    assert f'按 <b class="num">{DAY}</b>' in page


def test_the_survey_costs_the_same_queries(django_assert_max_num_queries: Any) -> None:
    browser = browser_of(make_officer())

    with django_assert_max_num_queries(20):
        browser.get(f"/verdicts/?only=all&on={DAY}")
    with django_assert_max_num_queries(20):
        browser.get(f"/law/book/setting-standard/?on={DAY}")


def test_a_county_sees_its_own_counts() -> None:
    make_nursery(60, region="41/4104/410403")
    sweep()

    own = browser_of(make_officer("county_officer", "41/4104/410403"))
    page = own.get(f"/verdicts/?on={DAY}").content.decode()

    assert f'href="/verdicts/rule/{VIDEO}/?on={DAY}">1</a>' in page


def test_a_sweep_is_asked_for_and_left_to_the_worker() -> None:
    browser = browser_of(make_officer("city_officer"))

    assert browser.post("/verdicts/sweep/").status_code == 302
    assert sweep_is_under_way()
    assert "正在对照全市" in browser.get("/verdicts/").content.decode()
    browser.post("/verdicts/sweep/")  # a second click asks for nothing more
    assert ProcrastinateJob.objects.filter(task_name="assessment.sweep_now").count() == 1


def test_a_sweep_that_is_done_and_other_work_are_no_sweep_under_way() -> None:
    jobs.sweep_now.defer(user_id=make_officer().pk)
    queued = ProcrastinateJob.objects.filter(task_name="assessment.sweep_now")
    assert sweep_is_under_way()

    queued.update(status="succeeded")
    assert not sweep_is_under_way()
    queued.update(status="todo", task_name="assessment.nightly_sweep")
    assert not sweep_is_under_way()


def test_the_worker_sweeps_for_the_one_who_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "now", lambda: at(DAY, 15))

    jobs.sweep_now(make_officer().pk)

    assert Sweep.objects.get(on=DAY).ran_at == at(DAY, 15)


@pytest.mark.parametrize("role", ["county_officer", "leader", "department"])
def test_a_sweep_is_for_the_city_and_the_standards_officer(role: str) -> None:
    assert browser_of(make_officer(role)).post("/verdicts/sweep/").status_code == 403


@pytest.fixture
def done() -> Rehearsal:
    rehearsal = make_rehearsal()
    services.run_rehearsal(rehearsal, now=lambda: at(DAY))
    return rehearsal


REHEARSE = (
    "/law/drafts/",
    "/law/rehearsals/{pk}/",
    "/law/rehearsals/{pk}/map.json",
    "/law/rehearsals/{pk}/export.xlsx",
)


@pytest.mark.parametrize("path", REHEARSE)
def test_rehearsals_open_for_the_standards_officer_alone(path: str, done: Rehearsal) -> None:
    address = path.format(pk=done.pk)

    assert browser_of(make_officer()).get(address).status_code == 200
    for role in ("city_officer", "leader", "county_officer"):
        assert browser_of(make_officer(role)).get(address).status_code == 403


def test_only_the_standards_officer_asks_for_a_rehearsal(done: Rehearsal) -> None:
    other = browser_of(make_officer("city_officer"))

    assert other.post("/law/drafts/rehearse/").status_code == 403
    assert other.post(f"/law/rehearsals/{done.pk}/again/").status_code == 403
    assert other.get(f"/law/rehearsals/{done.pk}/progress/").status_code == 403


def test_a_rehearsal_is_asked_for_and_waits(done: Rehearsal) -> None:
    browser = browser_of(make_officer())
    asked = {"draft": "shelf:senior-class-1-to-6", "on": "2026-05-06"}

    answer = browser.post("/law/drafts/rehearse/", asked)

    waiting = Rehearsal.objects.first()
    assert waiting is not None
    assert answer["Location"] == f"/law/rehearsals/{waiting.pk}/"
    assert "在排队" in browser.get(answer["Location"]).content.decode()
    assert ProcrastinateJob.objects.filter(task_name="assessment.run_rehearsal").count() == 1
    progress = browser.get(f"/law/rehearsals/{waiting.pk}/progress/")
    assert "<html" not in progress.content.decode()
    assert browser.get(f"/law/rehearsals/{waiting.pk}/map.json").status_code == 404


def test_a_running_rehearsal_counts_counties() -> None:
    rehearsal = make_rehearsal()
    Rehearsal.objects.update(status="running", counties=12, counties_done=5, moved_at=now())

    page = browser_of(rehearsal.asked_by).get(f"/law/rehearsals/{rehearsal.pk}/").content

    assert "已推演 5 / 12 个县（市、区）" in page.decode()


def test_a_rehearsal_that_stands_still_can_be_asked_again() -> None:
    rehearsal = make_rehearsal()
    Rehearsal.objects.update(status="running", moved_at=at(DAY))
    browser = browser_of(rehearsal.asked_by)

    page = browser.get(f"/law/rehearsals/{rehearsal.pk}/").content.decode()
    assert "停住了" in page
    assert browser.post(f"/law/rehearsals/{rehearsal.pk}/again/").status_code == 302
    assert Rehearsal.objects.count() == 2


def test_a_rehearsal_that_is_over_opens_its_result(done: Rehearsal) -> None:
    browser = browser_of(done.asked_by)

    answer = browser.get(f"/law/rehearsals/{done.pk}/progress/")

    assert (answer.status_code, answer["HX-Refresh"]) == (204, "true")


def test_the_result_can_be_narrowed(done: Rehearsal) -> None:
    browser = browser_of(done.asked_by)
    address = f"/law/rehearsals/{done.pk}/"

    whole = browser.get(f"{address}?rule=video/video-120").content.decode()
    elsewhere = browser.get(f"{address}?county=410403&rule=x").content.decode()

    assert "录像保存天数增加 30，到 120" in whole
    assert "录像保存天数增加 30，到 120" in elsewhere  # nonsense is no filter
    values = browser.get(f"{address}map.json").json()["values"]
    assert values["410402"]["step"] > 0


def test_a_failed_rehearsal_says_why() -> None:
    rehearsal = make_rehearsal("document: [")
    jobs.run_rehearsal(rehearsal.pk)

    page = browser_of(rehearsal.asked_by).get(f"/law/rehearsals/{rehearsal.pk}/")

    assert "没有完成" in page.content.decode()


@pytest.mark.parametrize(
    "asked",
    [{}, {"draft": "shelf:nothing", "on": "2026-05-06"}, {"draft": "x", "on": "someday"}],
)
def test_a_rehearsal_needs_a_draft_and_a_day(asked: dict[str, str]) -> None:
    answer = browser_of(make_officer()).post("/law/drafts/rehearse/", asked)

    assert answer.status_code == 422


def test_a_draft_is_uploaded_as_a_file() -> None:
    browser = browser_of(make_officer())

    answer = browser.post(
        "/law/drafts/", {"file": SimpleUploadedFile("v.yaml", DRAFT.encode())}
    )

    draft = Draft.objects.get()
    assert answer["Location"] == f"/law/drafts/?new={draft.pk}#draft-{draft.pk}"
    assert "已收下" in browser.get(answer["Location"]).content.decode()


def test_mistakes_stay_on_the_page_with_line_and_text() -> None:
    wrong = DRAFT.replace("video_days >=", "vidoe_days >=")

    answer = browser_of(make_officer()).post(
        "/law/drafts/", {"file": SimpleUploadedFile("v.yaml", wrong.encode())}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "处要改" in page
    assert "holds: vidoe_days &gt;= 120</code>" in page
    assert page.count("vidoe_days") >= 3  # in the list, in the message and in the text to mend
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({}, "请选一份草案文件"),
        ({"text": "  \n"}, "请选一份草案文件"),
        ({"file": SimpleUploadedFile("a.yaml", b"\xff\xfe\x00")}, "不是 UTF-8"),
        ({"file": SimpleUploadedFile("a.yaml", b"x" * 1_000_001)}, "不超过 1 MB"),
        ({"text": "just words"}, "处要改"),
    ],
)
def test_what_is_no_draft_is_refused_in_words(sent: dict[str, Any], told: str) -> None:
    answer = browser_of(make_officer()).post("/law/drafts/", sent)

    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert "有 1 处要改" in answer.content.decode()


def test_a_draft_may_be_typed() -> None:
    browser_of(make_officer()).post("/law/drafts/", {"text": DRAFT, "name": "v.yaml"})

    assert Draft.objects.get().name == "v.yaml"


@pytest.mark.parametrize("order", ["", "book"])
def test_the_rules_of_the_city_are_paged_and_each_is_on_one_page(order: str) -> None:
    make_nursery()
    sweep()
    browser, seen = browser_of(make_officer()), []
    asked = f"/verdicts/?on={DAY}&only=all&order={order}"

    pages = browser.get(asked).context["page"].paginator
    for number in pages.page_range:
        groups = browser.get(f"{asked}&page={number}").context["groups"]
        lines = [line for _, lines in groups for line in lines]
        assert 0 < len(lines) <= 30
        seen += [line.rule.id for line in lines]

    assert pages.num_pages > 1
    assert len(seen) == len(set(seen)) == pages.count


def test_a_draft_is_begun_from_another() -> None:
    page = browser_of(make_officer()).get("/law/drafts/?from=shelf:senior-class-1-to-6")

    assert "照它改一份" in page.content.decode()
    assert "托大班照护比例调整" in page.context["form"]["text"].value()
    nothing = browser_of(make_officer()).get("/law/drafts/?from=shelf:nothing")
    assert nothing.context["form"]["text"].value() is None

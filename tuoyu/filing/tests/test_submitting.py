"""Handing in, correcting and taking back, with the clocks that follow."""

from datetime import date
from typing import Any

import pytest

from tuoyu.core.errors import Refused
from tuoyu.filing import services
from tuoyu.filing.models import Filing
from tuoyu.filing.tests.days import DUE, NOTICE_DUE, on_day
from tuoyu.filing.tests.make import (
    MORNING,
    make_draft,
    make_filing,
    make_manager,
    make_office,
    make_officer,
    make_whole_content,
)
from tuoyu.institutions.models import Institution
from tuoyu.institutions.tests.make import make_institution
from tuoyu.org.models import Grant, Notice, User
from tuoyu.org.permissions import Role
from tuoyu.records.models import Entry

pytestmark = pytest.mark.django_db
POINT = {
    "about": "slot:M2",
    "text": "租期不满 3 年，请补签",
    "clause": "setting-standard/lease",
}


def submit(filing: Filing, **more: Any) -> Filing:
    promised = more.get("promised", True)
    return services.submit(filing, promised=promised, by=filing.started_by, at=MORNING)


def correct(filing: Filing, *points: dict[str, str], at: Any = None) -> Any:
    officer = filing.officer or make_officer()
    return services.request_correction(
        filing, points=points or (POINT,), by=officer, at=at or on_day(19)
    )


def test_a_submitted_filing_is_numbered_and_its_clocks_run() -> None:
    filing = submit(make_draft())

    assert filing.number == "SL-2026-0001"
    assert filing.status == Filing.Status.SUBMITTED
    assert (filing.due_on, filing.receipt_due) == (DUE, DUE)
    due = {clock.clock: clock.due_on for clock in filing.clocks.all()}
    assert due["filing-procedure/receipt"] == DUE
    assert due["filing-procedure/mismatch-notice"] == NOTICE_DUE
    entry = Entry.objects.get(deed="filing.submitted")
    assert entry.detail["number"] == filing.number


def test_the_office_is_told() -> None:
    officer = make_officer()

    submit(make_draft())

    assert Notice.objects.get(to=officer).title.startswith("新收到备案")


def test_nobody_hears_of_it_but_the_officers_of_the_county_on_that_day() -> None:
    make_officer(), make_officer(role=Role.APPROVER), make_officer("41/4104/410403")
    gone, left = make_officer(), make_officer()
    Grant.objects.filter(user=gone).update(ends_on=MORNING.date())
    User.objects.filter(pk=left.pk).update(is_active=False)
    officer = make_officer()

    submit(make_draft())

    told = Notice.objects.filter(title__startswith="新收到备案").values_list("to", flat=True)
    assert officer.pk in told
    assert len(told) == 2
    assert not {gone.pk, left.pk} & set(told)


def test_numbers_go_on_within_a_year() -> None:
    assert [make_filing().number, make_filing().number] == ["SL-2026-0001", "SL-2026-0002"]


def test_nothing_of_a_submitted_filing_is_in_the_register_yet() -> None:
    submit(make_draft())

    assert not Institution.objects.exists()
    assert not Entry.objects.filter(deed="institution.opened").exists()


def test_without_the_promise_it_is_not_taken() -> None:
    with pytest.raises(Refused, match="承诺书") as refused:
        submit(make_draft(), promised=False)

    assert refused.value.status == 422
    assert refused.value.field == "promised"


@pytest.mark.parametrize(
    ("section", "field", "words"),
    [
        ("profile", "credit_code", "统一社会信用代码"),
        ("profile", "phone", "联系电话"),
        ("site", "address", "地址"),
        ("site", "indoor_area_m2", "室内使用面积"),
    ],
)
def test_a_field_of_the_form_that_is_empty_holds_it_back(
    section: str, field: str, words: str
) -> None:
    content = make_whole_content()
    content[section][field] = ""

    with pytest.raises(Refused, match=words):
        submit(make_draft(content=content))


@pytest.mark.parametrize("section", ["classes", "offerings", "staff"])
def test_an_empty_list_holds_it_back(section: str) -> None:
    with pytest.raises(Refused, match="至少填"):
        submit(make_draft(content=make_whole_content(**{section: []})))


def test_a_missing_paper_holds_it_back() -> None:
    draft = make_draft()
    services.remove_material(draft.materials.get(slot="M4"), by=draft.started_by, at=MORNING)

    with pytest.raises(Refused, match="M4 卫生评价报告"):
        submit(draft)


def test_meals_ask_for_the_food_licence() -> None:
    content = make_whole_content()
    content["profile"]["has_meals"] = True

    with pytest.raises(Refused, match="M6"):
        submit(make_draft(content=content))


def test_a_broken_rule_does_not_hold_it_back() -> None:
    content = make_whole_content()
    content["classes"][0]["children"] = 40

    filing = make_draft(content=content)
    report = services.judge(filing, on=MORNING.date(), by=filing.started_by, at=MORNING)

    assert report is not None
    assert report.broken
    assert submit(filing).status == Filing.Status.SUBMITTED


def test_what_the_institution_sees_before_is_what_the_officer_sees_after() -> None:
    draft = make_draft()
    before = services.judge(draft, on=MORNING.date(), by=draft.started_by, at=MORNING)
    after = services.judge(submit(draft), on=MORNING.date(), by=make_officer(), at=MORNING)

    assert before is not None
    assert after is not None
    shown = [
        [(f.rule.id, f.verdict, f.subject_label) for f in r.findings] for r in (before, after)
    ]
    assert shown[0] == shown[1]


def test_a_family_site_hands_in_its_own_short_form() -> None:
    content = make_whole_content(classes=[], rooms=[])
    content["profile"] |= {"form": "family_site", "legal_representative": "", "places": 5}
    content["site"]["indoor_area_m2"] = ""
    draft = make_draft(content=content)
    for slot in ("M4", "M5"):
        services.remove_material(
            draft.materials.get(slot=slot), by=draft.started_by, at=MORNING
        )

    assert submit(draft).status == Filing.Status.SUBMITTED


def test_a_second_click_on_submit_is_refused() -> None:
    filing = submit(make_draft())

    with pytest.raises(Refused, match="受理核对"):
        submit(filing)


def test_a_correction_stops_the_clocks_and_the_answer_sets_them_going() -> None:
    filing = make_filing()
    correct(filing, at=on_day(19))

    filing.refresh_from_db()
    assert filing.status == Filing.Status.CORRECTING
    assert (filing.due_on, filing.stopped_on) == (None, date(2026, 11, 19))

    filing = services.resubmit(filing, promised=True, by=filing.started_by, at=on_day(23))

    assert filing.stopped_on is None
    assert filing.due_on == date(2026, 11, 27)  # two working days later than without the stop
    assert filing.requests.get().answered_at == on_day(23)
    stops = filing.clocks.get(clock="filing-procedure/receipt").stops
    assert stops == [{"from": "2026-11-19", "to": "2026-11-23", "reason": "等机构补正"}]


def test_what_comes_back_is_looked_at_and_promised_again() -> None:
    filing = make_filing()
    correct(filing)
    filing.materials.filter(slot="M3").update(removed_at=on_day(20))

    for promised, told in ((False, "承诺书"), (True, "还不能提交")):
        with pytest.raises(Refused, match=told):
            services.resubmit(filing, promised=promised, by=filing.started_by, at=on_day(20))

    assert filing.requests.get().answered_at is None


def test_the_officer_is_told_that_it_came_back() -> None:
    filing, officer = make_filing(), make_officer()
    services.request_correction(filing, points=[POINT], by=officer, at=on_day(19))
    make_officer()

    services.resubmit(filing, promised=True, by=filing.started_by, at=on_day(20))

    notice = Notice.objects.get(title__startswith="补正已交回")
    assert notice.to == officer
    assert Entry.objects.filter(deed="filing.resubmitted").count() == 1


def test_the_institution_is_told_all_points_together() -> None:
    manager = make_manager()
    filing = make_filing(manager)

    correct(filing, POINT, {"about": "other", "text": "补平面图"})

    notice = Notice.objects.filter(to=manager).first()
    assert notice is not None
    assert "租期" in notice.body
    assert "平面图" in notice.body


def test_a_correction_is_noted_and_its_officer_keeps_the_filing() -> None:
    officer = make_officer()
    filing = make_filing()

    services.request_correction(
        filing, points=[POINT, POINT | {"clause": ""}], by=officer, at=on_day(19)
    )

    filing.refresh_from_db()
    assert filing.officer == officer
    detail = Entry.objects.get(deed="filing.correction_requested").detail
    assert (detail["points"], detail["clauses"]) == (2, [POINT["clause"]])
    with pytest.raises(Refused, match="承办"):
        services.claim(filing, by=make_officer(), at=on_day(19))


def test_what_a_colleague_has_taken_is_not_sent_back_for_correction() -> None:
    filing = make_filing()
    services.claim(filing, by=make_officer(name="陈示例"), at=MORNING)

    with pytest.raises(Refused, match="由陈示例承办"):
        correct(filing)


def test_a_hundred_points_are_asked_together_and_no_more() -> None:
    with pytest.raises(Refused, match="最多 100 处"):
        correct(make_filing(), *[POINT] * 101)

    assert len(correct(make_filing(), *[POINT] * 100).points) == 100


@pytest.mark.parametrize(
    "points", [(), ({"about": "slot:M1", "text": " "},), (POINT, {"about": "slot:M1"})]
)
def test_a_correction_says_what_is_missing(points: tuple[dict[str, str], ...]) -> None:
    filing = make_filing()

    with pytest.raises(Refused):
        services.request_correction(filing, points=points, by=make_officer(), at=on_day(19))

    assert not filing.requests.exists()


def test_a_first_request_is_not_marked() -> None:
    request = correct(make_filing())

    assert not request.repeats
    assert request.points[0]["repeats"] == ""


def again(point: dict[str, str], answer: Any = None) -> dict[str, str]:
    """Ask once for M2, let the institution answer, then ask for `point`."""
    filing = make_filing()
    correct(filing, POINT)
    filing.refresh_from_db()
    if answer:
        answer(filing)
    filing = services.resubmit(filing, promised=True, by=filing.started_by, at=on_day(20))
    request = correct(filing, point, at=on_day(23))
    filing.refresh_from_db()
    assert filing.corrections == 2
    return dict(request.points[0])


def test_one_point_asked_again_marks_the_whole_request() -> None:
    filing = make_filing()
    correct(filing, POINT)
    filing.refresh_from_db()
    filing.content["site"]["address"] = "建设路 99 号"
    filing.save()
    filing = services.resubmit(filing, promised=True, by=filing.started_by, at=on_day(20))
    changed = {"about": "field:site.address", "text": "与证上地址不同"}

    request = correct(filing, POINT, changed, at=on_day(23))

    assert [point["repeats"] for point in request.points] == ["asked", ""]
    assert request.repeats


def test_asking_the_same_twice_is_marked() -> None:
    assert again(POINT)["repeats"] == "asked"


def test_asking_later_what_lay_there_before_is_marked() -> None:
    assert again({"about": "slot:M5", "text": "看不清"})["repeats"] == "askable"


def test_asking_for_what_changed_since_is_not_marked() -> None:
    def change_address(filing: Filing) -> None:
        services.save_draft(
            filing, "site", given={"site": {"address": "建设路 99 号"}},
            page=services.Page(0, "x"), by=filing.started_by, at=on_day(20),
        )  # fmt: skip

    point = {"about": "field:site.address", "text": "与证上地址不同"}
    assert again(point, change_address)["repeats"] == ""
    assert again(point)["repeats"] == "askable"


def test_a_withdrawn_filing_ends_its_clocks() -> None:
    filing = make_filing()

    filing = services.withdraw(filing, reason="改址", by=filing.started_by, at=on_day(19))

    assert filing.status == Filing.Status.WITHDRAWN
    assert filing.due_on is None
    assert not filing.clocks.filter(finished_on=None).exists()
    assert Entry.objects.filter(deed="filing.withdrawn").count() == 1


def test_the_office_hears_of_a_withdrawal_of_what_it_had_and_of_no_draft() -> None:
    officer = make_officer()
    draft, filing = make_draft(), make_filing()
    told = Notice.objects.filter(to=officer, title__startswith="机构撤回了备案")

    services.withdraw(draft, by=draft.started_by, at=MORNING)
    assert not told.exists()
    services.withdraw(filing, reason="改址", by=filing.started_by, at=MORNING)

    assert told.get().body == "改址"


def test_a_filing_withdrawn_while_its_clock_stands_still_closes_the_stop() -> None:
    filing = make_filing()
    correct(filing, at=on_day(19))

    filing = services.withdraw(filing, by=filing.started_by, at=on_day(24))

    clock = filing.clocks.get(clock="filing-procedure/receipt")
    assert (clock.used, clock.finished_on) == (1, on_day(24).date())
    assert clock.stops[-1]["to"] == "2026-11-24"


def test_after_a_withdrawal_a_new_one_may_begin() -> None:
    manager = make_manager()
    filing = make_filing(manager)
    services.withdraw(filing, by=manager, at=on_day(19))

    assert make_draft(manager).pk != filing.pk


def test_a_cancellation_says_where_everybody_goes() -> None:
    institution = make_institution()
    make_office()
    manager = make_manager(institution.unit)
    filing = services.start_draft(institution.unit, kind="cancellation", by=manager, at=MORNING)
    assert filing.content["closing"]["children_now"] == 30

    placements = [{"who": "children", "count": 28, "to": "小树托育园", "how": "家长同意转入"}]
    closing = {
        "from_on": "2026-12-31",
        "reason": "租约到期",
        "children_now": 30,
        "staff_now": 0,
        "placements": placements,
    }
    filing = type_closing(filing, closing)
    with pytest.raises(Refused, match="还有 2 名婴幼儿没有写明去向"):
        submit(filing)

    placements[0]["count"] = 30
    filing = type_closing(filing, closing)
    filing = submit(filing)
    assert filing.status == Filing.Status.SUBMITTED
    # Nothing is held against the norms here, so no notice of a mismatch is awaited.
    awaited = {clock.stops_on_word for clock in filing.clocks.all()}
    assert awaited == {"filing.receipted"}


def type_closing(filing: Filing, closing: dict[str, Any]) -> Filing:
    return services.save_draft(
        filing,
        "closing",
        given={"closing": closing},
        page=services.Page(0, "a"),
        by=filing.started_by,
        at=MORNING,
    )

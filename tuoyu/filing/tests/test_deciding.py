"""Claiming, two eyes, mismatch notices, visits, publishing, and the watch over the clocks."""

import io
from datetime import date, timedelta

import pytest

from tuoyu.core.errors import Refused
from tuoyu.core.tests.at_once import after_waiting, at_once
from tuoyu.filing import services
from tuoyu.filing.models import Document, Filing, SiteCheck
from tuoyu.filing.queries import law
from tuoyu.filing.tests.days import DUE, NOTICE_DUE, on_day
from tuoyu.filing.tests.make import (
    MORNING,
    PDF,
    PNG,
    make_filing,
    make_manager,
    make_office,
    make_officer,
    make_receipted,
)
from tuoyu.org.models import Notice, User
from tuoyu.org.permissions import Role
from tuoyu.records.models import Entry

pytestmark = pytest.mark.django_db
POINT = {
    "clause": "《托育机构设置标准（试行）》第十一条",
    "text": "租期 28 个月，不满 3 年",
    "remedy": "补签到 2029-10-31",
}


def count(deed: str) -> int:
    return Entry.objects.filter(deed=deed).count()


def test_whoever_claims_first_keeps_it() -> None:
    filing, first = make_filing(), make_officer(name="林示例")

    services.claim(filing, by=first, at=MORNING)
    services.claim(filing, by=first, at=MORNING)

    assert count("filing.claimed") == 1
    with pytest.raises(Refused, match="由林示例承办"):
        services.claim(filing, by=make_officer(), at=MORNING)


def test_a_filing_is_passed_to_a_colleague_of_the_same_office_only() -> None:
    filing, colleague = make_filing(), make_officer(name="陈示例")

    filing = services.assign(filing, to=colleague, by=make_officer(), at=MORNING)

    assert filing.officer == colleague
    assert Notice.objects.filter(to=colleague, title__startswith="转给您").exists()
    assert Entry.objects.get(deed="filing.assigned").detail["after"] == colleague.pk
    with pytest.raises(Refused, match="不是"):
        services.assign(filing, to=make_officer("41/4104/410403"), by=colleague, at=MORNING)


def proposed() -> tuple[Filing, User]:
    make_office(needs_approval=True)
    officer = make_officer()
    filing = services.issue_receipt(make_filing(), opinion="材料齐全", by=officer, at=MORNING)
    return filing, officer


def test_where_two_eyes_are_wanted_the_officer_only_proposes() -> None:
    approver = make_officer(role=Role.APPROVER)
    filing, _ = proposed()

    assert filing.status == Filing.Status.APPROVING
    assert not Document.objects.exists()
    assert filing.due_on == DUE  # the law knows no stop for approval
    assert count("filing.proposed") == 1
    assert Notice.objects.filter(to=approver, title__startswith="待审批").exists()


def test_the_approvers_word_lets_the_receipt_go_out() -> None:
    filing, _ = proposed()
    approver = make_officer(role=Role.APPROVER)

    filing = services.approve(filing, by=approver, at=MORNING)

    assert filing.status == Filing.Status.RECEIPTED
    assert Document.objects.get(kind="receipt").issued_by == approver
    assert (count("filing.receipted"), filing.decisions.get().is_approved) == (1, True)


def test_nobody_approves_their_own_proposal() -> None:
    filing, officer = proposed()

    with pytest.raises(Refused, match="不能审批自己"):
        services.approve(filing, by=officer, at=MORNING)
    with pytest.raises(Refused, match="不能审批自己"):
        services.send_back(filing, answer="再看看", by=officer, at=MORNING)


def test_a_proposal_comes_back_with_a_reason() -> None:
    filing, _ = proposed()
    approver = make_officer(role=Role.APPROVER)

    with pytest.raises(Refused, match="理由"):
        services.send_back(filing, answer=" ", by=approver, at=MORNING)
    filing = services.send_back(filing, answer=" 请核对租期 ", by=approver, at=MORNING)

    assert filing.status == Filing.Status.SUBMITTED
    assert count("filing.sent_back") == 1
    decision = filing.decisions.get()
    assert (decision.is_approved, decision.answer) == (False, "请核对租期")
    assert Notice.objects.filter(to=filing.officer, title__startswith="审批退回").count() == 1
    assert services.issue_receipt(filing, by=filing.officer, at=MORNING).status == "approving"  # type: ignore[arg-type]


def test_a_mismatch_names_clause_and_reason_and_ends_the_filing() -> None:
    manager = make_manager()
    filing = make_filing(manager)

    filing = services.notify_mismatch(filing, points=[POINT], by=make_officer(), at=on_day(23))

    notice = filing.documents.get()
    assert (notice.kind, notice.payload["points"][0]["clause"]) == ("mismatch", POINT["clause"])
    assert filing.status == Filing.Status.MISMATCHED
    assert (filing.notice_workdays, filing.closed_at) == (3, on_day(23))
    assert not filing.clocks.filter(finished_on=None).exists()
    assert count("filing.mismatched") == 1
    assert Notice.objects.filter(to=manager, title__startswith="不符合告知书").exists()


@pytest.mark.parametrize(
    "points",
    [[], [{"clause": "", "text": "不行"}], [{"clause": "第一条"}], [POINT, {"text": "不行"}]],
)
def test_a_mismatch_without_clause_or_reason_is_refused(points: list[dict[str, str]]) -> None:
    filing = make_filing()

    with pytest.raises(Refused):
        services.notify_mismatch(filing, points=points, by=make_officer(), at=MORNING)

    assert not Document.objects.exists()


def test_whoever_first_finds_a_mismatch_answers_for_it() -> None:
    filing, officer = make_filing(), make_officer()

    filing = services.notify_mismatch(filing, points=[POINT], by=officer, at=MORNING)

    filing.refresh_from_db()
    assert filing.officer == officer


def test_what_a_colleague_has_taken_is_not_found_mismatched_by_another() -> None:
    filing = make_filing()
    services.claim(filing, by=make_officer(name="陈示例"), at=MORNING)

    with pytest.raises(Refused, match="由陈示例承办"):
        services.notify_mismatch(filing, points=[POINT], by=make_officer(), at=MORNING)

    assert not Document.objects.exists()


def test_a_mismatch_goes_through_two_eyes_too() -> None:
    make_office(needs_approval=True)
    filing = services.notify_mismatch(
        make_filing(), points=[POINT], by=make_officer(), at=MORNING
    )
    assert filing.status == Filing.Status.APPROVING

    filing = services.approve(filing, by=make_officer(role=Role.APPROVER), at=MORNING)

    assert filing.status == Filing.Status.MISMATCHED
    assert filing.documents.get().payload["points"][0]["text"] == POINT["text"]


def visit(answer: str = "yes") -> tuple[SiteCheck, User]:
    filing, officer = make_receipted(), make_officer(role=Role.HEALTH_WORKER)
    check = services.begin_site_check(
        filing, visited_on=on_day(20).date(), by=officer, at=on_day(20)
    )
    items = law.site_items(form="independent", on=on_day(20).date(), region=filing.unit.region)
    answers = {item.id: {"answer": "yes", "note": ""} for item in items}
    answers[items[0].id] = {"answer": answer, "note": "窗小"}
    services.save_site_check(check, answers=answers, by=officer, at=on_day(20))
    return check, officer


def test_the_visit_looks_at_fourteen_items() -> None:
    region = make_office().region
    items = law.site_items(form="independent", on=MORNING.date(), region=region)

    assert [item.code for item in items] == [f"H-{n:02d}" for n in range(1, 15)]


def test_fourteen_kept_items_pass_and_settle_the_mismatch_clock() -> None:
    check, officer = visit()

    filing = services.record_site_check(check, opinion="符合", by=officer, at=on_day(20))

    assert filing.status == Filing.Status.CHECKED
    running = {clock.clock for clock in filing.clocks.filter(finished_on=None)}
    assert "filing-procedure/mismatch-notice" not in running
    assert count("filing.site_checked") == 1


@pytest.mark.parametrize("answer", ["no", "unknown"])
def test_one_item_not_kept_and_the_visit_has_not_passed(answer: str) -> None:
    check, officer = visit(answer)

    filing = services.record_site_check(check, opinion="窗小", by=officer, at=on_day(20))

    check.refresh_from_db()
    assert check.is_passed is False
    assert filing.status == Filing.Status.RECEIPTED
    assert filing.officer is not None
    filing = services.notify_mismatch(filing, points=[POINT], by=filing.officer, at=on_day(23))
    assert filing.status == Filing.Status.MISMATCHED


def test_a_visit_is_concluded_with_every_item_answered_and_once() -> None:
    filing, officer = make_receipted(), make_officer()
    check = services.begin_site_check(filing, visited_on=MORNING.date(), by=officer, at=MORNING)
    with pytest.raises(Refused, match="还有 14 项"):
        services.record_site_check(check, opinion="", by=officer, at=MORNING)

    done, officer = visit()
    services.record_site_check(done, opinion="", by=officer, at=on_day(20))
    with pytest.raises(Refused, match="已经完成"):
        services.save_site_check(done, answers={}, by=officer, at=on_day(20))


def test_a_second_click_opens_the_same_sheet() -> None:
    filing, officer = make_receipted(), make_officer()
    day = MORNING.date()

    one = services.begin_site_check(filing, visited_on=day, by=officer, at=MORNING)
    two = services.begin_site_check(filing, visited_on=day, by=officer, at=MORNING)

    assert one == two
    assert count("filing.site_check_begun") == 1


def test_after_a_visit_that_did_not_pass_the_next_has_a_sheet_of_its_own() -> None:
    first, officer = visit("no")
    filing = services.record_site_check(first, opinion="窗小", by=officer, at=on_day(20))

    second = services.begin_site_check(
        filing, visited_on=on_day(23).date(), by=officer, at=on_day(23)
    )

    assert second != first
    assert second.answers == {}


@pytest.mark.parametrize("changed", [{"opinion": "窗小"}, {"companion": "周敏"}])
def test_a_sheet_keeps_what_is_written_beside_the_items(changed: dict[str, str]) -> None:
    check, officer = visit()

    services.save_site_check(check, answers={}, **changed, by=officer, at=on_day(20))
    services.save_site_check(check, answers={}, **changed, by=officer, at=on_day(20))

    check.refresh_from_db()
    assert (check.opinion, check.companion) == (
        changed.get("opinion", ""),
        changed.get("companion", ""),
    )
    assert len(check.answers) == 14
    assert (
        count("filing.site_check_saved") == 2
    )  # the items, and this; the third changed nothing


def test_a_note_of_what_was_ticked_names_those_items_only() -> None:
    check, officer = visit()
    first, second = list(check.__class__.objects.get(pk=check.pk).answers)[:2]
    ticked = {"answer": "no", "note": ""}
    same = {"answer": "yes", "note": ""}

    services.save_site_check(
        check, answers={first: ticked, second: same}, by=officer, at=on_day(20)
    )

    assert Entry.objects.filter(deed="filing.site_check_saved").latest("pk").detail[
        "items"
    ] == [first]


@pytest.mark.parametrize(
    ("answer", "told"),
    [("yes", "现场核实：各项符合"), ("no", "现场核实：1 项不符合或未查明")],
)
def test_the_institution_is_told_how_the_visit_went(answer: str, told: str) -> None:
    check, officer = visit(answer)
    manager = make_manager(check.filing.applicant)

    services.record_site_check(check, opinion="窗小", by=officer, at=on_day(20))

    assert Notice.objects.get(to=manager, title__startswith="现场核实").title == told


def test_site_photos_are_pictures() -> None:
    check, officer = visit()

    services.add_site_photo(
        check, "x", file=io.BytesIO(PNG), name="窗.png", by=officer, at=MORNING
    )
    with pytest.raises(Refused, match="pdf"):
        services.add_site_photo(
            check, "x", file=io.BytesIO(PDF), name="窗.png", by=officer, at=MORNING
        )
    assert check.photos.count() == 1


def test_an_answer_is_yes_no_or_unknown() -> None:
    check, officer = visit()

    with pytest.raises(Refused, match="只能选"):
        services.save_site_check(
            check, answers={"a": {"answer": "maybe"}}, by=officer, at=MORNING
        )


def test_a_checked_filing_is_published_and_done() -> None:
    check, officer = visit()
    filing = services.record_site_check(check, opinion="", by=officer, at=on_day(20))

    filing = services.publish(filing, by=make_officer(), at=on_day(23))

    assert filing.status == Filing.Status.PUBLISHED
    assert (filing.due_on, filing.closed_at) == (None, on_day(23))
    assert count("filing.published") == 1


def test_before_the_visit_there_is_nothing_to_publish() -> None:
    with pytest.raises(Refused, match="现场核实还没有完成"):
        services.publish(make_receipted(), by=make_officer(), at=MORNING)


def test_an_overdue_clock_is_noted_once() -> None:
    officer, filing = make_officer(), make_filing()

    assert services.watch(at=on_day(25)) == 0 or count("filing.overdue") == 0
    services.watch(at=on_day(26))
    services.watch(at=on_day(26) + timedelta(hours=1))

    entry = Entry.objects.get(deed="filing.overdue")
    assert (entry.actor_name, entry.subject_id) == ("系统", filing.pk)
    assert Notice.objects.filter(to=officer, title__startswith="已超期").count() == 1


def test_two_texts_that_set_one_term_are_spoken_of_once() -> None:
    """The filing measure and the hygiene notice both ask for this notice in 15 days."""
    officer = make_officer()
    filing = make_receipted(officer)
    late = NOTICE_DUE + timedelta(days=1)

    services.watch(at=on_day(late.day, late.month))

    twins = filing.clocks.filter(stops_on_word="filing.mismatched")
    assert {clock.due_on for clock in twins} == {NOTICE_DUE}
    assert [clock.overdue_at is not None for clock in twins] == [True, True]
    assert count("filing.overdue") == 1
    assert Notice.objects.filter(to=officer, title__startswith="已超期").count() == 1


def test_a_slow_office_is_warned_two_working_days_before() -> None:
    """Nobody has taken it, and it usually takes this office four days."""
    officer = make_officer()
    for _ in range(3):
        services.issue_receipt(make_filing(), by=officer, at=on_day(24))
    filing = make_filing(at=on_day(20))  # due on 27

    services.watch(at=on_day(24))
    assert not Entry.objects.filter(deed="filing.late_forecast").exists()
    make_office(needs_approval=True)
    services.watch(at=on_day(26))
    services.watch(at=on_day(26))

    entry = Entry.objects.get(deed="filing.late_forecast")
    assert entry.subject_id == filing.pk
    assert (
        Notice.objects.filter(to=officer, title__startswith="按现在的进度会超期").count() == 1
    )


def test_a_forecast_is_told_no_earlier_than_two_working_days_before() -> None:
    """This office takes seven days where the term gives five: late from the first day on."""
    make_officer()
    for _ in range(3):
        services.issue_receipt(make_filing(), by=make_officer(), at=on_day(27))  # seven days
    filing = make_filing(at=on_day(20))  # due on Friday 27
    late = Entry.objects.filter(deed="filing.late_forecast")

    services.watch(at=on_day(24))  # three working days are left
    assert not late.exists()
    receipt = filing.clocks.get(clock="filing-procedure/receipt")
    assert receipt.forecast_on == date(2026, 12, 1)  # five more working days, as usual
    services.watch(at=on_day(25))

    assert late.count() == 1


def test_a_stopped_clock_is_neither_late_nor_forecast() -> None:
    filing = make_filing()
    point = {"about": "slot:M2", "text": "补"}
    services.request_correction(filing, points=[point], by=make_officer(), at=on_day(19))

    services.watch(at=on_day(30))

    assert not Entry.objects.filter(
        deed__in=("filing.overdue", "filing.late_forecast")
    ).exists()


def test_a_deadline_beyond_the_known_calendar_is_marked_provisional() -> None:
    filing = make_filing(at=on_day(29, 12))

    assert filing.due_on is not None
    assert filing.due_on > date(2026, 12, 31)
    assert filing.due_provisional


@pytest.mark.django_db(transaction=True)
def test_two_officers_deciding_at_once_one_is_told() -> None:
    filing, one, two = make_filing(), make_officer(), make_officer()

    outcomes = at_once(
        lambda: services.issue_receipt(filing, by=one, at=MORNING),
        lambda: services.notify_mismatch(filing, points=[POINT], by=two, at=MORNING),
    )

    assert outcomes == ["409", "done"]
    assert count("filing.receipted") + count("filing.mismatched") == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_click_submits_once() -> None:
    filing = make_filing()
    manager = filing.started_by
    services.withdraw(filing, by=manager, at=MORNING)
    from_scratch = services.start_draft(filing.applicant, kind="new", by=manager, at=MORNING)

    outcomes = at_once(
        *[
            lambda: services.start_draft(filing.applicant, kind="new", by=manager, at=MORNING)
            for _ in range(3)
        ]
    )

    assert outcomes == ["done"] * 3
    assert Filing.objects.filter(status="draft").get() == from_scratch


@pytest.mark.django_db(transaction=True)
def test_numbers_are_never_given_twice() -> None:
    filings = [make_filing() for _ in range(3)]
    officers = [make_officer() for _ in filings]

    at_once(
        *[
            lambda filing=filing, by=by: services.issue_receipt(filing, by=by, at=MORNING)
            for filing, by in zip(filings, officers, strict=True)
        ]
    )

    numbers = list(Document.objects.filter(kind="receipt").values_list("number", flat=True))
    assert len(set(numbers)) == 3


@pytest.mark.django_db(transaction=True)
def test_a_sheet_cannot_be_changed_once_the_filing_has_ended() -> None:
    officer = make_officer()
    filing = make_receipted(officer)
    check = services.begin_site_check(filing, visited_on=MORNING.date(), by=officer, at=MORNING)
    given = {"H-01": {"answer": "yes", "note": ""}}

    outcome = after_waiting(
        lambda: services.notify_mismatch(filing, points=[POINT], by=officer, at=MORNING),
        lambda: services.save_site_check(check, answers=given, by=officer, at=MORNING),
    )

    check.refresh_from_db()
    assert (outcome, check.answers) == ("409", {})
    with pytest.raises(Refused, match="不再记录"):
        services.record_site_check(check, opinion="", by=officer, at=MORNING)


@pytest.mark.django_db(transaction=True)
def test_whoever_took_the_filing_while_the_watch_waited_is_told() -> None:
    first, second = make_officer(), make_officer()
    filing = make_filing()
    services.claim(filing, by=first, at=MORNING)
    clock = filing.clocks.get(clock="filing-procedure/receipt")

    def pass_on() -> None:
        type(clock).objects.filter(pk=clock.pk).update(forecast_on=None)
        services.assign(filing, to=second, by=first, at=MORNING)

    assert after_waiting(pass_on, lambda: services.watch(at=on_day(26))) == "done"
    told = Notice.objects.filter(title__startswith="已超期").values_list("to", flat=True)
    assert list(told) == [second.pk]

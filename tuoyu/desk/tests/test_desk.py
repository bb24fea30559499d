"""The desk: the inbox by deadline, deeds for many, search, and each role's first page."""

import io
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from tuoyu.core import clock
from tuoyu.core.clock import CITY_ZONE, add_workdays
from tuoyu.desk.queries.inbox import Wish, group_of
from tuoyu.desk.queries.listing import listing
from tuoyu.desk.queries.search import search
from tuoyu.desk.queries.strip import strip
from tuoyu.filing import services
from tuoyu.filing.models import Filing
from tuoyu.filing.tests.make import (
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

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 11, 24)


def entered(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def days_ago(count: int) -> datetime:
    return clock.now() - timedelta(days=count)


@pytest.mark.parametrize(
    ("due_on", "stopped", "group"),
    [
        (date(2026, 11, 23), False, "overdue"),
        (TUESDAY, False, "today"),
        (date(2026, 11, 27), False, "soon"),
        (date(2026, 11, 30), False, "later"),
        (None, True, "stopped"),
        (None, False, "untimed"),
    ],
)
def test_rows_are_grouped_by_working_days_left(
    due_on: date | None, stopped: bool, group: str
) -> None:
    assert group_of(due_on, stopped, TUESDAY) == group


def test_the_strip_joins_days_off_and_counts_what_lies_outside() -> None:
    cells = strip(
        [
            (date(2026, 11, 20), False, 1),
            (TUESDAY, False, 2),
            (date(2026, 12, 9), False, 13),
            (None, True, 3),
        ],
        TUESDAY,
    )

    shown = [(cell["label"], cell["count"]) for cell in cells]
    assert shown[0] == ("已超期", 1)
    assert shown[1] == ("今天 周二 24", 2)
    assert ("周六日 28–29", 0) in shown
    assert shown[-2:] == [("以后", 13), ("计时中止", 3)]
    assert len(cells) == 10


def test_the_inbox_begins_with_what_is_due_first() -> None:
    officer = make_officer()
    late, new = make_filing(at=days_ago(20)), make_filing(at=clock.now())

    page = entered(officer).get(reverse("desk:inbox"))

    groups = page.context["groups"]
    assert groups[0]["key"] == "overdue"
    assert [line.filing for group in groups for line in group["lines"]] == [late, new]
    assert "1 件已超期" in page.content.decode()


def test_a_stopped_clock_goes_to_the_end() -> None:
    officer = make_officer()
    stopped, running = make_filing(at=days_ago(20)), make_filing()
    services.request_correction(
        stopped, points=[{"about": "slot:M2", "text": "补"}], by=officer, at=days_ago(19)
    )

    groups = entered(officer).get(reverse("desk:inbox")).context["groups"]

    assert [group["key"] for group in groups][-1] == "stopped"
    assert groups[0]["lines"][0].filing == running


def test_drafts_and_finished_filings_are_not_in_it() -> None:
    officer = make_officer()
    make_draft()
    done = make_filing()
    services.withdraw(done, by=done.started_by, at=clock.now())

    assert entered(officer).get(reverse("desk:inbox")).context["total"] == 0


def test_what_is_at_an_end_is_still_to_be_found() -> None:
    officer, done = make_officer(), make_filing()
    make_filing()
    services.withdraw(done, by=done.started_by, at=clock.now())

    page = entered(officer).get(reverse("desk:inbox"), {"done": "1"})

    assert [line.filing for group in page.context["groups"] for line in group["lines"]] == [
        done
    ]


def test_those_at_an_end_stand_by_the_day_they_ended() -> None:
    officer, first, last = make_officer(), make_filing(), make_filing()
    for filing, day in ((last, 1), (first, 9)):
        services.withdraw(filing, by=filing.started_by, at=days_ago(day))

    page = entered(officer).get(reverse("desk:inbox"), {"done": "1"})

    (group,) = page.context["groups"]
    assert (group["label"], group["count"]) == ("已办结", 2)
    assert [line.filing for line in group["lines"]] == [last, first]
    assert "未定期限" not in page.content.decode()


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"kind": "change"}, 0),
        ({"kind": "new"}, 2),
        ({"whose": "mine"}, 1),
        ({"whose": "free"}, 1),
        ({"q": "小蜗牛"}, 2),
        ({"q": f"SL-{clock.today():%Y}-0001"}, 1),
        ({"q": "别的"}, 0),
        ({"due": "overdue"}, 0),
        ({"place": "410402"}, 2),
        ({"place": "410403"}, 0),
        ({"due": "nonsense", "sort": "nonsense"}, 2),
    ],
)
def test_the_list_is_narrowed_by_its_address(query: dict[str, str], count: int) -> None:
    officer, mine = make_officer(), make_filing(at=clock.now())
    make_filing(at=clock.now())
    services.claim(mine, by=officer, at=clock.now())

    page = entered(officer).get(reverse("desk:inbox"), query)

    assert page.status_code == 200
    assert page.context["page"].paginator.count == count


def test_many_are_claimed_at_once_and_the_taken_one_is_named() -> None:
    officer, colleague = make_officer(), make_officer(name="陈示例")
    filings = [make_filing() for _ in range(3)]
    services.claim(filings[0], by=colleague, at=clock.now())
    client = entered(officer)

    answer = client.post(
        reverse("desk:claim"), {"pick": [one.pk for one in filings]}, follow=True
    )

    page = answer.content.decode()
    assert "已认领 2 件" in page
    assert "陈示例承办" in page
    assert Filing.objects.filter(officer=officer).count() == 2


def test_one_row_is_taken_by_its_own_button() -> None:
    officer, filings = make_officer(), [make_filing(), make_filing()]

    entered(officer).post(
        reverse("desk:claim"), {"take": filings[1].pk, "pick": [filings[0].pk]}
    )

    assert Filing.objects.get(officer=officer) == filings[1]


def test_ticked_rows_are_passed_to_a_colleague() -> None:
    officer, colleague, filing = make_officer(), make_officer(), make_filing()

    entered(officer).post(reverse("desk:assign"), {"pick": [filing.pk], "to": colleague.pk})

    filing.refresh_from_db()
    assert filing.officer == colleague


def test_passing_on_asks_to_whom() -> None:
    officer, filing = make_officer(), make_filing()

    answer = entered(officer).post(
        reverse("desk:assign"), {"pick": [filing.pk], "to": ""}, follow=True
    )

    assert "先选转给谁" in answer.content.decode()
    filing.refresh_from_db()
    assert filing.officer is None


@pytest.mark.parametrize(
    ("role", "shown"), [(Role.COUNTY_OFFICER, True), (Role.APPROVER, False)]
)
def test_only_the_keys_one_may_use_are_shown(role: Role, shown: bool) -> None:
    make_filing()

    page = entered(make_officer(role=role)).get(reverse("desk:inbox")).content.decode()

    assert "<kbd>J</kbd>" in page
    assert ("<kbd>X</kbd>" in page, "<kbd>A</kbd>" in page, "data-pass" in page) == (shown,) * 3


def test_an_empty_list_says_whether_it_was_narrowed() -> None:
    client = entered(make_officer(role=Role.APPROVER))

    assert "现在没有要办的备案" in client.get(reverse("desk:inbox")).content.decode()
    for query in ({"status": "approving"}, {"due": "overdue"}, {"q": "没有的"}):
        page = client.get(reverse("desk:inbox"), query).content.decode()
        assert "这样筛选没有结果" in page


def test_nothing_ticked_is_said() -> None:
    answer = entered(make_officer()).post(reverse("desk:claim"), follow=True)

    assert "没有选中" in answer.content.decode()


def test_the_way_back_never_leaves_the_desk() -> None:
    answer = entered(make_officer()).post(
        reverse("desk:claim"), {"back": "https://elsewhere.example/"}
    )

    assert answer.headers["Location"] == "/desk/inbox/"


def test_the_preview_shows_deadlines_and_the_report() -> None:
    officer, filing = make_officer(), make_filing()

    page = entered(officer).get(reverse("desk:preview", args=[filing.pk])).content.decode()

    assert "出具回执" in page
    assert "系统已对照" in page
    assert "<html" not in page


def test_the_list_goes_into_a_spreadsheet_that_runs_nothing() -> None:
    officer = make_officer()
    content_name = "=HYPERLINK(1)托育园"
    filing = make_filing()
    filing.content["profile"]["name"] = content_name
    filing.save()

    answer = entered(officer).get(reverse("desk:sheet"))

    cells = [cell for row in load_workbook(io.BytesIO(answer.content)).active for cell in row]
    assert filing.number in [cell.value for cell in cells]
    assert not any(cell.data_type == "f" for cell in cells)


def test_the_inbox_asks_the_same_of_the_database_for_one_row_or_many() -> None:
    officer = make_officer()
    make_filing()

    def count() -> int:
        fresh = User.objects.get(pk=officer.pk)
        client = entered(fresh)
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("desk:inbox"))
        return len(caught)

    count()
    alone = count()
    for _ in range(4):
        make_receipted(officer)
    assert count() == alone


def test_a_county_sees_its_own_and_the_city_sees_all() -> None:
    make_filing()
    make_filing(make_manager(make_applicant("41/4104/410403")))
    make_region("41/4104")
    city = make_user(Role.CITY_OFFICER, unit=make_office("41/4104"))
    on = clock.today()

    counts = [
        len(listing(user, Wish(), on=on).rows)
        for user in (make_officer(), make_officer("41/4104/410403"), city)
    ]

    assert counts == [1, 1, 2]


@pytest.mark.parametrize("role", [Role.MANAGER, Role.LEADER, Role.SYSTEM_ADMIN])
def test_others_have_no_inbox(role: Role) -> None:
    unit = make_applicant() if role == Role.MANAGER else make_office()

    assert entered(make_user(role, unit=unit)).get(reverse("desk:inbox")).status_code == 403


@pytest.mark.parametrize("name", ["desk:claim", "desk:assign"])
@pytest.mark.parametrize("role", [Role.APPROVER, Role.CITY_OFFICER, Role.HEALTH_WORKER])
def test_only_officers_take_and_pass(name: str, role: Role) -> None:
    user = make_user(role, unit=make_office())

    assert entered(user).post(reverse(name)).status_code == 403


# —— home ——


def test_a_manager_sees_what_may_be_filed() -> None:
    manager = make_manager(make_applicant())

    page = entered(manager).get(reverse("desk:home")).content.decode()

    assert "新备案" in page
    assert "注销备案" not in page


def test_who_has_never_filed_sees_what_to_have_ready_and_whom_to_ask() -> None:
    manager, office = make_manager(make_applicant()), make_office()
    office.phone = "0375-2345678"
    office.save()

    page = entered(manager).get(reverse("desk:home")).content.decode()

    for words in (
        "先备好这些",
        "消防安全证明",
        f"问{office.name}",
        "tel:0375-2345678",
        "办托指南",
    ):
        assert words in page


def test_a_draft_says_how_much_is_lacking() -> None:
    draft = make_draft()
    client = entered(draft.started_by)

    assert "填齐了，核对后提交" in client.get(reverse("desk:home")).content.decode()
    draft.content["profile"] |= {"phone": "", "head_name": ""}
    draft.save()
    assert "还差 2 处，补齐就能提交" in client.get(reverse("desk:home")).content.decode()


def test_a_filed_institution_sees_its_receipt_report_and_other_kinds() -> None:
    filing = make_receipted()
    filing.status = Filing.Status.PUBLISHED
    filing.save()

    page = entered(make_manager(filing.applicant)).get(reverse("desk:home")).content.decode()

    for words in ("已备案", "备案回执", "变更备案", "暂停服务", "和标准对照"):
        assert words in page


def test_a_manager_is_warned_of_the_own_papers_that_will_lapse() -> None:
    filing = make_receipted()
    institution, other = filing.institution, make_institution(name="别家托育园")
    assert institution is not None
    soon = clock.today() + timedelta(days=20)
    for whose, number in ((institution, "自己的"), (other, "别家的")):
        whose.licences.all().delete()
        whose.licences.create(kind="food", number=number, starts_on=clock.today(), ends_on=soon)
    manager = make_manager(filing.applicant)

    (place,) = entered(manager).get(reverse("desk:home")).context["places"]

    assert [(one.institution, one.on) for one in place.expiries] == [(institution, soon)]


def test_who_is_not_in_the_register_has_no_papers_that_lapse() -> None:
    draft = make_draft()

    page = entered(draft.started_by).get(reverse("desk:home")).content.decode()

    assert "快到期的证照" not in page


def test_a_draft_is_gone_on_with() -> None:
    draft = make_draft()

    page = entered(draft.started_by).get(reverse("desk:home")).content.decode()

    assert "接着填" in page


def test_an_officer_starts_at_the_inbox() -> None:
    answer = entered(make_officer()).get(reverse("desk:home"))

    assert answer.headers["Location"] == reverse("desk:inbox")


@pytest.mark.parametrize("role", [Role.LEADER, Role.DEPARTMENT])
def test_a_leader_starts_at_the_plan(role: Role) -> None:
    answer = entered(make_user(role, unit=make_office())).get(reverse("desk:home"))

    assert answer.headers["Location"] == reverse("planning:home")


def test_an_administrator_starts_at_a_menu() -> None:
    admin = make_user(Role.SYSTEM_ADMIN, unit=make_office())

    answer = entered(admin).get(reverse("desk:home"))

    assert answer.status_code == 200
    assert "从这里开始" in answer.content.decode()


def test_strangers_sign_in_first() -> None:
    assert Client().get(reverse("desk:home")).status_code == 302


# —— search ——


def test_institutions_are_found_by_name_initials_and_address() -> None:
    institution = make_institution(name="向日葵托育园")
    officer = make_officer()

    for words in ("向日葵", "xrk", "XRK", "建设路", institution.code):
        found = search(words, officer, on=clock.today())
        assert found.institutions == [institution], words


def test_filings_are_found_by_number_name_and_receipt() -> None:
    filing, officer = make_receipted(), make_officer()
    receipt = filing.documents.get(kind="receipt")

    for words in (str(filing.number), "小蜗牛", receipt.number, receipt.code.lower()):
        assert search(words, officer, on=clock.today()).filings == [filing], words


def test_one_sign_finds_nothing() -> None:
    make_institution(name="向日葵托育园")

    assert search("向", make_officer(), on=clock.today()).count == 0


def test_what_lies_beyond_ones_reach_is_not_found() -> None:
    make_institution(name="向日葵托育园")
    make_filing()
    elsewhere = make_officer("41/4104/410403")

    assert search("向日葵", elsewhere, on=clock.today()).count == 0
    assert search("小蜗牛", elsewhere, on=clock.today()).count == 0


def test_who_may_not_search_sees_no_box_to_search_in() -> None:
    box = 'aria-label="全库检索"'

    assert box in entered(make_officer()).get("/messages/").content.decode()
    for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
        assert box not in entered(make_user(role)).get("/messages/").content.decode()


def test_the_search_page_opens_for_everyone_who_may() -> None:
    make_institution(name="向日葵托育园")

    page = entered(make_officer()).get(reverse("desk:search"), {"q": "向日葵"})
    assert "向日葵托育园" in page.content.decode()
    assert (
        "没有找到"
        in entered(make_officer())
        .get(reverse("desk:search"), {"q": "不存在的"})
        .content.decode()
    )
    admin = make_user(Role.SYSTEM_ADMIN, unit=make_office())
    assert entered(admin).get(reverse("desk:search")).status_code == 403


def test_a_deadline_is_said_in_working_days() -> None:
    officer, filing = make_officer(), make_filing(at=datetime.now(CITY_ZONE))

    line = entered(officer).get(reverse("desk:inbox")).context["groups"][0]["lines"][0]

    assert line.filing == filing
    assert filing.due_on == add_workdays(clock.today(), 5).on
    assert (line.left, line.total) == (5, 5)

"""The register's pages: who may open them, what they show, that nothing asks twice."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from python_calamine import load_workbook

from tuoyu.institutions import services
from tuoyu.institutions.models import Demonstration, Institution, LedgerImport, Point
from tuoyu.institutions.tests.ledgers import make_ledger, make_row
from tuoyu.institutions.tests.make import NOON, make_institution
from tuoyu.org.models import Unit, User
from tuoyu.org.permissions import Role
from tuoyu.org.services.places import rename_region
from tuoyu.org.tests.make import COUNTY, OTHER_COUNTY, entered, make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _store(settings: Any, tmp_path: Path) -> None:
    settings.ATTACHMENT_STORE = str(tmp_path)


def enter(role: str = Role.COUNTY_OFFICER, region: str = COUNTY) -> Client:
    return entered(make_user(role, make_unit(region)))


def user_of(client: Client) -> User:
    return User.objects.get(pk=client.session["_auth_user_id"])


def make_point(institution: Institution, **fields: Any) -> Point:
    legal = {"reason": "备注写搬迁", "source": "台账!Y8", "found_at": NOON, "field": "备注"}
    return Point.objects.create(institution=institution, **legal | fields)


def upload(client: Client, content: bytes, name: str = "台账.xlsx") -> LedgerImport:
    answer = client.post(
        reverse("institutions:ledgers"), {"file": SimpleUploadedFile(name, content)}
    )
    assert answer.status_code == 302, answer.content.decode()[:400]
    return LedgerImport.objects.latest("pk")


@pytest.mark.parametrize(
    ("role", "name", "opens"),
    [
        (Role.COUNTY_OFFICER, "register", True),
        (Role.LEADER, "register", True),
        (Role.AUDIT_ADMIN, "register", False),
        (Role.COUNTY_OFFICER, "ledgers", True),
        (Role.CITY_OFFICER, "ledgers", True),
        (Role.LEADER, "ledgers", False),
        (Role.MANAGER, "ledgers", False),
        (Role.SYSTEM_ADMIN, "ledgers", False),
        (Role.HEALTH_WORKER, "points", True),
    ],
)
def test_who_may_open_which_list(role: str, name: str, opens: bool) -> None:
    answer = enter(role).get(reverse(f"institutions:{name}"))

    assert answer.status_code == (200 if opens else 403)


@pytest.mark.parametrize("role", [Role.LEADER, Role.HEALTH_WORKER, Role.MANAGER])
@pytest.mark.parametrize("name", ["correct", "stand", "name_demonstration"])
def test_only_offices_that_keep_the_register_change_it(role: str, name: str) -> None:
    institution = make_institution()

    answer = enter(role).get(reverse(f"institutions:{name}", args=[institution.code]))

    assert answer.status_code == 403


def as_manager(unit: Unit) -> Client:
    client = Client()
    user = make_user(Role.MANAGER, unit=unit)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_manager_comes_straight_to_the_own_institution() -> None:
    own = make_institution()
    make_institution(name="别家托育园")

    answer = as_manager(own.unit).get(reverse("institutions:register"))

    assert answer.headers["Location"] == reverse("institutions:institution", args=[own.code])


def test_a_manager_who_has_not_filed_is_not_asked_to_import_a_ledger() -> None:
    unit = make_unit(kind=Unit.Kind.INSTITUTION, name="新办托育园")

    text = as_manager(unit).get(reverse("institutions:register")).content.decode()

    assert "名册里还没有机构" in text
    assert "导入台账" not in text


def test_an_officer_sees_their_county_and_no_other() -> None:
    make_institution(name="本县托育园")
    far = make_institution(name="邻县托育园", region=OTHER_COUNTY)
    client = enter()

    text = client.get(reverse("institutions:register")).content.decode()

    assert "本县托育园" in text
    assert "邻县托育园" not in text
    assert client.get(reverse("institutions:institution", args=[far.code])).status_code == 404


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ({"q": "晨光"}, ["晨光托育园"]),
        ({"q": "cgtyy"}, ["晨光托育园"]),
        ({"q": "矿工路"}, ["晨光托育园"]),
        ({"q": "91410402MA9"}, ["春晓托育园"]),
        ({"status": "suspended"}, ["春晓托育园"]),
        ({"form": "community"}, ["晨光托育园"]),
        ({"inclusive": "unknown"}, ["春晓托育园"]),
        ({"places": "2", "sort": "-places"}, ["晨光托育园", "春晓托育园"]),
        ({"places": "4"}, []),
        ({"more": "points"}, ["春晓托育园"]),
        ({"more": "demonstration"}, []),
        ({"county": "410403"}, []),
        ({"sort": "nonsense"}, ["晨光托育园", "春晓托育园"]),
    ],
)
def test_the_list_is_searched_narrowed_and_sorted(
    query: dict[str, str], seen: list[str]
) -> None:
    morning = make_institution(
        name="晨光托育园", form="community", is_inclusive=True, places=40
    )
    services.lay_out(
        {"site": {"address": "矿工路 9 号"}},
        institution=morning,
        region=morning.region,
        on=date(2026, 2, 1),
        by=make_user(),
        at=NOON,
    )
    spring = make_institution(
        name="春晓托育园", credit_code="91410402MA9X000001", is_inclusive=None, places=30
    )
    services.stand(
        spring, "suspended", on=date(2026, 2, 1), reason="装修", by=make_user(), at=NOON
    )
    make_point(spring)

    answer = enter().get(reverse("institutions:register"), query)

    assert [row["one"].name for row in answer.context["rows"]] == seen


def test_a_list_asks_the_same_number_of_questions_however_long_it_is(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = enter()
    make_institution()
    client.get(reverse("institutions:register"))
    with django_assert_max_num_queries(14) as one:
        client.get(reverse("institutions:register"))
    asked = len(one)
    for _ in range(4):
        make_institution()
    with django_assert_max_num_queries(asked):
        client.get(reverse("institutions:register"))


@pytest.mark.parametrize("name", ["points", "ledgers"])
def test_other_lists_do_not_ask_more_as_they_grow(
    name: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client, url = enter(), reverse(f"institutions:{name}")
    ledger = upload(client, make_ledger(make_row(1)))
    make_point(make_institution())
    client.get(url)
    with django_assert_max_num_queries(16) as one:
        client.get(url)
    asked = len(one)
    for number in range(2, 6):
        make_point(make_institution())
        upload(client, make_ledger(make_row(number)))
    with django_assert_max_num_queries(asked):
        client.get(url)
    with django_assert_max_num_queries(16):
        client.get(reverse("institutions:ledger", args=[ledger.pk]))


def test_the_list_is_exported_as_excel_with_no_cell_that_runs() -> None:
    make_institution(name="=1+1托育园", places=40)

    answer = enter().get(reverse("institutions:export"))

    rows = load_workbook(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[1][:2] == ["机构编号", "机构名称"]
    assert rows[2][1] == "'=1+1托育园"
    assert rows[2][10] == 40


@pytest.mark.parametrize(
    ("day", "places"), [("2026-02-28", "35"), ("2026-03-01", "20"), ("不是日子", "20")]
)
def test_the_page_shows_what_was_true_on_a_day(day: str, places: str) -> None:
    institution = make_institution(places=35)
    services.lay_out(
        {"profile": {"places": 20}},
        institution=institution,
        region=institution.region,
        on=date(2026, 3, 1),
        by=make_user(),
        at=NOON,
    )

    url = reverse("institutions:institution", args=[institution.code])
    text = enter().get(url, {"on": day}).content.decode()

    assert f">{places} 个<" in text


@pytest.mark.parametrize(
    ("day", "place"), [("2026-06-30", "新华区（今新华新区）"), ("2026-07-01", "新华新区")]
)
def test_the_place_is_called_as_it_was_that_day(day: str, place: str) -> None:
    institution, client = make_institution(), enter()
    rename_region(
        institution.region,
        code="410405",
        name="新华新区",
        short_name="新华",
        on=date(2026, 7, 1),
        basis="国函〔2026〕1号",
        by=make_user(),
        at=NOON,
    )

    url = reverse("institutions:institution", args=[institution.code])
    text = client.get(url, {"on": day}).content.decode()

    assert f">{place}<" in text


def test_who_may_not_see_staff_is_not_sent_for_them() -> None:
    one = make_institution()
    address = reverse("institutions:institution", args=[one.code])
    asked = reverse("workforce:panel", args=[one.code])

    for role, sees in ((Role.CITY_OFFICER, True), (Role.LEADER, False)):
        user = make_user(role, unit=make_unit(region="41/4104"))
        assert (asked in entered(user).get(address).content.decode()) is sees


def test_institutions_that_share_a_telephone_are_shown_to_each_other() -> None:
    one = make_institution(name="晨光托育园", phone="0375-2222222", head_name="周敏")
    make_institution(name="春晓托育园", phone="0375-2222222", head_name="李静")

    url = reverse("institutions:institution", args=[one.code])
    text = enter().get(url).content.decode()

    assert "春晓托育园" in text
    assert "电话相同" in text


def test_a_point_is_settled_with_what_was_found_out() -> None:
    institution = make_institution()
    point = make_point(institution)
    client = enter()
    url = reverse("institutions:settle", args=[institution.code, point.pk])

    empty = client.post(url, {"outcome": " "})
    done = client.post(url, {"outcome": "电话核实，未搬迁"})

    assert empty.status_code == 422
    assert done.status_code == 302
    point.refresh_from_db()
    assert point.outcome == "电话核实，未搬迁"
    again = client.post(url, {"outcome": "再写一次"})
    assert "这一项已核实" in again.content.decode()


def test_a_demonstration_is_named_only_with_a_paper_and_can_be_ended() -> None:
    institution, client = make_institution(), enter()
    url = reverse("institutions:name_demonstration", args=[institution.code])
    typed = {"named_by": "市卫生健康委", "document": "", "on": "2026-04-01"}

    assert client.post(url, typed).status_code == 422
    assert client.post(url, typed | {"document": "平卫〔2026〕9号"}).status_code == 302

    named = Demonstration.objects.get()
    page = client.get(reverse("institutions:institution", args=[institution.code]))
    assert "示范机构" in page.content.decode()
    end = reverse("institutions:end_demonstration", args=[institution.code, named.pk])
    assert client.post(end, {"on": "2026-03-31", "reason": "撤销"}).status_code == 422
    assert client.post(end, {"on": "2026-06-01", "reason": "撤销"}).status_code == 302


def test_a_registered_institution_cannot_be_a_demonstration() -> None:
    institution = make_institution(status="registered")
    url = reverse("institutions:name_demonstration", args=[institution.code])

    answer = enter().post(
        url, {"named_by": "市卫生健康委", "document": "9号", "on": "2026-04-01"}
    )

    assert answer.status_code == 422
    assert "只有已备案" in answer.content.decode()


def test_a_correction_writes_only_what_was_changed() -> None:
    institution, client = make_institution(places=35), enter()
    url = reverse("institutions:correct", args=[institution.code])
    form = client.get(url).context["form"]
    typed = {name: value for name, value in form.initial.items() if value is not None}
    typed |= {"on": "2026-05-01", "why": "来函 3 号"}

    assert client.post(url, typed).status_code == 422
    assert client.post(url, typed | {"places": "30"}).status_code == 302

    now = institution.profiles.current().get()
    assert (now.places, now.head_name, now.starts_on) == (30, "周敏", date(2026, 5, 1))


def test_a_state_is_changed_and_a_wrong_one_is_refused_with_what_was_typed() -> None:
    institution, client = make_institution(), enter()
    url = reverse("institutions:stand", args=[institution.code])
    typed = {"status": "suspended", "on": "2026-05-01", "reason": "装修"}

    assert client.post(url, typed).status_code == 302
    refused = client.post(url, typed | {"status": "registered", "on": "2026-06-01"})

    assert refused.status_code == 422
    assert "不能转为" in refused.content.decode()
    assert "装修" in refused.content.decode()


def test_a_ledger_goes_from_upload_to_register_and_back() -> None:
    client = enter()
    ledger = upload(client, make_ledger(make_row(1), make_row(2, 托位数="若干")))

    page = client.get(reverse("institutions:ledger", args=[ledger.pk]))
    assert "小石榴托育园1" in page.content.decode()
    row = client.get(reverse("institutions:ledger_row", args=[ledger.pk, 1]))
    assert "平顶山市新华区建设路 1 号" in row.content.decode()
    refused = client.get(reverse("institutions:ledger_refused", args=[ledger.pk]))
    cells = load_workbook(io.BytesIO(refused.content)).get_sheet_by_index(0).to_python()
    assert "小石榴托育园2" in cells[-1]
    ask = client.get(reverse("institutions:ledger_commit", args=[ledger.pk]))
    assert "新增 1 家" in ask.content.decode()
    done = client.post(reverse("institutions:ledger_commit", args=[ledger.pk]), follow=True)
    assert "已导入" in done.content.decode()
    assert Institution.objects.count() == 1
    undone = client.post(reverse("institutions:ledger_undo", args=[ledger.pk]), follow=True)
    assert "已撤回" in undone.content.decode()
    assert not Institution.objects.exists()


def test_a_double_click_on_import_writes_once_and_says_so() -> None:
    client = enter()
    ledger = upload(client, make_ledger(make_row(1)))
    url = reverse("institutions:ledger_commit", args=[ledger.pk])
    client.post(url)

    again = client.post(url)

    assert again.status_code == 409
    assert "已导入" in again.content.decode()
    assert Institution.objects.count() == 1


def test_a_file_that_is_no_table_is_refused_on_the_same_page() -> None:
    answer = enter().post(
        reverse("institutions:ledgers"),
        {"file": SimpleUploadedFile("台账.xlsx", b"MZ\x90\x00" + b"\x00" * 100)},
    )

    assert answer.status_code == 422
    assert "这是程序" in answer.content.decode()


def test_an_upload_that_broke_off_leaves_nothing() -> None:
    client = enter()
    whole = make_ledger(make_row(1))
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
        + whole[: len(whole) // 2]
    )

    answer = client.generic(
        "POST",
        reverse("institutions:ledgers"),
        body,
        content_type="multipart/form-data; boundary=x",
    )

    assert answer.status_code in (400, 422)
    assert not LedgerImport.objects.exists()


def test_a_file_too_large_is_refused_before_it_is_read(monkeypatch: Any) -> None:
    monkeypatch.setattr("tuoyu.institutions.services.ledger.reading.LARGEST", 100)

    answer = enter().post(
        reverse("institutions:ledgers"),
        {"file": SimpleUploadedFile("台账.xlsx", make_ledger(make_row(1)))},
    )

    assert answer.status_code == 422
    assert "台账最大" in answer.content.decode()


def test_columns_are_put_right_on_the_page() -> None:
    client = enter()
    ledger = upload(client, make_ledger(make_row(1)))
    url = reverse("institutions:ledger_columns", args=[ledger.pk])
    assert "小石榴托育园1" in client.get(url).content.decode()

    client.post(url, {"台账!V": "status", "台账!U": ""})

    ledger.refresh_from_db()
    assert ledger.corrections == {"台账": {"U": None, "V": "status"}}


def test_a_row_is_chosen_on_its_page() -> None:
    client, known = enter(), make_institution(name="石榴之家")
    ledger = upload(client, make_ledger(make_row(1)))
    url = reverse("institutions:ledger_row", args=[ledger.pk, 1])

    wrong = client.post(url, {"choice": "merge", "into": "41040299999"})
    right = client.post(url, {"choice": "merge", "into": known.code})

    assert wrong.status_code == 422
    assert right.status_code == 302
    assert ledger.rows.get().into_id == known.pk


def test_an_officer_of_another_county_does_not_see_the_ledger() -> None:
    ledger = upload(enter(), make_ledger(make_row(1)))
    stranger = enter(region=OTHER_COUNTY)

    for name in ("ledger", "ledger_columns", "ledger_commit", "ledger_undo", "ledger_refused"):
        assert (
            stranger.get(reverse(f"institutions:{name}", args=[ledger.pk])).status_code == 404
        )


def test_a_long_ledger_shows_how_far_the_judging_has_come(monkeypatch: Any) -> None:
    monkeypatch.setattr("tuoyu.institutions.services.ledger.reading.AT_ONCE", 2)
    client = enter()
    ledger = upload(client, make_ledger(make_row(1), make_row(2)))
    LedgerImport.objects.update(done=1)

    page = client.get(reverse("institutions:ledger", args=[ledger.pk]))
    part = client.get(reverse("institutions:ledger_progress", args=[ledger.pk]))

    assert "已判 1 /" in page.content.decode()
    assert "HX-Redirect" not in part
    LedgerImport.objects.update(status="judged")
    done = client.get(reverse("institutions:ledger_progress", args=[ledger.pk]))
    assert done["HX-Redirect"] == reverse("institutions:ledger", args=[ledger.pk])

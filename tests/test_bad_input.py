"""What people hand in by mistake or malice: said in words, nothing half-written, trail whole.

One test a kind, at the doors where it arrives; docs/bad-input.md lists them.
"""

import io
import json
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from tuoyu.core import clock, sealing
from tuoyu.core.clock import CITY_ZONE
from tuoyu.core.tests.at_once import at_once
from tuoyu.core.tests.paper import PROGRAM, make_package, make_pdf
from tuoyu.core.tests.sheet import make_compound, make_xlsx
from tuoyu.filing import services as filing_services
from tuoyu.filing.models import Document
from tuoyu.filing.tests.make import (
    CREDIT_CODE,
    MORNING,
    make_draft,
    make_filing,
    make_officer,
    make_whole_content,
)
from tuoyu.institutions.models import Institution, LedgerImport
from tuoyu.institutions.services import ledger as ledger_services
from tuoyu.institutions.tests.ledgers import make_ledger, make_row
from tuoyu.institutions.tests.make import make_content, make_institution
from tuoyu.org.permissions import Role
from tuoyu.org.tests.make import CITY, entered, make_region, make_unit, make_user
from tuoyu.records.models import Entry
from tuoyu.records.queries.seals import check_all
from tuoyu.records.services import seal_entries
from tuoyu.workforce.models import Person
from tuoyu.workforce.tests.make import make_worker

pytestmark = pytest.mark.django_db

MEGABYTE: Final = 1024 * 1024
MULTIPART: Final = "multipart/form-data; boundary=x"
BOMB: Final = make_package({"xl/workbook.xml": " " * 5_000_000})
FULL_WIDTH: Final = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
DRAFT_HEAD: Final = (
    "document: 草案\nissuer: 市卫生健康委\ndraft: true\nchecked_on: 2026-11-23\nkind: "
)


POINT: Final = {
    "clause": "《托育机构设置标准（试行）》第十一条",
    "text": "租期 28 个月，不满 3 年",
    "remedy": "补签到 2029-10-31",
}


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Path:
    settings.ATTACHMENT_STORE = str(tmp_path / "papers")
    return tmp_path / "papers"


Door = Callable[[], tuple[Client, str]]


def standing(store: Path) -> tuple[dict[str, int], list[str]]:
    """How many rows every table holds, the trail among them, and every paper in the store."""
    ours = (one for one in apps.get_models() if one.__module__.startswith("tuoyu."))
    counts = {one.__name__: one._default_manager.count() for one in ours}
    return counts, sorted(path.name for path in store.rglob("*") if path.is_file())


def ledger_door() -> tuple[Client, str]:
    return entered(make_officer()), "/institutions/ledgers/"


def material_door() -> tuple[Client, str]:
    filing = make_draft()
    return entered(filing.started_by), f"/filing/{filing.pk}/upload/M2/"


def draft_door() -> tuple[Client, str]:
    return entered(make_user(Role.STANDARDS_OFFICER, make_unit(CITY))), "/law/drafts/"


def plan_door() -> tuple[Client, str]:
    return entered(make_user(Role.CITY_OFFICER, make_unit(CITY))), "/plan/read-in/"


def region_of(door: Door) -> dict[str, int]:
    """What the door asks beside the file."""
    return {"region": make_region(CITY).pk} if door is plan_door else {}


@pytest.mark.parametrize(
    ("door", "name", "content", "words"),
    [
        (
            ledger_door,
            "坏了.xlsx",
            make_xlsx({"台账": [["机构名称"]]})[:1500],
            "文件已损坏，打不开",
        ),
        (ledger_door, "上锁.xlsx", make_compound({"EncryptedPackage": b"x"}), "设有打开密码"),
        (ledger_door, "炸弹.xlsx", BOMB, "解压后大得不正常"),
        (ledger_door, "程序.xlsx", PROGRAM, "这是程序"),
        (ledger_door, "空.xlsx", b"", "所提交的是空文件"),
        (material_door, "租赁合同.pdf", PROGRAM, "其实是程序"),
        (material_door, "炸弹.docx", BOMB, "解压后大得不正常"),
        (material_door, "脚本.pdf", make_pdf(script="app.alert('x')"), "会自动运行的脚本"),
        (material_door, "上锁.pdf", make_pdf(password="plum"), "打开密码"),
        (draft_door, "草案.yaml", PROGRAM + b"\xff", "不是 UTF-8 文本"),
        (plan_door, "方案.docx", PROGRAM, "这是程序"),
        (plan_door, "方案.docx", BOMB, "解压后大得不正常"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_file_is_refused_in_words_and_leaves_nothing(
    door: Door, name: str, content: bytes, words: str, store: Path
) -> None:
    client, address = door()
    before = standing(store)

    answer = client.post(address, {"file": SimpleUploadedFile(name, content)} | region_of(door))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert standing(store) == before


class Stream:
    """A request body made up as it is read: a file of zeros, perhaps broken off."""

    def __init__(self, size: int, *, breaks_at: int | None = None) -> None:
        head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
        self.head, self.zeros, self.tail = head, size, b"\r\n--x--\r\n"
        self.length = len(head) + size + len(self.tail)
        self.breaks_at, self.given = breaks_at, 0

    def read(self, wanted: int = 65_536) -> bytes:
        if self.breaks_at is not None and self.given >= self.breaks_at:
            raise OSError("连接断了")
        if self.head:
            piece, self.head = self.head, b""
        elif self.zeros:
            piece = bytes(min(wanted, self.zeros))
            self.zeros -= len(piece)
        else:
            piece, self.tail = self.tail, b""
        self.given += len(piece)
        return piece

    readline = read

    def send(self, client: Client, address: str) -> Any:
        body: Any = {"wsgi.input": self, "CONTENT_LENGTH": str(self.length)}
        return client.post(address, content_type=MULTIPART, **body)


@pytest.mark.parametrize(
    ("door", "words"),
    [
        (ledger_door, "文件有 200 MB，台账最大 20 MB"),
        (material_door, "文件有 200 MB，超过 20 MB"),
        (draft_door, "草案不超过 1 MB"),
        (plan_door, "方案不超过 20 MB"),
    ],
)
def test_a_file_of_200_megabytes_is_refused_by_its_size(
    door: Door, words: str, store: Path
) -> None:
    client, address = door()
    before = standing(store)

    answer = Stream(200 * MEGABYTE).send(client, address)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert standing(store) == before


def test_what_is_larger_still_is_not_even_read(store: Path) -> None:
    client, address = ledger_door()
    body = Stream(300 * MEGABYTE)

    answer = body.send(client, address)

    assert (answer.status_code, body.given) == (413, 0)
    assert "文件太大" in answer.content.decode()
    assert not LedgerImport.objects.exists()


@pytest.mark.parametrize(("told", "status"), [("9" * 5000, 413), ("many", 422), ("-1", 400)])
def test_a_size_that_is_no_number_brings_nothing_down(told: str, status: int) -> None:
    client, address = ledger_door()
    body: Any = {"wsgi.input": Stream(10), "CONTENT_LENGTH": told}

    assert client.post(address, content_type=MULTIPART, **body).status_code == status


@pytest.mark.parametrize("door", [ledger_door, material_door, draft_door, plan_door])
def test_a_connection_lost_in_mid_upload_leaves_nothing(door: Door, store: Path) -> None:
    client, address = door()
    before = standing(store)

    answer = Stream(5 * MEGABYTE, breaks_at=2 * MEGABYTE).send(client, address)

    assert answer.status_code == 400
    assert "这个请求读不懂" in answer.content.decode()
    assert standing(store) == before


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "standard\nrules:\n  one: {article: 一, subject: class, holds: kiddies <= 6,"
            " severity: warn, says: 甲, remedy: 乙,"
            " cases: {keeps: {children: 6}, breaks: {children: 7}}}\n",
            ['class="r num">7<', "没有列“kiddies”"],
        ),
        (
            "standard\nvalid_from: 2027-03-01\nvalid_to: 2027-01-01\n"
            "items:\n  one: {article: 一, subject: site, says: 甲, how: 乙}\n",
            ["早于生效日"],
        ),
        (
            "procedure\nsteps:\n"
            "  one: {article: 一, who: 甲, says: 甲, after: [two]}\n"
            "  two: {article: 一, who: 甲, says: 乙, after: [one]}\n",
            ["日期成环", "自己之后"],
        ),
        ("standard\nrules: &all {one: *all}\n", ["处要改"]),
    ],
    ids=["unknown column", "ends before it begins", "steps in a circle", "a loop of anchors"],
)
def test_a_faulty_book_is_refused_at_its_lines(
    text: str, words: list[str], store: Path
) -> None:
    client, address = draft_door()
    before = standing(store)

    answer = client.post(address, {"text": DRAFT_HEAD + text})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert [word for word in words if word not in page] == []
    assert standing(store) == before


def taken_in(*rows: Any) -> Client:
    """A ledger read, committed and open to its officer."""
    client, address = ledger_door()
    answer = client.post(address, {"file": SimpleUploadedFile("台账.xlsx", make_ledger(*rows))})
    assert answer.status_code == 302, answer.content.decode()[:500]
    pk = LedgerImport.objects.get().pk
    assert client.post(f"{address}{pk}/commit/").status_code == 302
    return client


@pytest.mark.parametrize(
    "cell",
    [
        "2023-05-18",
        "2023/5/18",
        "2023.5.18",
        "20230518",
        "2023年5月18日",
        "２０２３年５月１８日",
        "二〇二三年五月十八日",
        45064,
        "45064",
        "2023-05-18 00:00:00",
    ],
)
def test_a_date_of_any_of_these_kinds_is_the_same_day(cell: Any) -> None:
    taken_in(make_row(备案时间=cell))

    filed = Institution.objects.get().standings.get(status="filed")
    assert filed.starts_on == date(2023, 5, 18)


@pytest.mark.parametrize("cell", ["2023-13-45", "2021年2月30日", "3/4/2023", "明天"])
def test_a_day_that_cannot_be_keeps_its_row_out_with_the_reason(cell: str) -> None:
    client, address = ledger_door()
    sheet = make_ledger(make_row(1, 备案时间=cell), make_row(2))
    client.post(address, {"file": SimpleUploadedFile("台账.xlsx", sheet)})
    ledger = LedgerImport.objects.get()

    client.post(f"{address}{ledger.pk}/commit/")

    back = cells_of(client.get(f"{address}{ledger.pk}/refused/").content)
    assert Institution.objects.get().profiles.get().name == "小石榴托育园2"
    assert cell in back
    assert any("备案时间" in one or "日期" in one for one in back)
    assert deeds() == ["attachment.kept", "ledger.committed", "ledger.uploaded"]


def cells_of(content: bytes) -> list[str]:
    book = load_workbook(io.BytesIO(content))
    rows = (row for sheet in book for row in sheet.iter_rows())
    return [str(cell.value) for row in rows for cell in row if cell.value is not None]


def deeds() -> list[str]:
    return sorted(set(Entry.objects.values_list("deed", flat=True)))


@pytest.mark.parametrize("spell", [str.lower, lambda code: code.translate(FULL_WIDTH)])
def test_a_code_in_lower_case_or_full_width_is_read_and_told(
    spell: Callable[[str], str],
) -> None:
    client = taken_in(make_row(统一社会信用代码=spell(CREDIT_CODE)))

    profile = Institution.objects.get().profiles.get()
    assert profile.credit_code == CREDIT_CODE
    ledger = LedgerImport.objects.get()
    row = client.get(f"/institutions/ledgers/{ledger.pk}/rows/1/").content.decode()
    assert f"整理为 {CREDIT_CODE}" in row


def test_digits_in_full_width_are_the_same_digits() -> None:
    taken_in(make_row(托位数="３５", 联系电话="１３８００００１２３４", 建筑面积="４２０．５"))

    profile = Institution.objects.get().profiles.get()
    assert (profile.places, profile.phone) == (35, "13800001234")
    assert str(Institution.objects.get().sites.get().building_area_m2) == "420.50"


def test_an_old_id_of_fifteen_digits_is_completed_on_filing() -> None:
    content = make_whole_content()
    content["staff"] = [
        make_worker(key="w1", name="赵青", post="head", id_number="410402900308001"),
        make_worker(key="w2"),
        make_worker(key="w3", name="孙倩"),
    ]
    draft = make_draft(content=content)
    page = entered(draft.started_by).get(f"/filing/{draft.pk}/fill/staff/").content.decode()
    assert "15 位旧号会补成 18 位" in page
    filing = filing_services.submit(draft, promised=True, by=draft.started_by, at=MORNING)

    filing_services.issue_receipt(filing, by=make_officer(), at=MORNING)

    numbers = [sealing.unseal(one.id_sealed) for one in Person.objects.filter(name="赵青")]
    assert numbers == ["410402199003080010"]


EXPORTS: Final = (
    (Role.COUNTY_OFFICER, "/institutions/export/"),
    (Role.COUNTY_OFFICER, "/verdicts/expiry/export.xlsx"),
    (Role.COUNTY_OFFICER, "/verdicts/rule/registration-and-filing/fire-paper/export.xlsx"),
    (Role.COUNTY_OFFICER, "/numbers/indicators/institutions/rows.xlsx"),
    (Role.COUNTY_OFFICER, "/open-data/register.xlsx"),
)


@pytest.mark.parametrize(("role", "address"), EXPORTS)
def test_no_export_carries_a_formula_somebody_typed(role: Role, address: str) -> None:
    name = '=HYPERLINK("http://a.test","点我")托育园'
    soon = clock.today() + timedelta(days=30)
    licences = [{"kind": "food", "number": "+1", "ends_on": str(soon)}]
    make_institution(name=name, content=make_content(licences=licences))

    answer = entered(make_officer(role=role)).get(address)

    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(answer.content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert f"'{name}" in [cell.value for cell in cells]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []


def test_the_rows_sent_back_carry_no_formula_either() -> None:
    client, address = ledger_door()
    row = make_row(1, 机构名称="=1+1托育园", 备案时间="明天")
    client.post(address, {"file": SimpleUploadedFile("台账.xlsx", make_ledger(row))})

    content = client.get(f"{address}{LedgerImport.objects.get().pk}/refused/").content

    assert not any(cell.startswith("=") for cell in cells_of(content))


def trail_is_whole() -> bool:
    seal_entries(MORNING)
    return check_all().problems == []


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_deciding_at_once_one_is_told() -> None:
    filing, one, two = make_filing(), make_officer(), make_officer()

    told, done = at_once(
        lambda: filing_services.issue_receipt(filing, by=one, at=MORNING),
        lambda: filing_services.notify_mismatch(filing, points=[POINT], by=two, at=MORNING),
        tells="message",
    )[::-1]

    assert done == "done"
    assert "承办" in told or "刷新" in told
    decided = ("filing.receipted", "filing.mismatched")
    assert Entry.objects.filter(deed__in=decided).count() == 1
    assert Document.objects.filter(kind__in=("receipt", "mismatch")).count() == 1
    assert trail_is_whole()


@pytest.mark.django_db(transaction=True)
def test_a_double_click_submits_once() -> None:
    filing = make_draft()
    manager = filing.started_by

    told, done = at_once(
        *[lambda: filing_services.submit(filing, promised=True, by=manager, at=MORNING)] * 2,
        tells="message",
    )[::-1]

    assert (done, bool(told)) == ("done", True)
    assert Entry.objects.filter(deed="filing.submitted").count() == 1
    assert trail_is_whole()


@pytest.mark.django_db(transaction=True)
def test_a_double_click_imports_once() -> None:
    officer = make_officer()
    sheet = make_ledger(make_row(1), make_row(2))
    ledger = ledger_services.read_ledger(sheet, name="台账.xlsx", by=officer, at=MORNING)

    told, done = at_once(
        *[lambda: ledger_services.commit_ledger(ledger, by=officer, at=MORNING)] * 2,
        tells="message",
    )[::-1]

    assert done == "done"
    assert "已导入" in told
    assert Institution.objects.count() == 2
    assert Entry.objects.filter(deed="ledger.committed").count() == 1
    assert trail_is_whole()


@pytest.mark.parametrize("day", [datetime(2026, 12, 29, 9), datetime(2031, 5, 6, 9)])
def test_a_term_beyond_the_known_calendar_is_marked_provisional_on_screen(
    day: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = day.replace(tzinfo=CITY_ZONE)
    filing = make_filing(at=moment)
    monkeypatch.setattr(clock, "now", lambda: moment)

    page = entered(make_officer()).get(f"/filing/review/{filing.pk}/").content.decode()

    assert filing.due_on is not None
    assert filing.due_on > moment.date()
    assert filing.due_provisional
    assert "暂定" in page


@pytest.mark.parametrize("field", ["profile-name", "profile-places", "profile-form"])
def test_a_null_character_in_a_form_brings_nothing_down(field: str) -> None:
    filing = make_draft()
    client = entered(filing.started_by)
    address = f"/filing/{filing.pk}/fill/institution/"
    page = client.get(address).context
    hidden = {"version": page["version"], "mark": page["mark"], "go": "stay"}

    answer = client.post(address, hidden | {field: "小\x00石"})

    assert answer.status_code in (302, 400, 422)
    filing.refresh_from_db()
    assert "\x00" not in json.dumps(filing.content, ensure_ascii=False)


@pytest.mark.parametrize("to", ["\x00", "abc", "²"])
def test_a_colleague_who_is_none_is_not_found(to: str) -> None:
    filing = make_filing()

    client = entered(make_officer())
    doors = ("/desk/inbox/assign/", f"/filing/review/{filing.pk}/assign/")

    answers = [client.post(door, {"to": to, "pick": filing.pk}) for door in doors]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert client.post("/desk/inbox/claim/", {"pick": "²"}).status_code == 302


def test_a_filing_passed_on_to_nobody_stays_where_it_is() -> None:
    filing, client = make_filing(), entered(make_officer())

    answer = client.post("/desk/inbox/assign/", {"to": "", "pick": filing.pk}, follow=True)

    assert "先选转给谁" in answer.content.decode()
    filing.refresh_from_db()
    assert filing.officer is None


PAGE: Final = Path(settings.ROOT) / "docs" / "bad-input.md"
NAMED: Final = sorted(set(re.findall(r"`([\w/.]+\.py)::(test_\w+)`", PAGE.read_text("utf-8"))))


@pytest.mark.parametrize(("file", "test"), NAMED)
def test_the_page_of_bad_input_names_tests_that_stand(file: str, test: str) -> None:
    source = Path(settings.ROOT, file).read_text("utf-8")

    assert re.search(rf"^def {test}\(", source, re.MULTILINE)


def test_the_page_of_bad_input_proves_every_line() -> None:
    rows = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")][1:]

    assert len(rows) >= 25
    assert [row for row in rows if "::test_" not in row] == []

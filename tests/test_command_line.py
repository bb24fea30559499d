"""The command line scripts rely on: pure JSON, errors in one line with code 2, exact shapes."""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from tests.command import run
from tuoyu.books.tests.plans import TOWN
from tuoyu.core.tests.paper import PROGRAM
from tuoyu.institutions.models import Institution, LedgerImport
from tuoyu.institutions.tests.ledgers import make_ledger, make_row
from tuoyu.institutions.tests.make import make_institution
from tuoyu.org.tests.make import CITY, make_region, make_unit
from tuoyu.records.models import Entry

pytestmark = pytest.mark.django_db

PLAN: Final = TOWN
DRAFT: Final = "tuoyu/books/china/drafts/senior-class-1-to-6.yaml"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """A folder of files such as scripts hand over, good ones and bad ones."""
    settings.ATTACHMENT_STORE = str(tmp_path / "papers")
    (tmp_path / "program.bin").write_bytes(PROGRAM)
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "plan.txt").write_text(PLAN, "utf-8")
    rows = (make_row(1), make_row(2, 备案时间="明天"), make_row(1))
    (tmp_path / "ledger.xlsx").write_bytes(make_ledger(*rows))
    (tmp_path / "column.yaml").write_text(
        "document: 草案\nissuer: 市\nkind: standard\ndraft: true\nchecked_on: 2026-11-23\n"
        "rules:\n  one: {article: 一, subject: class, holds: kiddies > 1, severity: warn,"
        " says: 甲, remedy: 乙, cases: {keeps: {}, breaks: {}}}\n",
        "utf-8",
    )
    return tmp_path


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["no-such-command"], "没有命令“no-such-command”"),
        (["judge"], "--on"),
        (["judge", "--on", "2026-13-45"], "日期“2026-13-45”不对"),
        (["judge", "--on", "昨天"], "日期“昨天”不对"),
        (["judge", "--on", "2026-11-24", "--institution", "999"], "没有编号为“999”的机构"),
        (["judge", "--on", "2026-11-24", "--institution", "999", "--json"], "没有编号"),
        (["rehearse"], "命令写得不对"),
        (["rehearse", "{}/none.yaml"], "找不到文件"),
        (["rehearse", "{}/program.bin", "--json"], "处要改|不是|读不"),
        (["rehearse", "{}/column.yaml"], "没有列“kiddies”"),
        (["read-plan", "{}/none.txt"], "找不到文件"),
        (["read-plan", "{}"], "找不到文件"),
        (["read-plan", "{}/program.bin", "--json"], "程序"),
        (["read-plan", "{}/empty"], "空的"),
        (["import-ledger", "{}/none.xlsx"], "找不到文件"),
        (["import-ledger", "{}/program.bin", "--json"], "程序"),
        (["import-ledger", "{}/plan.txt", "--commit"], "没有找到一行机构"),
        (["import-ledger", "{}/ledger.xlsx", "--as", "nobody"], "没有“nobody”"),
        (["demo", "--institutions", "many"], "命令写得不对"),
        (["export-trail"], "命令写得不对"),
        (["export-trail", "{}/out.jsonl", "--from", "2026-02-30"], "日期"),
        (["export-trail", "{}/no/such/out.jsonl"], "写不了|没有这个"),
        (["export-trail", "{}/o.jsonl", "--from", "2026-02-02", "--to", "2026-02-01"], "早于"),
        (["demo", "--institutions", "-5"], "至少是 1"),
        (["verify", "{}/none.jsonl"], "none.jsonl：没有这个"),
        (["verify", "{}/program.bin"], "不是留痕摘录"),
        (["restore", "{}/none.tar"], "没有找到备份文件"),
        (["restore", "{}/program.bin"], "备份"),
        (["backup", "{}/no/such/place.tar"], "没有文件夹"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_an_error_is_one_line_on_stderr_with_code_2(
    words: list[str], says: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_unit(CITY, department="health")
    before = Entry.objects.count()

    out, err = run(capsys, *[word.format(folder) for word in words], code=2)

    assert out == ""
    assert len(err.splitlines()) == 1
    assert err.startswith("tuoyu：")
    assert any(part in err for part in says.split("|")), err
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    "words",
    [
        ["books"],
        ["coverage"],
        ["judge", "--on", "2026-11-24"],
        ["rehearse", DRAFT],
        ["read-plan", "{}/plan.txt"],
        ["import-ledger", "{}/ledger.xlsx"],
    ],
    ids=lambda words: words[0],
)
def test_asked_for_json_nothing_else_is_printed(
    words: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_institution()

    out, err = run(capsys, *[word.format(folder) for word in words], "--json")

    assert isinstance(json.loads(out), dict)
    assert err == ""


def test_a_plan_is_read_in_the_shape_that_scripts_know(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, _ = run(capsys, "read-plan", folder / "plan.txt", "--json")

    plan = json.loads(out)
    assert list(plan) == ["title", "issued_on", "clauses"]
    assert plan["issued_on"] == "2022-10-18"
    assert plan["clauses"]
    for clause in plan["clauses"]:
        assert list(clause) == ["id", "heading", "text", "units", "deadlines", "targets"]
        assert all(list(one) == ["by", "text"] for one in clause["deadlines"])
        assert all(list(one) == ["min", "max", "object", "per"] for one in clause["targets"])
    assert {per["per"] for clause in plan["clauses"] for per in clause["targets"]} <= {
        "county",
        "city",
    }


def test_a_ledger_is_reported_in_the_shape_that_scripts_know_and_nothing_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_region()

    out, _ = run(capsys, "import-ledger", folder / "ledger.xlsx", "--json")

    report = json.loads(out)
    assert list(report) == [
        *("sheets", "columns", "rows", "new", "update", "duplicates", "refused", "warnings")
    ]
    assert (report["rows"], report["new"], report["update"]) == (3, 1, 0)
    assert len(report["duplicates"]) == 1
    (refused,) = report["refused"]
    named = {name: refused[name] for name in ("sheet", "row", "column", "value")}
    assert named == {"sheet": "台账", "row": 4, "column": "P", "value": "明天"}
    assert "读不成日期" in refused["reason"]
    assert not Institution.objects.exists()
    assert not LedgerImport.objects.exists()
    assert not Entry.objects.exists()


def test_books_say_their_days_and_how_much_of_them_can_be_judged(
    capsys: pytest.CaptureFixture[str],
) -> None:
    out, _ = run(capsys, "books", "--json")

    shelf = json.loads(out)
    assert shelf["entries"] >= 150
    assert shelf["executable"] >= 90
    assert sum(book["entries"] for book in shelf["books"]) == shelf["entries"]
    assert all("valid_from" in book for book in shelf["books"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_off_the_calendar_brings_no_command_down(
    day: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    judged, _ = run(capsys, "judge", "--on", day, "--json")
    written, _ = run(capsys, "export-trail", folder / "o.jsonl", "--from", day, "--to", day)

    assert json.loads(judged)["on"] == day
    assert "已写出" in written

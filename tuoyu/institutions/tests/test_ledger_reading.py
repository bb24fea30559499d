"""A ledger file is read and judged; what is no ledger is refused in words."""

import io
import zipfile
from typing import Any

import pytest

from tuoyu.core.errors import Refused
from tuoyu.institutions.models import (
    Institution,
    LedgerImport,
    Profile,
)
from tuoyu.institutions.queries.ledger import found
from tuoyu.institutions.services import ledger as services
from tuoyu.institutions.services.ledger import reading
from tuoyu.institutions.tests.ledgers import (
    HEADS,
    make_ledger,
    make_officer,
    make_row,
    read,
)
from tuoyu.institutions.tests.make import NOON
from tuoyu.org.permissions import Role
from tuoyu.org.tests.make import COUNTY, make_region, make_unit, make_user
from tuoyu.records.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]


def test_reading_a_ledger_writes_nothing_into_the_register() -> None:
    ledger = read(make_ledger(make_row()))

    assert (ledger.status, ledger.summary["counts"]["new"]) == ("judged", 1)
    assert not Institution.objects.exists()
    assert [entry.deed for entry in Entry.objects.all()] == [
        "attachment.kept",
        "ledger.uploaded",
    ]


def test_what_holds_for_many_rows_is_said_once() -> None:
    heads = (*HEADS, "身份证号")
    rows = [[*make_row(n), "410402199003080010"] for n in (1, 2)]

    ledger = read(make_ledger(*rows, heads=heads))

    told = [point[5] for point in ledger.summary["points"]]
    assert "2 家的名称看不出办托形式，按独立托育机构登记" in told
    assert "2 行有身份证号，不写入机构登记" in told
    assert "办托形式" in {one.label for one in found(ledger.summary["points"])}


def test_a_name_too_long_for_the_register_is_refused_before_anything_is_written() -> None:
    ledger = read(make_ledger(make_row(1), make_row(2, 机构名称="园" * 121)))

    assert "最多 120 个" in ledger.rows.get(number=2).points[-1][5]


def test_an_officer_does_not_import_for_another_county() -> None:
    ledger = read(make_ledger(make_row()), make_officer("41/4104/410403"))
    make_region(COUNTY)

    ledger = services.judge_again(ledger, by=ledger.uploaded_by, at=NOON)  # type: ignore[arg-type]

    row = ledger.rows.get()
    assert row.outcome == "refused"
    assert "不在您的辖区" in row.points[-1][5]


def test_a_file_lost_from_the_store_fails_the_judging_in_words(monkeypatch: Any) -> None:
    monkeypatch.setattr(reading, "AT_ONCE", 2)
    officer = make_officer()
    ledger = read(make_ledger(make_row(1), make_row(2)), officer)

    def lost(*args: object) -> None:
        raise Refused("附件在存储里找不到了")

    monkeypatch.setattr(reading, "open_attachment", lost)
    services.judge_kept(ledger, at=NOON)

    ledger.refresh_from_db()
    assert (ledger.status, ledger.problem) == ("failed", "附件在存储里找不到了")
    services.judge_kept(ledger, at=NOON)
    assert LedgerImport.objects.get().status == "failed"


def test_who_holds_no_post_for_it_imports_nothing() -> None:
    with pytest.raises(Refused, match="不能导入台账"):
        read(make_ledger(make_row()), make_user(Role.LEADER, make_unit(COUNTY)))


def test_columns_put_right_by_hand_judge_every_row_anew() -> None:
    officer = make_officer()
    heads = [*HEADS[:8], "规模情况", *HEADS[9:]]
    ledger = read(make_ledger(make_row(), heads=heads), officer)

    ledger = services.correct_columns(ledger, {"台账": {"I": "places"}}, by=officer, at=NOON)
    services.commit_ledger(ledger, by=officer, at=NOON)

    assert Profile.objects.get().places == 35
    assert Entry.objects.filter(deed="ledger.columns_corrected").exists()


def test_a_field_that_does_not_exist_is_refused() -> None:
    officer = make_officer()
    ledger = read(make_ledger(make_row()), officer)

    with pytest.raises(Refused, match="没有“wishes”"):
        services.correct_columns(ledger, {"台账": {"I": "wishes"}}, by=officer, at=NOON)


def test_an_identity_number_in_a_ledger_stays_masked(monkeypatch: Any) -> None:
    heads = (*HEADS, "身份证号")

    ledger = read(make_ledger([*make_row(1), "410402199003080011"], heads=heads))

    assert "410402199003080011" not in str(ledger.rows.values())
    assert "410402199003080011" not in str(ledger.summary)


def test_a_long_file_is_judged_by_the_worker(monkeypatch: Any) -> None:
    monkeypatch.setattr(reading, "AT_ONCE", 2)
    officer = make_officer()
    ledger = read(make_ledger(make_row(1), make_row(2)), officer)
    assert ledger.status == "judging"

    services.judge_kept(ledger, at=NOON)

    ledger.refresh_from_db()
    assert (ledger.status, ledger.done, ledger.rows.count()) == ("judged", 2, 2)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件是空的"),
        (b"MZ\x90\x00" + b"\x00" * 200, "这是程序"),
        (b"%PDF-1.7 /JavaScript", "PDF"),
        (b"PK\x03\x04 broken", "已损坏|打不开"),
        (b"<html><table></table></html>", "网页表格"),
    ],
)
def test_a_file_that_is_no_ledger_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read(content)

    assert not LedgerImport.objects.exists()


def test_two_hundred_megabytes_are_refused_before_they_are_read() -> None:
    with pytest.raises(Refused, match="台账最大 20 MB"):
        read(b"\x00" * (200 * 1024 * 1024))


def test_a_table_far_larger_than_its_file_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", b" " * (400 * 1024 * 1024))

    with pytest.raises(Refused):
        read(packed.getvalue())

    assert not LedgerImport.objects.exists()


@pytest.mark.parametrize(("suffix", "content"), [("csv", "gb18030"), ("csv", "utf-8")])
def test_a_table_saved_as_text_is_read_as_well(suffix: str, content: str) -> None:
    lines = [",".join(HEADS), ",".join(str(cell) for cell in make_row(1))]

    ledger = read("\n".join(lines).encode(content), name=f"台账.{suffix}")

    assert ledger.summary["counts"]["new"] == 1
    assert ledger.attachment.file_name == "台账.csv"

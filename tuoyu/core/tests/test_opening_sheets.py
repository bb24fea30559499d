import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tuoyu.core.errors import Refused
from tuoyu.core.sheets import extent, opening
from tuoyu.core.sheets.opening import open_path, open_workbook
from tuoyu.core.tests.sheet import make_compound, make_ods, make_xls, make_xlsx, make_zip

ROWS: list[list[Any]] = [["机构名称", "托位数"], ["小鹿托育园", 45]]


def _package(sheet: bytes) -> dict[str, bytes]:
    """The parts of a sound workbook, its only sheet replaced."""
    with zipfile.ZipFile(io.BytesIO(make_xlsx({"a": ROWS}))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return {**parts, "xl/worksheets/sheet1.xml": sheet}


def test_an_xlsx_keeps_rows_merges_hidden_parts_comments_and_formulas() -> None:
    content = make_xlsx(
        {
            "台账": [
                ["标题", None, None],
                ["a", "b", "c"],
                [1, None, "=SUM(A3:A3)"],
                [2, None, None],
            ]
        },
        merges={"台账": ["A1:C1"]},
        hidden_columns={"台账": ["B"]},
        hidden_rows={"台账": [4]},
        notes={"台账": {"A2": "请核对"}},
    )

    sheet = open_workbook(content, name="x.xlsx").sheets[0]

    assert sheet.rows[1] == ["a", "b", "c"]
    assert sheet.merges[0] == (1, 0, 1, 2)
    assert sheet.trimmings.hidden_columns == {1}
    assert sheet.trimmings.hidden_rows == {4}
    assert sheet.trimmings.notes == {(2, 0): "请核对"}
    assert sheet.trimmings.formulas == {(3, 2): "SUM(A3:A3)"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_a_text_table_is_read_in_every_encoding_offices_use(encoding: str) -> None:
    content = "机构名称,托位数\n小鹿托育园,45\n\n阳光,".encode(encoding)

    rows = open_workbook(content, name="x.csv").sheets[0].rows

    assert rows == [["机构名称", "托位数"], ["小鹿托育园", "45"], ["", ""], ["阳光", ""]]


def test_a_tab_separated_table_is_read_too() -> None:
    rows = open_workbook("机构名称\t托位数\n小鹿,45".encode(), name="x.txt").sheets[0].rows

    assert rows[1] == ["小鹿", "45"]


def test_an_old_xls_and_an_ods_are_read() -> None:
    old = open_workbook(
        make_xls({(0, 0): "机构名称", (1, 0): "小鹿", (1, 1): 45.0}), name="x.xls"
    )
    cell = (
        '<table:table-cell office:value-type="string"><text:p>小鹿</text:p></table:table-cell>'
    )
    ods = open_workbook(make_ods(f"<table:table-row>{cell}</table:table-row>"), name="x.ods")

    assert (old.kind, old.sheets[0].rows) == ("xls", [["机构名称", ""], ["小鹿", 45.0]])
    assert (ods.kind, ods.sheets[0].rows) == ("ods", [["小鹿"]])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空的"),
        (b"MZ\x90\x00" + b"\0" * 200, "程序"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        (b"\x00\x01\x02\xff\xfe\x00\x07" * 50, "不是表格文件"),
        (make_xlsx({"a": ROWS})[:2000], "损坏"),
        (make_zip({"word/document.xml": b"<a/>"}), "Word"),
        (make_zip({"readme.txt": b"hello"}), "压缩包"),
        (make_compound({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}), "密码"),
        (make_compound({"WordDocument": b"x"}), "不是 Excel"),
        (make_xls({(0, 0): "a"}, locked=True), "密码"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "损坏"),
        (make_zip(_package(b"<worksheet><sheetData><row r=")), "损坏"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_readable_spreadsheet_is_refused_in_words(
    content: bytes, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        open_workbook(content, name="台账.xlsx")


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    large = tmp_path / "大.xlsx"
    with large.open("wb") as file:
        file.truncate(200 * 1024 * 1024)

    with pytest.raises(Refused, match="200 MB，超过 50 MB"):
        open_path(large)


def test_a_missing_file_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="读不到文件"):
        open_path(tmp_path / "没有.xlsx")


def test_a_zip_bomb_is_refused_by_its_directory() -> None:
    with pytest.raises(Refused, match="解压后大得不正常"):
        open_workbook(make_zip(_package(b" " * 5_000_000)), name="x.xlsx")


def test_a_zip_whose_directory_lies_about_the_size_is_refused() -> None:
    content = bytearray(make_zip(_package(b"<worksheet>" + b" " * 900_000 + b"</worksheet>")))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        real = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    size = real.to_bytes(4, "little")
    content[content.rindex(size) : content.rindex(size) + 4] = (100).to_bytes(4, "little")

    with pytest.raises(Refused, match="损坏"):
        open_workbook(bytes(content), name="x.xlsx")


@pytest.mark.parametrize("row", [1_048_576, 900_000])
def test_a_lonely_cell_far_away_does_not_unfold_the_whole_sheet(row: int) -> None:
    sheet = (
        b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="%d">'
        b'<c r="XFD%d"><v>1</v></c></row></sheetData></worksheet>' % (row, row)
    )

    with pytest.raises(Refused, match="万个单元格"):
        open_workbook(make_zip(_package(sheet)), name="x.xlsx")


def test_mere_formatting_far_away_is_no_reason_to_refuse() -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b"<sheetData>"
        b'<row r="1"><c r="A1"><v>1</v></c></row>'
        b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData></worksheet>'
    )

    assert open_workbook(make_zip(_package(sheet)), name="x.xlsx").sheets[0].rows == [[1.0]]


def test_an_ods_that_repeats_a_cell_a_million_times_is_refused() -> None:
    cell = '<table:table-cell office:value="1" table:number-columns-repeated="16000"/>'
    row = f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>'

    with pytest.raises(Refused, match="万个单元格"):
        open_workbook(make_ods(row), name="x.ods")


def test_an_old_xls_with_a_far_cell_on_many_sheets_is_counted() -> None:
    far = make_xls({(0, 0): 1.0, (65_535, 255): 1.0})

    with pytest.raises(Refused, match="万个单元格"):
        open_workbook(far, name="x.xls")


def test_a_sheet_with_a_document_type_is_refused() -> None:
    parts = _package(b"<worksheet/>")
    parts["xl/workbook.xml"] = b'<!DOCTYPE a [<!ENTITY b "c">]>' + parts["xl/workbook.xml"]

    with pytest.raises(Refused, match="声明"):
        open_workbook(make_zip(parts), name="x.xlsx")


def test_real_dates_arrive_as_dates() -> None:
    rows = open_workbook(make_xlsx({"a": [[date(2024, 3, 7)]]}), name="x.xlsx").sheets[0].rows

    assert rows == [[date(2024, 3, 7)]]


def test_the_limits_are_what_the_messages_say() -> None:
    assert opening.LARGEST_FILE == 50 * 1024 * 1024
    assert extent.MOST_CELLS == 2_000_000


def test_a_character_of_value_nought_is_left_out() -> None:
    """A workbook may write it as _x0000_; no database keeps it in JSON."""
    content = make_xlsx({"台账": [["机构名称"], ["小石榴托育园"]]})
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    spoiled = {
        name: part.replace("小石榴".encode(), "小_x0000_石榴".encode())
        for name, part in parts.items()
    }

    workbook = open_workbook(make_zip(spoiled), name="台账.xlsx")

    assert workbook.sheets[0].rows[1] == ["小石榴托育园"]

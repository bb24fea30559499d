"""Word documents as people write them: numbered styles, circles, struck-out words, harm."""

import io
import zipfile
from typing import Final

import pytest

from tuoyu.books.plan_reader import read_plan
from tuoyu.books.plan_reader.docx import chinese, docx_parts
from tuoyu.books.plan_reader.markers import marker_of
from tuoyu.core.errors import Refused
from tuoyu.core.zipped import open_package

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NUMBERING: Final = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="9"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="decimalEnclosedCircle"/>'
    '<w:lvlText w:val="%2"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="·"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="8"><w:abstractNumId w:val="404"/></w:num>'
)
STYLES: Final = (
    '<w:style w:styleId="part"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
    '<w:style w:styleId="point"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="7"/>'
    '</w:numPr></w:pPr></w:style><w:style w:styleId="plain"/>'
)


def make_word(body: str, **parts: str) -> bytes:
    whole = io.BytesIO()
    named = {"document": f"<w:body>{body}</w:body>", **parts}
    with zipfile.ZipFile(whole, "w") as archive:
        for name, inside in named.items():
            text = f'<w:{name} xmlns:w="{W}">{inside}</w:{name}>'
            archive.writestr(f"word/{name}.xml", text)
    return whole.getvalue()


def paragraph(inside: str, style: str = "") -> str:
    shape = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{shape}{inside}</w:p>"


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def lines(body: str, **parts: str) -> list[str]:
    return [str(part) for part in docx_parts(open_package(make_word(body, **parts)))]


def test_a_style_that_numbers_is_counted_as_word_does() -> None:
    body = (
        paragraph(run("任务"), "part")
        + paragraph(run("扩大"), "point")
        + paragraph(run("提质"), "point")
        + paragraph(run("保障"), "part")
        + paragraph(run("经费"), "point")
        + paragraph(run("说明"), "plain")
    )

    found = lines(body, numbering=NUMBERING, styles=STYLES)

    assert found == ["九、任务", "①扩大", "②提质", "十、保障", "①经费", "说明"]


def test_a_bullet_is_no_number_and_a_lost_list_is_none() -> None:
    def listed(number: int, level: int) -> str:
        place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        return f"<w:p><w:pPr>{place}</w:pPr>{run('甲')}</w:p>"

    found = lines(listed(7, 2) + listed(8, 0) + listed(9, 0), numbering=NUMBERING)

    assert found == ["·甲", "甲", "甲"]


def test_struck_out_words_are_left_out_and_breaks_begin_a_line() -> None:
    body = paragraph(
        f"{run('建成')}<w:del>{run('九')}</w:del>{run('两家')}<w:r><w:tab/></w:r>"
        f"{run('机构')}<w:r><w:br/></w:r>{run('责任单位：市民政局')}"
    )

    assert lines(body) == ["建成两家\t机构", "责任单位：市民政局"]


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (0, "零")],
)
def test_numbers_are_written_as_plans_write_them(number: int, words: str) -> None:
    assert chinese(number) == words


@pytest.mark.parametrize(
    ("line", "value"),
    [("十、甲", 10), ("十二、甲", 12), ("二十、甲", 20), ("（二十一）甲", 21), ("⑳甲", 20)],
)
def test_markers_are_read_beyond_nine(line: str, value: int) -> None:
    marker = marker_of(line)

    assert marker is not None
    assert marker.value == value


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "不该有的声明"),
        (b"<w:document", "已损坏"),
    ],
)
def test_a_document_with_entities_or_cut_short_is_refused(content: bytes, words: str) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("word/document.xml", content)

    with pytest.raises(Refused, match=words):
        read_plan(whole.getvalue(), "方案.docx")


def test_a_package_that_is_no_word_document_is_refused() -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")

    with pytest.raises(Refused, match="docx 或 txt"):
        read_plan(whole.getvalue(), "方案.docx")

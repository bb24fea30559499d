"""A paper is what its content says, and nothing that runs gets in."""

from collections.abc import Callable

import pytest

from tuoyu.core.errors import Refused
from tuoyu.core.papers import DOCX, JPG, PDF, PNG, SLOTS, XLSX, Kind, check, show
from tuoyu.core.papers.kinds import LARGEST
from tuoyu.core.tests.paper import (
    JPG_DOT,
    PNG_DOT,
    PROGRAM,
    make_docx,
    make_package,
    make_pdf,
    make_pdf_with_hidden_script,
)

EXTERNAL = (
    '<Relationships><Relationship Id="r" TargetMode="External" Type="x/{}"'
    ' Target="http://a/"/></Relationships>'
)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (make_pdf(), PDF),
        (JPG_DOT, JPG),
        (PNG_DOT, PNG),
        (make_docx(), DOCX),
        (make_package({"xl/workbook.xml": "<workbook/>"}), XLSX),
    ],
    ids=["pdf", "jpg", "png", "docx", "xlsx"],
)
def test_a_sound_paper_is_known_by_its_content(content: bytes, kind: Kind) -> None:
    assert check(content, allowed=[kind]) == kind


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (PROGRAM, "其实是程序.*只收 pdf、jpg、png、docx"),
        (b"\x7fELF\x02", "程序"),
        (b"GIF89a...", "GIF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版 Office"),
        (make_package({"readme.txt": "x"}), "压缩包"),
        (make_package({"xl/workbook.xml": "<workbook/>"}), "xlsx 文件"),
        (b"plain words", "别的格式"),
        (b"", "空的"),
        (b"PK\x03\x04 broken", "已损坏"),
    ],
)
def test_other_things_are_refused_by_what_they_are(content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words) as refusal:
        check(content, allowed=SLOTS)
    assert refusal.value.status == 422


def test_what_is_larger_than_twenty_megabytes_is_refused() -> None:
    within = JPG_DOT + b"\0" * (LARGEST - len(JPG_DOT))

    assert check(within, allowed=SLOTS) == JPG
    with pytest.raises(Refused, match="超过 20 MB"):
        check(within + b"\0", allowed=SLOTS)


@pytest.mark.parametrize(
    "make",
    [
        lambda: make_pdf(script="app.alert('x')"),
        make_pdf_with_hidden_script,
        lambda: make_pdf() + b"\n9 0 obj << /S /Launch /F (cmd.exe) >> endobj",
    ],
    ids=["on opening", "hidden in a stream", "launch"],
)
def test_a_pdf_that_runs_something_is_refused(make: Callable[[], bytes]) -> None:
    with pytest.raises(Refused, match="脚本或程序"):
        check(make(), allowed=SLOTS)


def test_a_pdf_with_a_password_is_refused() -> None:
    with pytest.raises(Refused, match="打开密码"):
        check(make_pdf(password="plum"), allowed=SLOTS)


@pytest.mark.parametrize("kept", [9, 200, 400])
def test_half_a_pdf_is_refused(kept: int) -> None:
    with pytest.raises(Refused, match=r"打不开|一页也没有"):
        check(make_pdf()[:kept], allowed=SLOTS)


def test_a_document_with_macros_is_refused() -> None:
    with pytest.raises(Refused, match="宏"):
        check(make_docx(**{"word/vbaProject.bin": "x"}), allowed=SLOTS)


@pytest.mark.parametrize("relation", ["attachedTemplate", "oleObject"])
def test_a_document_that_fetches_from_elsewhere_is_refused(relation: str) -> None:
    content = make_docx(**{"word/_rels/settings.xml.rels": EXTERNAL.format(relation)})

    with pytest.raises(Refused, match="去别处下载"):
        check(content, allowed=SLOTS)


def test_a_document_with_an_ordinary_link_is_welcome() -> None:
    content = make_docx(**{"word/_rels/document.xml.rels": EXTERNAL.format("hyperlink")})

    assert check(content, allowed=SLOTS) == DOCX


def test_a_paper_goes_back_under_its_name_and_runs_nothing() -> None:
    answer = show(PNG_DOT, content_type="image/png", name="场地 照片.png", inline=True)

    assert answer["Content-Disposition"].startswith("inline; filename*=UTF-8''%E5%9C%BA")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]

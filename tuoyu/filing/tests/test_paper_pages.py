"""How issued papers come out on the page."""

import io

import pytest
from pypdf import PdfReader

from tuoyu.filing.queries.printing import pdf_of
from tuoyu.filing.tests.make import make_filing, make_officer, make_receipted
from tuoyu.filing.tests.pages import at, entered

pytestmark = pytest.mark.django_db


def test_a_receipt_of_long_names_and_a_long_address_stays_on_one_page() -> None:
    receipt = make_receipted().documents.get(kind="receipt")
    receipt.payload |= {
        "name": "平顶山市新华区示例小禾苗坊婴幼儿托育服务有限责任公司第一分公司",
        "address": "平顶山市新华区光明路街道示例路与示例大道交叉口向北二百米示例小区 3 号楼",
        "services": "全日托、半日托、计时托、临时托",
    }

    pages = PdfReader(io.BytesIO(pdf_of(receipt))).pages

    assert len(pages) == 1
    assert receipt.code in pages[0].extract_text().replace("\n", "")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("暂停服务", ("提交的暂停服务备案", "暂停自", "预计恢复", "应当办理恢复备案")),
        ("恢复服务", ("提交的恢复服务备案", "恢复自", "恢复后应当继续遵守")),
        ("注销备案", ("提交的注销备案（", "停止服务日", "原备案回执失效")),
    ],
)
def test_the_receipt_of_a_closing_says_what_follows(kind: str, words: tuple[str, ...]) -> None:
    receipt = make_receipted().documents.get(kind="receipt")
    receipt.payload |= {"kind_of": "closing", "filing_kind": kind, "from_on": "2026-11-30"}

    page = PdfReader(io.BytesIO(pdf_of(receipt))).pages[0]
    text = "".join(page.extract_text().split())

    assert [word for word in words if word not in text] == []
    assert "接受现场核实" not in text


def test_a_pdf_handed_in_is_read_beside_the_form() -> None:
    filing = make_filing()
    client = entered(make_officer())
    paper = filing.materials.first()
    assert paper is not None

    page = client.get(at("review", filing.pk)).content.decode()
    shown = client.get(at("material", paper.pk))

    assert '<iframe class="paper-view"' in page
    assert "要下载后看" not in page
    assert shown["Content-Disposition"].startswith("inline")

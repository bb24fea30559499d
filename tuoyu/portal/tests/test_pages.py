"""The public pages: each opens for anyone, in few queries, small, and without personal data."""

import gzip
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tuoyu.filing import services
from tuoyu.filing.models import Document
from tuoyu.filing.queries.printing import check_address
from tuoyu.filing.tests.make import MORNING, make_filing, make_officer, make_receipted
from tuoyu.institutions.models import Institution
from tuoyu.institutions.services import stand
from tuoyu.institutions.tests.make import OPENED, make_institution
from tuoyu.records.services import CLOCKWORK

pytestmark = pytest.mark.django_db
PAGES = (
    *("/", "/find/", "/find/map.json", "/verify/", "/verify/key/", "/promises/", "/policy/"),
    *("/policy/?q=录像", "/policy/changes/", "/policy/setting-standard/", "/figures/"),
    *("/figures/places/", "/figures/places/rows/", "/notices/", "/open-data/"),
    *("/open-data/register.csv", "/open-data/register.xlsx", "/about/", "/site-map/"),
    "/guide/",
    *("/robots.txt", "/sitemap.xml", "/promises/plan-2020/", "/policy/plan-2020/"),
)
BUDGET = 150_000  # bytes, compressed, of a first view without the map


def told(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def of(institution: Institution) -> str:
    return f"/place/{institution.code}/"


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_may_open_and_a_proxy_may_keep(client: Client, path: str) -> None:
    make_institution()

    answer = client.get(path)

    assert answer.status_code == 200
    assert answer["Cache-Control"].startswith("public, max-age=")
    assert "Cookie" in answer["Vary"]


@pytest.mark.parametrize("path", ["/", "/find/", "/notices/", "/open-data/register.csv"])
def test_more_institutions_cost_no_more_queries(client: Client, path: str) -> None:
    make_institution()
    client.get(path)  # figures and promises are now kept
    from_one = _queries(client, path)
    for _ in range(5):
        make_institution()

    assert _queries(client, path) == from_one <= 3


def _queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        client.get(path)
    return len(seen)


@pytest.mark.parametrize("path", ["/", "/find/"])
def test_a_first_view_is_small_enough_for_an_old_phone(client: Client, path: str) -> None:
    for _ in range(14):
        make_institution()
    text = told(client, path)
    assets = set(re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js|svg))"', text))

    whole = len(gzip.compress(text.encode()))
    whole += sum(len(gzip.compress(_asset(name))) for name in assets)

    assert assets
    assert whole <= BUDGET


def _asset(name: str) -> bytes:
    found = finders.find(name)
    assert isinstance(found, str), name
    return Path(found).read_bytes()


@pytest.mark.parametrize("path", ["/find/", "/notices/", "/policy/", "/verify/"])
def test_words_of_a_reader_are_never_taken_for_markup(client: Client, path: str) -> None:
    asked = client.get(path, {"q": '"><script>alert(1)</script>'})

    assert asked.status_code == 200
    assert b"<script>alert" not in asked.content


def test_a_name_is_never_taken_for_markup(client: Client) -> None:
    odd = make_institution(name="<img src=x onerror=alert(1)>园")

    for path in ("/find/", of(odd), "/notices/", "/figures/institutions/rows/"):
        assert "<img src=x" not in told(client, path), path


def test_no_person_is_named_anywhere(client: Client) -> None:
    here = make_institution(
        head_name="负责人甲",
        contact_name="联系人乙",
        legal_representative="法人丙",
        phone="0375-1",
    )

    paths = (*PAGES, of(here), f"{of(here)}standards/", "/find/?q=负责人甲", "/figures/")
    for path in paths:
        content = client.get(path).content.decode(errors="ignore")
        shown = content.replace('value="负责人甲"', "").replace("<title>负责人甲", "")
        assert not re.search("负责人甲|联系人乙|法人丙", shown), path


def test_staff_of_a_filing_do_not_reach_the_public(client: Client) -> None:
    receipted = make_receipted()
    assert receipted.institution is not None
    codes = receipted.documents.values_list("code", flat=True)

    for path in (of(receipted.institution), *(f"/v/{code}" for code in codes)):
        content = told(client, path)
        assert not re.search("赵青|孙倩|周敏", content), path


def test_the_page_of_a_place_says_what_it_is(client: Client) -> None:
    here = make_institution(name="小石榴托育园", phone="0375-0001234", is_inclusive=True)

    text = told(client, of(here))

    for words in (
        "小石榴托育园",
        "已备案，今天有效",
        "普惠",
        "托小一班",
        "1,680",
        "tel:03750001234",
    ):
        assert words in text


def test_a_place_not_in_service_says_so(client: Client) -> None:
    unfiled, gone = make_institution(status="registered"), make_institution()
    stand(gone, "cancelled", on=OPENED, by=CLOCKWORK, at=MORNING)

    assert "还没有备案。" in told(client, of(unfiled))
    assert "已经注销。" in told(client, of(gone))


@pytest.mark.parametrize("path", ["/place/none/", "/place/none/standards/", "/policy/none/"])
def test_what_does_not_exist_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("slug", ["insured-share", "video-90-days-share", "children-in-care"])
def test_rows_that_would_accuse_or_name_staff_stay_closed(client: Client, slug: str) -> None:
    assert client.get(f"/figures/{slug}/").status_code == 200
    assert client.get(f"/figures/{slug}/rows/").status_code == 404


def test_standards_tell_kept_from_open_and_accuse_nobody(client: Client) -> None:
    text = told(client, f"{of(make_institution())}standards/")

    assert "条符合" in text
    assert "条还没有公开结论" in text
    assert "is-broken" not in text


def test_a_receipt_is_verified_by_code_number_and_payload(client: Client) -> None:
    receipt = make_receipted().documents.get(kind=Document.Kind.RECEIPT)

    for given in (receipt.code, receipt.code.lower(), receipt.number, check_address(receipt)):
        assert "是真的，今天有效" in told(client, f"/verify/?q={_quoted(given)}"), given
    assert "是真的，今天有效" in told(client, f"/v/{receipt.code}")


def test_a_changed_payload_is_refused(client: Client) -> None:
    receipt = make_receipted().documents.get(kind=Document.Kind.RECEIPT)
    address, _, packed = check_address(receipt).partition("#")
    forged = f"{address}#{packed[:-4]}AAAA"

    assert "没有核验通过" in told(client, f"/verify/?q={_quoted(forged)}")


def test_a_revoked_receipt_is_genuine_but_without_force(client: Client) -> None:
    officer = make_officer()
    receipt = make_receipted(officer).documents.get(kind=Document.Kind.RECEIPT)
    services.revoke(receipt, reason="信息有误", by=officer, at=MORNING)

    assert "是真的，但已经失效" in told(client, f"/v/{receipt.code}")


def _quoted(text: str) -> str:
    return quote(text, safe="")


def test_a_mismatch_notice_is_public_until_revoked(client: Client) -> None:
    officer = make_officer()
    points = [{"clause": "设置标准第十六条", "text": "室外场地无防护", "remedy": "加装护栏"}]
    filing = services.notify_mismatch(make_filing(), points=points, by=officer, at=MORNING)
    notice = filing.documents.get(kind=Document.Kind.MISMATCH)

    assert "告知不符合" in told(client, "/notices/?kind=mismatch")
    assert "室外场地无防护" in told(client, f"/v/{notice.code}")
    services.revoke(notice, reason="核实后撤销", by=officer, at=MORNING)
    assert "限期改正" not in told(client, "/notices/?kind=mismatch")


def test_open_data_holds_public_fields_and_no_formula(client: Client) -> None:
    make_institution(name="=1+1托育园")

    lines = told(client, "/open-data/register.csv").splitlines()

    fields = "institution_name,other_name,credit_code,type,zoning_code,zoning_name,address"
    assert lines[0] == f"\ufeff{fields},finished_time"
    assert lines[1].startswith("'=1+1托育园")


def test_an_unfiled_place_is_not_in_the_open_register(client: Client) -> None:
    make_institution(name="未备案园", status="registered")

    assert "未备案园" not in told(client, "/open-data/register.csv")


def test_a_reader_with_cookies_gets_a_copy_of_their_own(client: Client) -> None:
    client.cookies["ty-elder"] = "1"

    answer = client.get("/find/")

    assert answer["Cache-Control"] == "private, max-age=0"
    assert b"data-elder" in answer.content
    client.cookies.clear()
    assert b"data-elder" not in client.get("/find/").content


def test_an_address_of_a_page_that_is_gone_shows_the_last_one(client: Client) -> None:
    make_institution(name="向日葵托育园")

    page = told(client, "/find/?page=9")

    assert "向日葵托育园" in page
    assert "没有找到" not in page


def test_the_last_notices_are_shown_for_a_page_that_is_gone(client: Client) -> None:
    make_institution(name="向日葵托育园")

    page = told(client, "/notices/?page=9")

    assert "向日葵托育园" in page
    assert "没有这样的公示" not in page


def test_figures_stand_in_the_order_of_their_book(client: Client) -> None:
    page = told(client, "/figures/")

    assert (
        page.index("备案托育机构数") < page.index("每千人口托位数") < page.index("连锁机构数")
    )

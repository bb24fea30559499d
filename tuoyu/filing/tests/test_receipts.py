"""Receipts: what the register takes over, the papers, their signatures, and losing force."""

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from pypdf import PdfReader

from tuoyu.core.errors import Refused
from tuoyu.filing import services
from tuoyu.filing.models import Document, Filing
from tuoyu.filing.queries import payload
from tuoyu.filing.queries.printing import check_address, pdf_of
from tuoyu.filing.queries.verify import verify
from tuoyu.filing.tests.days import NEXT_DAY, on_day
from tuoyu.filing.tests.make import (
    MORNING,
    make_draft,
    make_filing,
    make_manager,
    make_office,
    make_officer,
    make_receipted,
    make_whole_content,
)
from tuoyu.institutions.models import Institution, Licence
from tuoyu.institutions.services import stand
from tuoyu.institutions.tests.make import make_institution
from tuoyu.org.models import Notice
from tuoyu.records.models import Entry
from tuoyu.workforce.models import Employment

pytestmark = pytest.mark.django_db
SCRIPT = Path(settings.ROOT) / "tools" / "verify_receipt.py"


def receipt_of(filing: Filing) -> Document:
    return filing.documents.get(kind=Document.Kind.RECEIPT, revoked_at=None)


def test_the_receipt_puts_the_institution_into_the_register() -> None:
    filing = make_receipted()

    institution = Institution.objects.get()
    assert filing.institution == institution
    assert institution.unit == filing.applicant
    standing = institution.standing_on(MORNING.date())
    assert standing is not None
    assert (standing.status, standing.reference) == ("filed", receipt_of(filing).number)
    assert institution.classes.count() == 2
    assert Employment.objects.filter(institution=institution).count() == 3


def test_uploaded_papers_become_licences() -> None:
    filing = make_receipted()

    licence = Licence.objects.get(kind="fire")
    assert licence.attachment_id == filing.materials.get(slot="M5").attachment_id


def test_receipt_and_notice_go_out_together_in_one_deed() -> None:
    manager = make_manager()
    filing = make_filing(manager)
    services.issue_receipt(filing, by=make_officer(), at=on_day(23))

    filing.refresh_from_db()
    assert filing.status == Filing.Status.RECEIPTED
    assert [d.kind for d in filing.documents.all()] == ["receipt", "notice"]
    assert (filing.receipt_workdays, filing.receipt_in_time) == (3, True)
    assert Entry.objects.filter(deed="filing.receipted").count() == 1
    assert Notice.objects.filter(to=manager, title__startswith="备案回执已出具").exists()


def test_the_fifth_working_day_is_in_time_and_the_sixth_is_not() -> None:
    officer = make_officer()
    for day, in_time in ((25, True), (26, False)):
        filing = services.issue_receipt(make_filing(), by=officer, at=on_day(day))
        assert filing.receipt_in_time is in_time


def test_numbers_of_papers_count_by_county_and_kind() -> None:
    first, second = make_receipted(), make_receipted()

    assert receipt_of(first).number == "410402托备〔2026〕0001"
    assert receipt_of(second).number == "410402托备〔2026〕0002"


def test_the_mismatch_clock_goes_on_after_the_receipt() -> None:
    filing = make_receipted()

    running = {clock.clock for clock in filing.clocks.filter(finished_on=None)}
    assert "filing-procedure/mismatch-notice" in running
    assert "filing-procedure/receipt" not in running
    assert filing.due_on is not None


def test_a_second_officer_is_told_that_it_is_done() -> None:
    filing = make_filing()
    services.issue_receipt(filing, by=make_officer(), at=MORNING)

    with pytest.raises(Refused, match="已出回执") as refused:
        services.issue_receipt(filing, by=make_officer(), at=MORNING)

    assert refused.value.status == 409


def test_what_a_colleague_has_taken_is_not_taken_away() -> None:
    filing = make_filing()
    services.claim(filing, by=make_officer(name="陈示例"), at=MORNING)

    with pytest.raises(Refused, match="由陈示例承办"):
        services.issue_receipt(filing, by=make_officer(), at=MORNING)


def test_where_receipts_follow_review_a_blocking_breach_holds_it_back() -> None:
    make_office(receipt_after_review=True)
    content = make_whole_content()
    content["site"] |= {"lease_ends_on": "2026-03-01"}
    filing = make_filing(content=content)

    with pytest.raises(Refused, match="必须整改"):
        services.issue_receipt(filing, by=make_officer(), at=MORNING)


def test_the_page_says_what_was_filed() -> None:
    document = receipt_of(make_receipted())

    text = "".join(
        page.extract_text() for page in PdfReader(io.BytesIO(pdf_of(document))).pages
    )
    plain = text.replace(" ", "").replace("\n", "")
    for words in (
        "托育机构备案回执",
        document.number,
        "小蜗牛托育园",
        "91410402MA9X00001W",
        "托小班1个",
        "不是行政许可",
        document.code,
    ):
        assert words in plain


@pytest.mark.parametrize("kind", ["notice", "receipt"])
def test_the_same_paper_is_always_the_same_page(kind: str) -> None:
    document = make_receipted().documents.get(kind=kind)

    assert pdf_of(document) == pdf_of(document)
    assert len(PdfReader(io.BytesIO(pdf_of(document))).pages) == 1


def test_a_paper_carries_the_typefaces_that_travel_along() -> None:
    paper = PdfReader(io.BytesIO(pdf_of(receipt_of(make_receipted()))))

    resources: Any = paper.pages[0]["/Resources"]
    names = {font.get_object()["/BaseFont"] for font in resources["/Font"].values()}
    families = {name.partition("+")[2].partition("-")[0] for name in names}
    assert families == {"NotoSansSC", "NotoSerifSC", "DejaVuSansMono"}


def test_the_code_names_no_person() -> None:
    document = receipt_of(make_receipted())

    signed = payload.signed_part(document.payload)
    assert "周敏" in str(document.payload)
    assert "周敏" not in str(signed)
    assert len(check_address(document)) < 900  # a code of this size still scans at 34 mm


def offline(text: str, key: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-I", str(SCRIPT), "--key", key, text],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_code_verifies_offline() -> None:
    document = receipt_of(make_receipted())

    answer = offline(check_address(document), payload.public_key())

    assert answer.returncode == 0, answer.stderr
    assert "签名相符" in answer.stdout
    assert document.number in answer.stdout


def test_a_changed_word_or_another_key_is_seen_offline() -> None:
    document = receipt_of(make_receipted())
    said = payload.signed_part(document.payload) | {"i": "别家托育园"}
    forged = payload.pack(said, document.signature)

    assert offline(forged, payload.public_key()).returncode == 1
    assert offline(check_address(document), "11" * 32).returncode == 1
    assert offline("https://example.org/", payload.public_key()).returncode == 2


def test_anyone_sees_that_a_receipt_is_genuine_and_its_state() -> None:
    document = receipt_of(make_receipted())

    for text in (
        document.code,
        check_address(document),
        check_address(document).partition("#")[2],
    ):
        found = verify(text)
        assert found["genuine"], text
        assert found["valid"]
        assert "已备案" in found["state"]
        assert found["said"]["name"] == "小蜗牛托育园"


def test_a_code_typed_in_small_letters_is_found() -> None:
    document = receipt_of(make_receipted())

    assert verify(f" {document.code.lower()} ")["genuine"]


@pytest.mark.parametrize(
    "text", ["", "ABCDEFGHJK", "a.b", "x" * 5_000, "/v/#.", "§§.§§", "e30.e30"]
)
def test_what_is_not_ours_is_not_genuine(text: str) -> None:
    found = verify(text)

    assert found["genuine"] is False
    assert found["valid"] is False


def test_a_payload_with_another_name_is_not_genuine() -> None:
    document = receipt_of(make_receipted())
    said = payload.signed_part(document.payload) | {"i": "别家托育园"}

    assert "改动过" in verify(payload.pack(said, document.signature))["state"]
    signed_by_us = payload.pack(said, payload.sign(said))
    assert "与存档不一致" in verify(signed_by_us)["state"]


def test_a_revoked_receipt_says_since_when_and_why() -> None:
    document = receipt_of(make_receipted())
    approver = make_officer(role="approver")  # type: ignore[arg-type]

    services.revoke(document, reason="地址印错", by=approver, at=NEXT_DAY)

    found = verify(document.code)
    assert found["genuine"]
    assert not found["valid"]
    assert "地址印错" in found["state"]
    assert Entry.objects.filter(deed="filing.document_revoked").count() == 1
    with pytest.raises(Refused, match="已失效"):
        services.revoke(document, reason="再来", by=approver, at=NEXT_DAY)


def test_revoking_needs_a_reason() -> None:
    document = receipt_of(make_receipted())

    with pytest.raises(Refused, match="作废原因"):
        services.revoke(document, reason=" ", by=make_officer(), at=NEXT_DAY)


def test_a_change_replaces_the_receipt_and_the_register_follows() -> None:
    first = make_receipted()
    manager = make_manager(first.applicant)
    finish(first)
    change = services.start_draft(first.applicant, kind="change", by=manager, at=NEXT_DAY)
    page = services.Page(0, "c")
    services.save_draft(
        change,
        "services",
        given={"profile": {"places": 40}},
        page=page,
        by=manager,
        at=NEXT_DAY,
    )
    change = services.submit(change, promised=True, by=manager, at=NEXT_DAY)

    services.issue_receipt(change, by=make_officer(), at=on_day(20))

    profile = Institution.objects.get().profile_on(on_day(20).date())
    assert profile is not None
    assert profile.places == 40
    assert "已换发" in verify(first.documents.get(kind="receipt").code)["state"]
    assert verify(receipt_of(change).code)["valid"]


def finish(filing: Filing) -> None:
    """So that the next kind may begin."""
    filing.status = Filing.Status.PUBLISHED
    filing.save()


def closing(kind: str, status: str, **answers: Any) -> Filing:
    institution = make_institution()
    make_office()
    if status == "suspended":
        stand(institution, "suspended", on=on_day(1).date(), by=make_officer(), at=on_day(1))
    manager = make_manager(institution.unit)
    filing = services.start_draft(institution.unit, kind=kind, by=manager, at=MORNING)
    filing = services.save_draft(
        filing,
        "closing",
        given={"closing": {"from_on": "2026-11-30", "reason": "装修"} | answers},
        page=services.Page(0, "a"),
        by=manager,
        at=MORNING,
    )
    filing = services.submit(filing, promised=True, by=manager, at=MORNING)
    return services.issue_receipt(filing, by=make_officer(), at=on_day(20))


def test_a_suspension_stands_from_the_day_it_names() -> None:
    filing = closing("suspension", "filed", until_on="2027-02-01", arrangement="家长自行安排")

    assert filing.institution is not None
    before = filing.institution.standing_on(on_day(29).date())
    after = filing.institution.standing_on(on_day(30).date())
    assert before is not None
    assert after is not None
    assert (before.status, after.status) == ("filed", "suspended")
    assert filing.status == Filing.Status.PUBLISHED
    assert not filing.clocks.filter(finished_on=None).exists()


def test_a_resumption_makes_it_filed_again() -> None:
    filing = closing("resumption", "suspended", arrangement="已通过消防复查")

    assert filing.institution is not None
    standing = filing.institution.standing_on(on_day(30).date())
    assert standing is not None
    assert standing.status == "filed"


def test_a_cancellation_takes_the_force_from_the_receipt() -> None:
    first = make_receipted()
    manager = make_manager(first.applicant)
    finish(first)
    placements = [
        {"who": "children", "count": 30, "to": "小树托育园"},
        {"who": "staff", "count": 3, "to": "解除合同并补偿"},
    ]
    answers = {
        "from_on": "2026-11-20",
        "reason": "租约到期",
        "children_now": 30,
        "staff_now": 3,
        "placements": placements,
    }
    filing = services.start_draft(first.applicant, kind="cancellation", by=manager, at=NEXT_DAY)
    services.save_draft(
        filing, "closing", given={"closing": answers}, page=services.Page(0, "a"),
        by=manager, at=NEXT_DAY,
    )  # fmt: skip
    filing = services.submit(filing, promised=True, by=manager, at=NEXT_DAY)

    filing = services.issue_receipt(filing, by=make_officer(), at=on_day(20))

    assert filing.institution is not None
    standing = filing.institution.standing_on(on_day(20).date())
    assert standing is not None
    assert standing.status == "cancelled"
    assert "已注销" in verify(first.documents.get(kind="receipt").code)["state"]


def test_nothing_is_half_written_when_the_register_refuses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    filing = make_filing()

    def refuse(*_: Any, **__: Any) -> None:
        raise Refused("登记册没有收下。")

    monkeypatch.setattr("tuoyu.filing.services.judging.lay_out_staff", refuse)
    with pytest.raises(Refused, match="没有收下"):
        services.issue_receipt(filing, by=make_officer(), at=MORNING)

    filing.refresh_from_db()
    assert filing.status == Filing.Status.SUBMITTED
    assert not Document.objects.exists()
    assert not Institution.objects.exists()
    assert not Entry.objects.filter(deed="filing.receipted").exists()


def test_a_draft_has_no_receipt() -> None:
    with pytest.raises(Refused, match="草稿"):
        services.issue_receipt(make_draft(), by=make_officer(), at=MORNING)

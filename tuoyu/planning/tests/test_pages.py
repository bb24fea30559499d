"""Pages of plans: every number a door, the day kept, rows within reach; the table handed in."""

import io
from typing import Any

import pytest
from django.test import Client
from docx import Document
from openpyxl import load_workbook

from tuoyu.assessment.queries import library
from tuoyu.assessment.tests.make import DAY, browser_of, make_officer
from tuoyu.org.models import Region
from tuoyu.org.tests.make import COUNTY, OTHER_COUNTY, make_user
from tuoyu.planning.queries import progress
from tuoyu.planning.queries.coverage import coverage, coverage_page
from tuoyu.planning.queries.handing_in import HEADS, lines, word
from tuoyu.planning.queries.plans import plan
from tuoyu.planning.tests.make import confirm, make_document
from tuoyu.statistics.tests.make import make_county, make_place

pytestmark = pytest.mark.django_db
PLAN = "/plan/plan-2020/"
CELL = f"{PLAN}target/二(三)4/employer-sites/410402/"
PATHS = (
    PLAN,
    f"{PLAN}?view=clauses",
    f"{PLAN}?view=timeline",
    f"{PLAN}?view=units",
    f"{PLAN}?view=nonsense&map=indicators/employer-sites",
    f"{PLAN}?on=2021-06-01",
    f"{PLAN}clause/二(四)2/",
    f"{PLAN}clause/一/",
    CELL,
    f"{PLAN}target/一/city-demonstrations/city/",
    f"{PLAN}export.xlsx",
    f"{PLAN}export.docx",
)
OFFICES = ("city_officer", "county_officer", "leader", "department", "health_worker")


@pytest.fixture(autouse=True)
def city() -> None:
    make_county(COUNTY)
    make_county(OTHER_COUNTY)
    make_place(COUNTY, name="县医院托育园", form="employer", employer_kind="hospital")


@pytest.mark.parametrize("role", OFFICES)
def test_plans_open_for_offices(role: str) -> None:
    browser = browser_of(make_officer(role))

    assert {path: browser.get(path).status_code for path in PATHS} == dict.fromkeys(PATHS, 200)
    assert browser.get("/plan/")["Location"] == PLAN


def test_plans_are_not_for_managers_nor_administrators_nor_strangers() -> None:
    manager = make_user("manager", make_place().unit)
    for user in (manager, make_officer("system_admin"), make_officer("audit_admin")):
        browser = browser_of(user)
        assert {browser.get(path).status_code for path in ("/plan/", *PATHS)} == {403}
    assert {Client().get(path).status_code for path in PATHS} == {302}


@pytest.mark.parametrize(
    "path",
    [
        "/plan/nothing/",
        f"{PLAN}clause/九/",
        f"{PLAN}target/二(三)4/nothing/410402/",
        f"{PLAN}target/二(三)4/employer-sites/999999/",
    ],
)
def test_what_is_not_there_is_not_found(path: str) -> None:
    assert browser_of(make_officer()).get(path).status_code == 404


def test_every_number_of_the_matrix_is_a_door_that_keeps_the_day() -> None:
    page = browser_of(make_officer()).get(f"{PLAN}?on={DAY}").content.decode()

    assert f"employer-sites/410402/?on={DAY}" in page
    assert f"/numbers/indicators/places-per-1000/rows/?county=410402&amp;on={DAY}" in page
    assert f"export.xlsx?on={DAY}" in page
    assert "数字由名册算出，不能填写" in page


def test_there_is_no_field_to_type_a_completion_into() -> None:
    browser = browser_of(make_officer("city_officer"))
    pages = [path for path in PATHS if "export" not in path]

    for path in pages:
        page = browser.get(path).content.decode().partition('<main id="main"')[2]
        assert page
        assert "<textarea" not in page
        assert 'type="number"' not in page
        assert 'type="text"' not in page
        assert 'method="post"' not in page


def test_a_cell_shows_who_counts_and_who_is_nearest() -> None:
    make_place(
        COUNTY,
        status="registered",
        name="待备医院园",
        form="employer",
        employer_kind="hospital",
    )

    page = browser_of(make_officer()).get(f"{CELL}?on={DAY}").content.decode()

    assert "县医院托育园" in page
    assert "待备医院园" in page
    assert "现为已登记未备案" in page
    assert "新华区人民政府" in page


def test_a_missed_promise_says_how_late_and_what_lacks() -> None:
    page = (
        browser_of(make_officer())
        .get(f"{PLAN}target/二(三)4/employer-sites/410403/?on={DAY}")
        .content.decode()
    )

    assert "已超 3 年 4 个月" in page
    assert "差 1 家" in page
    assert "要新办" in page


def test_rows_of_other_counties_are_not_shown_to_a_county() -> None:
    page = (
        browser_of(make_officer("county_officer", OTHER_COUNTY))
        .get(f"{CELL}?on={DAY}")
        .content.decode()
    )

    assert "县医院托育园" not in page
    assert "不在您的管辖范围" in page


def test_a_county_left_out_is_said() -> None:
    Region.objects.filter(code="410403").update(counts_in_city=False)

    page = browser_of(make_officer()).get(f"{PLAN}?on={DAY}").content.decode()

    assert "不计入全市" in page
    assert "卫东区照样列出" in page


def test_a_clause_shows_its_proof_with_numbers_and_doors() -> None:
    page = browser_of(make_officer()).get(f"{PLAN}clause/二(四)2/?on={DAY}").content.decode()

    assert f"/law/entry/registration-and-filing/for-profit-route/?on={DAY}" in page
    assert f"/numbers/indicators/receipts-in-time/?on={DAY}" in page
    assert "还没有" in page


def test_a_second_plan_makes_a_list() -> None:
    confirm(make_document(make_county("41/4104/410422")))

    page = browser_of(make_officer()).get("/plan/").content.decode()

    assert page.index("plan-2020") < page.index("document-")


def test_a_plan_of_a_county_has_a_page(django_assert_max_num_queries: Any) -> None:
    document = confirm(make_document(make_county("41/4104/410422")))
    browser = browser_of(make_officer())

    with django_assert_max_num_queries(40):
        page = browser.get(f"/plan/document-{document.pk}/?on={DAY}")

    assert page.status_code == 200
    assert "没有对各县的数字承诺" in page.content.decode()


def test_the_page_costs_the_same_queries(django_assert_max_num_queries: Any) -> None:
    browser = browser_of(make_officer())

    with django_assert_max_num_queries(50):
        browser.get(f"{PLAN}?on={DAY}")
    with django_assert_max_num_queries(60):
        browser.get(f"{CELL}?on={DAY}")


def standing() -> Any:
    book = plan("plan-2020")
    assert book is not None
    return progress(book, DAY, library())


def test_the_table_handed_in_has_a_line_a_promise_and_place() -> None:
    found = standing()

    table = lines(found)

    assert len(table) == sum(len(target.cells) for target in found.targets)
    own = next(row for row in table if row[0] == "二(三)4" and row[3] == "卫东区")
    assert own[5:8] == [1, 0, 0]
    assert own[8] == "未达到，已超 3 年 4 个月"


def test_the_spreadsheet_and_the_document_hold_the_same_table() -> None:
    browser = browser_of(make_officer())

    book = load_workbook(io.BytesIO(browser.get(f"{PLAN}export.xlsx?on={DAY}").content))
    paper = Document(io.BytesIO(browser.get(f"{PLAN}export.docx?on={DAY}").content))

    sheet = list(book.active.iter_rows(values_only=True))
    table = paper.tables[0]
    assert sheet[1] == HEADS
    assert f"{DAY} 的名册" in sheet[0][0]
    assert [cell.text for cell in table.rows[0].cells] == list(HEADS)
    assert len(table.rows) == len(sheet) - 1
    assert f"{DAY} 的名册" in paper.paragraphs[1].text
    numbers = [cell.text for row in table.rows[1:] for cell in row.cells[5:8]]
    assert all(text == "待查明" or "." not in text for text in numbers)
    assert len(paper.tables[1].rows) - 1 == standing().tally["lasting"]


def test_a_document_is_made_for_a_plan_without_numbers() -> None:
    assert word(standing())[:2] == b"PK"


def test_every_clause_is_covered_or_says_that_it_is_not() -> None:
    found = coverage()["plans"][0]

    assert len(found["clauses"]) == 27
    assert all(clause["targets"] or clause["proof"] for clause in found["clauses"])
    assert "二(三)4" in coverage_page()


def test_every_count_of_a_plan_opens_to_its_clauses() -> None:
    browser = browser_of(make_officer("leader"))
    top = browser.get(PLAN).context

    counts = {
        **{state: top["tally"][state] for state in ("met", "late", "missed")},
        **{state: top[state] for state in ("unproved", "lasting")},
    }
    for state, count in counts.items():
        page = browser.get(f"{PLAN}?view=clauses&state={state}")
        assert len(page.context["clauses"]) == count, state
        assert f"看全部 {top['tally']['all']} 条" in page.content.decode()
    assert sum(counts.values()) == top["tally"]["all"]


def test_a_day_without_a_number_stands_in_the_timeline() -> None:
    page = browser_of(make_officer("leader")).get(f"{PLAN}?view=timeline").content.decode()

    assert "到2025年，没有可数的承诺，看条款" in page

"""Public numbers open to their rows, and what stands on one page agrees with itself."""

import io
import re
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from openpyxl import load_workbook

from tuoyu.assessment.queries import report
from tuoyu.books import Verdict
from tuoyu.institutions.tests.make import make_content, make_institution
from tuoyu.org.tests.make import COUNTY, OTHER_COUNTY
from tuoyu.portal.queries.policy import changes
from tuoyu.statistics.tests.make import make_county

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def city() -> None:
    cache.clear()
    make_county(COUNTY)
    make_county(OTHER_COUNTY)
    make_institution(name="甲托育园", places=20)
    make_institution(name="乙托育园", places=30, region=OTHER_COUNTY)


def told(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def sheet(client: Client, path: str) -> list[list[Any]]:
    answer = client.get(path)
    assert answer.status_code == 200, path
    rows = load_workbook(io.BytesIO(answer.content)).active
    assert rows is not None
    return [list(row) for row in rows.iter_rows(values_only=True)]


def test_rows_tell_what_each_adds_and_add_up_to_the_number(client: Client) -> None:
    page = client.get("/figures/places/rows/")

    assert [one.adds for one in page.context["page"]] == [20, 30]
    assert page.context["sum"] == 50
    assert re.search(r"2 家，合计 <b class=\"num\">50</b> 个", page.content.decode())
    assert "合计" not in told(client, "/figures/institutions/rows/")


def test_rows_of_a_county_are_taken_home_as_a_workbook(client: Client) -> None:
    rows = sheet(client, "/figures/places/rows.xlsx?county=410402")

    assert ["县（市、区）", "机构编号", "机构", "计入（个）"] in rows
    assert rows[-1][2:] == ["甲托育园", 20]


def test_rows_that_are_not_public_are_no_workbook_either(client: Client) -> None:
    assert client.get("/figures/insured-share/rows.xlsx").status_code == 404


def test_all_numbers_of_all_counties_are_one_workbook(client: Client) -> None:
    heads, *rows = [row for row in sheet(client, "/figures/export.xlsx") if row[1]]

    assert heads[:3] == ["数字", "单位", "全市"]
    places = next(row for row in rows if row[0] == "托位数")
    assert places[2] == 50
    assert sum(value or 0 for value in places[3:]) == 50


def test_a_share_tells_its_sum(client: Client) -> None:
    page = told(client, "/figures/places-per-1000/")

    assert re.search(r"50 ÷ [\d,]+ × 1,000", page)
    assert re.search(r"20 ÷ [\d,]+ × 1,000", page)
    assert "÷" not in told(client, "/figures/places/")


def test_counts_of_a_plan_open_to_their_clauses(client: Client) -> None:
    page = client.get("/promises/plan-2020/")
    tally = page.context["plan"].tally

    for label, count, url in page.context["doors"]:
        if not count:
            assert url == ""
            continue
        opened = client.get(url)
        shown_clauses = [*opened.context["counted"], *opened.context["uncounted"]]
        assert len(shown_clauses) == count, label
        assert f"只看“{label}”的条款" in opened.content.decode()
    assert sum(count for _, count, _ in page.context["doors"]) == tally["all"]


def test_a_standard_counts_as_kept_only_where_everything_keeps_it(client: Client) -> None:
    place = make_institution(name="丙托育园")
    page = client.get(f"/place/{place.code}/standards/")

    listed = [rule for document in page.context["documents"] for rule in document["rules"]]
    assert page.context["kept"] == len(listed)
    findings = report(place.pk, page.context["on"]).findings
    open_rules = {one.rule.id for one in findings if one.verdict is not Verdict.KEPT}
    assert page.context["open"] == len(open_rules)
    assert page.context["kept"] + len(open_rules) == len({one.rule.id for one in findings})


def test_classes_stand_by_age_and_number(client: Client) -> None:
    names = ("托大三班", "托大一班", "托小一班", "托大二班")
    kinds = {"大": "senior", "小": "junior"}
    classes = [
        {"key": name, "name": name, "kind": kinds[name[1]], "places": 10, "children": 5}
        for name in names
    ]
    place = make_institution(
        content=make_content(classes=classes, rooms=[], staff=[]), name="丁托育园"
    )

    page = told(client, f"/place/{place.code}/")

    found = re.findall(r'<th scope="row">(托.{3})</th>', page)
    assert found == ["托小一班", "托大一班", "托大二班", "托大三班"]


def test_a_document_of_two_books_changes_once() -> None:
    titles = [(change.on, change.title) for change in changes("4104")]

    assert (date(2020, 7, 31), "平顶山市推进3岁以下婴幼儿照护服务工作实施方案") in titles
    assert len(titles) == len(set(titles))


def test_entering_the_register_is_not_called_registration(client: Client) -> None:
    place = make_institution(
        name="戊托育园", registered_on=date(2015, 3, 1), status="registered"
    )

    page = told(client, f"/place/{place.code}/")

    assert "<b>列入名册</b>" in page
    assert "<dd>2015-03-01</dd>" in page

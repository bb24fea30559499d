"""Whoever wants to open an institution finds where, with what and how long it takes."""

import pytest
from django.test import Client

from tuoyu.filing.tests.make import make_office
from tuoyu.org.models import Unit

pytestmark = pytest.mark.django_db


def test_the_guide_says_routes_steps_papers_terms_and_offices_out_of_the_books() -> None:
    office = make_office()
    Unit.objects.filter(pk=office.pk).update(phone="0375-0001000", address="示例路 1 号")

    page = Client().get("/guide/").content.decode()

    for word in (
        *("市场监管部门登记", "民政部门登记", "机构编制部门登记"),
        *("5 个工作日内出具备案回执", "15 个工作日内告知", "《托育机构备案程序》第九条"),
        *("M1", "卫生评价报告", "一次告知的全部事项补正", "现场核实"),
        *(office.name, "0375-0001000", "示例路 1 号"),
    ):
        assert word in page


def test_an_office_that_is_closed_or_of_another_department_is_not_listed() -> None:
    office = make_office()
    Unit.objects.create(
        kind=Unit.Kind.AUTHORITY, name="别的部门", department="civil", region=office.region
    )
    Unit.objects.filter(pk=office.pk).update(is_closed=True)

    page = Client().get("/guide/").content.decode()

    assert "别的部门" not in page
    assert office.name not in page

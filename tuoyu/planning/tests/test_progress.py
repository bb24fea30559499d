"""How promises stand: met, late, missed, open, unknown; the city's switch; nothing is typed."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tuoyu.assessment.queries import library
from tuoyu.assessment.tests.make import DAY
from tuoyu.books import Book
from tuoyu.institutions.models import Demonstration, Institution, Profile, Standing
from tuoyu.org.models import Region
from tuoyu.org.tests.make import COUNTY, OTHER_COUNTY
from tuoyu.planning.models import PlanDocument
from tuoyu.planning.queries import Progress, progress
from tuoyu.planning.queries.matrix import by_date, by_unit, matrix, of_the_whole
from tuoyu.planning.queries.opened import answerable, find, opened, overdue
from tuoyu.planning.queries.plans import plan, plans
from tuoyu.planning.queries.progress import Cell, State, worst
from tuoyu.planning.queries.proof import proofs_of
from tuoyu.planning.tests.make import confirm, make_document
from tuoyu.statistics.tests.make import make_county, make_place

pytestmark = pytest.mark.django_db

EMPLOYER = {"form": "employer", "employer_kind": "hospital"}
PROMISED = ("二(三)4", "employer-sites")  # one in every county by the end of 2022
DUE = date(2022, 12, 31)


def city_plan() -> Book:
    found = plan("plan-2020")
    assert found is not None
    return found


def standing(on: date = DAY, book: Book | None = None) -> Progress:
    return progress(book or city_plan(), on, library())


def cell(place: str, on: date = DAY) -> Cell:
    found = find(standing(on), *PROMISED, place)
    assert found is not None
    return found


def since(institution: Institution, day: date) -> None:
    """Everything dated of an institution held since that day."""
    for rows in (Standing, Profile):
        rows.objects.filter(institution=institution).update(starts_on=day)


@pytest.mark.parametrize(
    ("opened_on", "on", "state"),
    [
        (DUE, DAY, State.MET),  # on the very day promised
        (DUE + timedelta(days=1), DAY, State.LATE),  # a day after it
        (None, DAY, State.MISSED),
        (None, DUE, State.OPEN),  # the day promised is not over yet
        (None, DUE + timedelta(days=1), State.MISSED),
        (DUE, DUE, State.MET),
        (date(2021, 1, 1), date(2021, 6, 1), State.MET),  # met before it was due
    ],
)
def test_the_day_promised_decides(opened_on: date | None, on: date, state: State) -> None:
    make_county()
    if opened_on:
        since(make_place(**EMPLOYER), opened_on)

    assert cell("410402", on).state is state


def test_what_was_met_then_and_is_no_more_is_missed() -> None:
    make_county()
    made = make_place(**EMPLOYER)
    since(made, DUE)
    Standing.objects.filter(institution=made).update(ends_on=DAY)

    found = cell("410402")

    assert found.state is State.MISSED
    assert found.short_of == 1
    assert found.number_then is not None
    assert found.number_then.value == 1


def test_what_lacks_is_what_was_promised_less_what_is_there() -> None:
    make_county()
    make_place(**EMPLOYER)
    found = cell("410402")

    for promised, lacking in ((1, 0), (3, 2), (None, 0)):
        wanted = None if promised is None else Decimal(promised)
        assert replace(found, target=replace(found.target, min=wanted)).short_of == lacking


def test_where_facts_could_still_make_it_the_promise_is_unknown() -> None:
    make_county()
    make_place(form="employer", employer_kind="")

    assert cell("410402").state is State.UNKNOWN
    assert overdue(cell("410402")) == ""


def test_more_than_the_most_promised_breaks_nothing() -> None:
    make_county()
    for _ in range(3):
        made = make_place()
        Demonstration.objects.create(
            institution=made, starts_on=date(2026, 1, 5), named_by="市卫健委"
        )

    found = find(standing(), "一", "county-demonstrations", "410402")

    assert found is not None
    assert found.target.max == 2
    assert found.state is State.LATE


def test_a_county_that_does_not_count_is_shown_but_not_counted() -> None:
    make_county(COUNTY)
    make_county(OTHER_COUNTY)
    since(make_place(COUNTY, **EMPLOYER), DUE)
    before = next(t for t in standing().targets if t.target.id.endswith("employer-sites"))
    assert (before.met, before.total, before.state) == (1, 2, State.MISSED)

    Region.objects.filter(code="410403").update(counts_in_city=False)

    after = standing()
    target = next(t for t in after.targets if t.target.id.endswith("employer-sites"))
    assert (target.met, target.total, target.state) == (1, 1, State.MET)
    assert [c.place for c in target.cells] == ["410402", "410403"]
    assert matrix(after).left_out == ("卫东区",)


def test_city_promises_do_not_see_a_county_that_does_not_count() -> None:
    make_county(COUNTY)
    make_county(OTHER_COUNTY)
    made = make_place(OTHER_COUNTY, chain_name="小象")
    Demonstration.objects.create(
        institution=made, starts_on=date(2026, 1, 5), named_by="市卫健委"
    )

    def whole() -> Decimal | None:
        found = find(standing(), "二(三)1", "chain-demonstrations", "city")
        assert found is not None
        assert found.number is not None
        return found.number.value

    assert whole() == 1
    Region.objects.filter(code="410403").update(counts_in_city=False)
    assert whole() == 0


def test_clauses_are_tallied_by_how_they_stand() -> None:
    make_county()

    found = standing()
    tally = found.tally

    assert tally["all"] == 27
    assert tally["all"] == sum(tally[state.value] for state in State) + tally["lasting"]
    assert tally["awaited"] == sum(clause.label == "缺凭证" for clause in found.clauses)
    assert 0 < tally["awaited"] < tally["lasting"]


def test_a_clause_without_a_number_stands_by_its_proof() -> None:
    make_county()
    found = standing()

    assert (found.clause("二(一)1").label, found.clause("二(一)1").chip) == (
        "缺凭证",
        "unknown",
    )
    assert (found.clause("三(四)").label, found.clause("三(四)").chip) == ("持续任务", "doing")
    assert found.clause("二(三)4").label == "未达到"


def test_every_proof_of_the_plan_is_a_door_or_still_to_come() -> None:
    law = library()
    for clause in city_plan().clauses:
        for proof in proofs_of(clause, "plan-2020", law, DAY):
            assert proof.text
            if proof.kind in ("规则", "条目", "时限", "指标"):
                assert proof.url, f"{clause.number}: {proof.subject}"
            assert proof.stands is (proof.kind != "后续")


def test_a_line_of_proof_leads_to_what_it_names() -> None:
    clause = replace(
        city_plan().clauses[0],
        proof=(
            "指标 indicators/places：托位数",
            "指标 indicators/no-such",
            "规则 setting-standard/size-of-seniors：班额",
            "页面 方案进度：逐条进度",
            "后续 补助：以后再做",
        ),
    )

    number, unknown, rule, page, later = proofs_of(clause, "plan-2020", library(), DAY)

    assert (number.text, number.indicator) == ("托位数", "indicators/places")
    assert (unknown.text, unknown.indicator) == ("指标 indicators/no-such", "")
    assert (rule.indicator, "size-of-seniors" in rule.url) == ("", True)
    assert page.url == "/plan/plan-2020/"
    assert (later.url, later.stands) == ("", False)


def test_tables_of_units_days_and_the_whole() -> None:
    make_county()
    found = standing()

    units = {row.name: row for row in by_unit(found)}
    assert len(units["市卫生健康委"].clauses) == 16
    assert units["市教育体育局"].missed == 1
    days = by_date(found)
    assert [due.day for due in days] == sorted(due.day for due in days)
    (last,) = (due for due in days if due.day.year == 2025)
    assert last.targets == ()
    assert [(one.clause.number, words) for one, words in last.clauses] == [("一", "到2025年")]
    assert days[0].is_missed
    assert {target.target.per for target in of_the_whole(found)} == {"city"}
    assert {column.target.per for column in matrix(found).columns} == {"county"}


def test_a_plan_without_county_promises_has_no_matrix() -> None:
    region = make_county("41/4104/410422")
    document = confirm(make_document(region))
    book = next(book for book in plans() if book.head.place == "410422")

    assert matrix(standing(book=book)).columns == ()
    assert PlanDocument.objects.get().status == document.status


def test_a_plan_of_a_county_is_about_that_county_alone() -> None:
    region = make_county("41/4104/410422")
    make_county(COUNTY)
    confirm(make_document(region))
    book = next(book for book in plans() if book.head.place == "410422")
    for path in ("41/4104/410422", COUNTY):
        made = make_place(path)
        Demonstration.objects.create(
            institution=made, starts_on=date(2026, 1, 5), named_by="市卫健委"
        )

    found = of_the_whole(standing(book=book))

    assert [(c.place, c.number.value) for c in found[0].cells if c.number] == [
        ("410422", Decimal(1))
    ]
    assert found[0].state is State.OPEN


def test_a_cell_opens_to_the_rows_it_counts() -> None:
    make_county()
    counted = make_place(**EMPLOYER)
    waiting = make_place(status="registered", **EMPLOYER)
    whole = standing()
    here = find(whole, *PROMISED, "410402")
    assert here is not None
    assert here.number is not None

    found = opened(whole, here, ["410402"])

    assert found is not None
    assert [row.institution_id for row in found.counted] == [counted.pk]
    assert len(found.counted) == here.number.value
    assert found.near[0].institution_id == waiting.pk
    out_of_reach = opened(whole, here, [])
    assert out_of_reach is not None
    assert len(out_of_reach.counted) == 0


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2023, 1, 10), "已超 10 天"),
        (date(2023, 2, 1), "已超 1 个月"),
        (date(2023, 12, 31), "已超 1 年"),
        (date(2025, 11, 24), "已超 2 年 10 个月"),
    ],
)
def test_how_late_is_said_in_years_and_months(on: date, words: str) -> None:
    make_county()

    assert overdue(cell("410402", on)) == words


def test_who_answers_is_the_county_by_name() -> None:
    make_county(COUNTY)
    make_county("41/4104/410471")
    units = ("各县〔市、区〕政府〔管委会〕", "市总工会")

    assert answerable(units, "410402") == ["新华区人民政府", "市总工会"]
    assert answerable(units, "410471") == ["高新区管委会", "市总工会"]
    assert answerable(units, "") == list(units)


def test_places_and_targets_that_are_not_there_are_none() -> None:
    make_county()

    assert find(standing(), "二(三)4", "nothing", "410402") is None
    assert find(standing(), *PROMISED, "999999") is None
    assert worst([]) is None


def test_a_plan_costs_the_same_queries_for_any_city(django_assert_max_num_queries: Any) -> None:
    for path in (COUNTY, OTHER_COUNTY, "41/4104/410482"):
        make_county(path)
        make_place(path, **EMPLOYER)
    book, law = city_plan(), library()

    with django_assert_max_num_queries(30):  # one scan a day promised, with SET and savepoint
        progress(book, DAY, law)

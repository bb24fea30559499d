"""The city's plan of 2020 and the indicators its promises are counted by."""

import re
from datetime import date

import pytest

from tuoyu.books import Library
from tuoyu.books.table import shelves

TODAY = date(2026, 11, 23)
CITY = "410402"
LIBRARY = shelves()
PLAN = LIBRARY.plan("plan-2020")
NUMBERS = (
    "一 二(一)1 二(一)2 二(一)3 二(二)1 二(二)2 二(三)1 二(三)2 二(三)3 二(三)4 二(三)5 "
    "二(四)1 二(四)2 二(四)3 二(四)4 二(五)1 二(五)2 二(五)3 三(一) 三(二) 三(三) 三(四) "
    "三(五) 四(一) 四(二) 四(三) 四(四)"
)
COUNTIES = "各县〔市、区〕政府〔管委会〕"


@pytest.fixture
def library() -> Library:
    return LIBRARY


class TestThePlan:
    def test_has_its_27_clauses_in_order(self) -> None:
        assert " ".join(clause.number for clause in PLAN.clauses) == NUMBERS

    @pytest.mark.parametrize(
        ("number", "units"),
        [
            ("一", ()),
            ("二(一)1", ("市卫生健康委", "市人力资源和社会保障局", "市总工会", "市妇联")),
            ("二(三)2", (COUNTIES, "市教育体育局")),
            ("二(三)3", (COUNTIES,)),
            ("二(四)1", ("市卫生健康委", "市住房和城乡建设局")),
            ("二(四)2", ("市委编办", "市民政局", "市市场监管局", "市卫生健康委")),
            ("二(五)1", ("市卫生健康委", "市公安局", "市民政局", "市消防救援支队")),
            ("三(三)", ("市教育体育局", "市人力资源和社会保障局")),
            ("四(四)", ()),
        ],
    )
    def test_names_the_units_responsible(self, number: str, units: tuple[str, ...]) -> None:
        clause = next(clause for clause in PLAN.clauses if clause.number == number)
        assert clause.units == units

    def test_promises_are_dated_and_counted(self) -> None:
        found: dict[str, object] = {
            target.id.removeprefix("plan-2020/"): (
                target.min,
                target.max,
                target.per,
                target.due,
            )
            for target in PLAN.targets
        }
        assert found == {
            "一/city-demonstrations": (2, 3, "city", date(2020, 12, 31)),
            "一/county-demonstrations": (1, 2, "county", date(2021, 12, 31)),
            "二(三)1/chain-demonstrations": (1, None, "city", date(2021, 12, 31)),
            "二(三)2/kindergarten-classes": (1, None, "county", date(2021, 12, 31)),
            "二(三)3/public-private-sites": (1, 2, "county", date(2023, 12, 31)),
            "二(三)4/employer-sites": (1, None, "county", date(2022, 12, 31)),
        }

    def test_every_clause_says_what_proves_it(self) -> None:
        assert [clause.number for clause in PLAN.clauses if not clause.proof] == []

    def test_proofs_point_at_entries_that_exist(self, library: Library) -> None:
        known = library.entries(TODAY, CITY)
        for clause in PLAN.clauses:
            for proof in clause.proof:
                kind, _, rest = proof.partition(" ")
                assert kind in ("规则", "条目", "指标", "时限", "页面", "功能", "后续"), proof
                named = re.match(r"[a-z0-9/-]+(?=：)", rest)
                assert (kind in ("规则", "条目", "指标", "时限")) == bool(named), proof
                assert not named or named[0] in known, proof


def test_indicators_are_at_least_twenty_and_reckoned_for_county_and_city(
    library: Library,
) -> None:
    indicators = library.indicators(TODAY, CITY)
    assert len(indicators) >= 20
    assert {indicator.grain for indicator in indicators.values()} == {("county", "city")}
    shares = [found for found in indicators.values() if found.unit == "%"]
    assert {indicator.per for indicator in shares} == {100}

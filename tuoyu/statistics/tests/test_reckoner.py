"""Every number equals a count done another way, and opens to rows that add up to it."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Count, Q, Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tuoyu.assessment.queries import library
from tuoyu.assessment.tests.make import DAY
from tuoyu.books import Indicator, Measure, Per
from tuoyu.institutions.models import Institution, NurseryClass, Profile, Standing
from tuoyu.org.models import Region
from tuoyu.org.tests.make import COUNTY, OTHER_COUNTY
from tuoyu.statistics.queries import CITY, CountedRows, Part, reckon, reckon_one, rows_behind
from tuoyu.statistics.queries.near import near_misses
from tuoyu.statistics.tests.make import THIRD, indicator, make_city, make_county, make_place
from tuoyu.workforce.models import BackgroundCheck, Credential, Employment

pytestmark = pytest.mark.django_db

BY_HAND = {
    "institutions": "6",
    "places": "220",
    "demonstration-institutions": "2",
    "inclusive-kindergarten-classes": "1",
    "employer-sites": "1",
    "public-private-sites": "1",
    "chain-institutions": "1",
    "chain-demonstrations": "1",
    "family-sites": "1",
    "comprehensive-centres": "0",
    "full-day-institutions": "6",
    "half-day-institutions": "0",
    "suspended": "1",
    "infant-places": "60",
    "junior-places": "90",
    "senior-places": "120",
    "receipts-issued": "0",
}


@pytest.mark.parametrize(("name", "value"), BY_HAND.items())
def test_counts_of_a_small_city_are_those_counted_by_hand(name: str, value: str) -> None:
    make_city()

    assert reckon_one(indicator(name), DAY)[CITY].value == Decimal(value)


def filed() -> Any:
    standing = Standing.objects.on(DAY).filter(status="filed")
    return Institution.objects.filter(pk__in=standing.values("institution"))


def of_profile(**wanted: Any) -> int:
    return Profile.objects.on(DAY).filter(institution__in=filed(), **wanted).count()


def posts(**wanted: Any) -> int:
    return Employment.objects.on(DAY).filter(institution__in=filed(), **wanted).count()


def test_numbers_are_those_the_tables_give_when_asked_another_way() -> None:
    make_city()
    table = reckon(library().indicators(DAY).values(), DAY)
    value = {name.partition("/")[2]: numbers[CITY].value for name, numbers in table.items()}
    places = Profile.objects.on(DAY).filter(institution__in=filed()).aggregate(n=Sum("places"))
    people = Region.objects.counties().aggregate(n=Sum("population"))["n"]

    assert value["places-per-1000"] == Decimal(places["n"]) * 1000 / people
    assert value["inclusive-places-share"] == Decimal(45) * 100 / Decimal(places["n"])
    assert value["filed-share"] == Decimal(7) * 100 / 8
    assert value["employer-sites"] == of_profile(form="employer")
    assert value["family-sites"] == of_profile(form="family_site")
    held = Credential.objects.filter(kind="health").values("person")
    asked = BackgroundCheck.objects.values("person")
    assert value["health-certificate-share"] == posts(person__in=held) * Decimal(100) / posts()
    assert value["background-asked-share"] == posts(person__in=asked) * Decimal(100) / posts()
    assert value["insured-share"] == posts(insured=True) * Decimal(100) / posts()
    kinds = NurseryClass.objects.on(DAY).filter(institution__in=filed(), kind="senior")
    assert value["senior-places"] == kinds.aggregate(n=Sum("places"))["n"]


def test_each_county_stands_for_itself() -> None:
    make_city()

    numbers = reckon_one(indicator("institutions"), DAY)

    assert {code: n.value for code, n in numbers.items()} == {
        "410402": 2,
        "410403": 2,
        "410482": 2,
        CITY: 6,
    }


def test_a_county_that_does_not_count_is_left_out_of_the_city_alone() -> None:
    make_city()
    Region.objects.filter(code="410482").update(counts_in_city=False)

    numbers = reckon_one(indicator("places-per-1000"), DAY)

    assert numbers["410482"].value == Decimal("0.65")
    assert numbers[CITY].value == Decimal("0.775")


def test_unknown_population_leaves_county_and_city_unknown() -> None:
    make_city()
    Region.objects.filter(code="410403").update(population=None)

    numbers = reckon_one(indicator("places-per-1000"), DAY)

    assert numbers["410403"].value is None
    assert not numbers["410403"].is_empty
    assert numbers[CITY].value is None
    assert numbers["410402"].value is not None


def test_a_share_of_nothing_is_empty_and_not_unknown() -> None:
    make_county()

    share = reckon_one(indicator("inclusive-places-share"), DAY)[CITY]

    assert (share.value, share.is_empty) == (None, True)


def test_a_day_is_reckoned_by_what_held_on_it() -> None:
    made = make_city()
    Standing.objects.filter(institution=made["plain"]).update(ends_on=DAY)

    assert reckon_one(indicator("institutions"), DAY)[CITY].value == 5
    before = DAY.replace(day=DAY.day - 1)
    assert reckon_one(indicator("institutions"), before)[CITY].value == 6


def test_rows_that_cannot_be_decided_are_told_apart() -> None:
    make_county()
    make_place(is_inclusive=None, places=10)
    make_place(is_inclusive=True, places=None)
    make_place(is_inclusive=True, places=20)

    share = indicator("inclusive-places-share")
    found = reckon_one(share, DAY)[CITY]

    assert (found.numerator, found.unsettled) == (Decimal(20), 2)
    assert len(CountedRows(share, DAY, part=Part.UNSETTLED)) == 2


def test_all_numbers_take_one_query_a_subject(django_assert_max_num_queries: Any) -> None:
    make_city()
    indicators = library().indicators(DAY).values()
    subjects = {one.subject for one in indicators}

    with django_assert_max_num_queries(
        4 * len(subjects) + 1
    ):  # a savepoint and SET around each
        reckon(indicators, DAY)


def total(rows: Iterable[Any]) -> Decimal:
    return sum((Decimal(row.adds or 0) for row in rows), Decimal(0))


def bottom(one: Indicator, counties: list[str]) -> Decimal:
    return total(CountedRows(one, DAY, part=Part.BASE, counties=counties))


@pytest.mark.parametrize("name", sorted(library().indicators(DAY)))
def test_rows_add_up_to_their_number(name: str) -> None:
    made = make_city()
    Profile.objects.filter(institution=made["chain"]).update(is_inclusive=None)
    one = library().indicators(DAY)[name]

    numbers = reckon_one(one, DAY)

    for code in ("410402", "410403", "410482"):
        rows = rows_behind(one, DAY, counties=[code])
        assert total(rows) == numbers[code].numerator
        assert len(rows) == len(CountedRows(one, DAY, counties=[code]))
        if isinstance(one.denominator, Measure):
            assert bottom(one, [code]) == numbers[code].denominator
        unsettled = CountedRows(one, DAY, part=Part.UNSETTLED, counties=[code])
        assert len(unsettled) == numbers[code].unsettled
    assert total(rows_behind(one, DAY)) == numbers[CITY].numerator


RATHER_RANDOM = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@RATHER_RANDOM
@given(
    st.lists(
        st.tuples(
            st.sampled_from([COUNTY, OTHER_COUNTY, THIRD]),
            st.sampled_from(["filed", "registered", "suspended"]),
            st.one_of(st.none(), st.integers(0, 90)),
            st.sampled_from([True, False, None]),
        ),
        max_size=5,
    )
)
def test_whatever_the_city_rows_and_numbers_agree(rows: list[Any]) -> None:
    Standing.objects.all().delete()
    for path in (COUNTY, OTHER_COUNTY, THIRD):
        make_county(path)
    for path, status, places, inclusive in rows:
        make_place(path, status, places=places, is_inclusive=inclusive)
    one = indicator("inclusive-places-share")

    city = reckon_one(one, DAY)[CITY]

    counted = [p or 0 for _, s, p, i in rows if s == "filed" and i]
    assert city.numerator == sum(counted) == total(rows_behind(one, DAY))
    assert city.denominator == sum(p or 0 for _, s, p, _ in rows if s == "filed")


def test_rows_are_cut_and_narrowed() -> None:
    made = make_city()
    one = indicator("institutions")

    assert [row.code for row in CountedRows(one, DAY)[1:3]] == [
        row.code for row in rows_behind(one, DAY)[1:3]
    ]
    assert [row.institution_id for row in CountedRows(one, DAY, only=[made["chain"].pk])] == [
        made["chain"].pk
    ]
    assert CountedRows(one, DAY)[0].institution == str(made["plain"])


def test_the_nearest_are_told_what_they_lack() -> None:
    made = make_city()

    near = near_misses(indicator("public-private-sites"), DAY, counties=["410482"])

    assert [(miss.institution_id, miss.lacks) for miss in near] == [
        (
            made["home"].pk,
            ("须办托方式 为 公办民营、民办公助 之一，现为民办",),
        )
    ]


def test_what_only_waits_for_its_filing_is_nearer_than_what_is_of_another_kind() -> None:
    make_county()
    other = make_place(backing="private")
    waiting = make_place(status="registered", backing="public_private")

    near = near_misses(indicator("public-private-sites"), DAY)

    assert [miss.institution_id for miss in near] == [waiting.pk, other.pk]
    assert near[0].lacks == ("须机构状态 ＝ 已备案，现为已登记未备案",)


def test_what_is_unknown_is_said_to_be_so() -> None:
    make_county()
    make_place(form="kindergarten_class", host_inclusive=None)

    near = near_misses(indicator("inclusive-kindergarten-classes"), DAY)

    assert near[0].lacks[0].endswith("现为待查明")


def test_a_number_of_one_condition_has_no_near_misses() -> None:
    make_city()

    assert near_misses(indicator("institutions"), DAY) == []


def test_population_and_one_are_no_measures() -> None:
    assert indicator("places-per-1000").denominator is Per.POPULATION
    assert Institution.objects.aggregate(n=Count("pk", filter=Q()))["n"] == 0

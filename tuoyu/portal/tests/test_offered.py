"""What the public pages offer and say, word by word, and what they leave out."""

from datetime import date, timedelta
from typing import Any

import pytest

from tuoyu.filing.tests.make import make_office
from tuoyu.institutions.models import Profile, Site
from tuoyu.institutions.services import stand
from tuoyu.institutions.tests.make import NOON, OPENED, make_content, make_institution
from tuoyu.org.models import Unit
from tuoyu.org.tests.make import COUNTY, make_region, make_unit
from tuoyu.portal.queries import choices, policy
from tuoyu.portal.queries import notices as news
from tuoyu.portal.queries.guide import guide
from tuoyu.portal.queries.place import place
from tuoyu.portal.queries.places import places
from tuoyu.portal.queries.register import FIELDS, rows
from tuoyu.portal.queries.shown import shown
from tuoyu.portal.queries.wish import Wish
from tuoyu.records.services import CLOCKWORK

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
ONE_DAY = timedelta(days=1)
HERE = COUNTY[-6:]


# The guide


def test_the_guide_lists_the_three_routes_and_no_other_entry() -> None:
    routes = [entry.id.partition("/")[2] for entry in guide(TODAY, HERE).routes]

    assert routes == ["public-institution-route", "social-service-route", "for-profit-route"]


def test_a_health_body_is_no_office_that_files() -> None:
    office = make_office()
    make_unit(COUNTY, kind=Unit.Kind.HEALTH_BODY, department="health")

    assert guide(TODAY, HERE).offices == [office]


# The policy library


def test_drafts_stand_apart_from_what_is_in_force() -> None:
    on_shelf = [book.head for _, books in policy.shelf(TODAY, HERE) for book in books]

    assert on_shelf
    assert not [head.slug for head in on_shelf if head.draft]
    assert all(book.head.draft for book in policy.drafts())


def test_kinds_of_documents_stand_in_one_order_and_once_each() -> None:
    kinds = [kind for kind, _ in policy.shelf(TODAY, HERE)]

    known = list(policy.KINDS.values())
    assert kinds == sorted(set(kinds), key=known.index)


def test_every_word_asked_for_stands_in_what_is_found() -> None:
    found = policy.search("备案 回执", TODAY, HERE)

    assert found
    told = [f"{line.says} {line.citation}" for line in found]
    assert all("备案" in text and "回执" in text for text in told)
    assert policy.search("备案 没有这样的字", TODAY, HERE) == []


def test_beginnings_of_documents_are_told_newest_first() -> None:
    days = [change.on for change in policy.changes(HERE) if change.word == "施行"]

    assert date(2019, 10, 8) in days  # the setting standard
    assert days == sorted(days, reverse=True)


# One place


def test_before_its_first_day_a_place_has_no_page() -> None:
    here = make_institution()

    assert place(here.code, OPENED) is not None
    assert place(here.code, OPENED - ONE_DAY) is None


@pytest.mark.parametrize(
    ("longitude", "latitude", "is_mapped"),
    [("113.3", "33.7", True), ("113.3", None, False), (None, "33.7", False)],
)
def test_a_place_is_on_the_map_with_both_coordinates(
    longitude: str | None, latitude: str | None, is_mapped: bool
) -> None:
    here = make_institution()
    Site.objects.update(longitude=longitude, latitude=latitude)

    assert page(here)["is_mapped"] is is_mapped


def page(here: Any) -> dict[str, Any]:
    facts = place(here.code, TODAY)
    assert facts is not None
    return shown(facts, TODAY)


@pytest.mark.parametrize("is_open", [True, False, None])
def test_whether_it_is_open_to_all_is_told_where_it_is_known(is_open: bool | None) -> None:
    here = make_institution()
    Profile.objects.update(open_to_public=is_open)

    labels = [row["label"] for row in page(here)["rows"]]

    assert ("向社会开放" in labels) is (is_open is not None)


def test_what_is_not_known_of_a_place_is_no_row() -> None:
    here = make_institution()
    Profile.objects.update(
        credit_code="", registrar_name="", registered_on=None, chain_name="", other_name="",
        legal_form="", backing="", open_to_public=None,
    )  # fmt: skip
    Site.objects.update(building_area_m2=None, outdoor_area_m2=None, highest_floor=None)

    labels = [row["label"] for row in page(here)["rows"]]

    assert set(labels) <= {"所在乡镇街道"}


# Notices


def test_notices_of_one_kind_leave_out_the_others() -> None:
    here = make_institution(name="小石榴托育园")
    stand(here, "suspended", on=date(2026, 6, 1), by=CLOCKWORK, at=NOON)

    for kind, text in (
        ("filed", "小石榴托育园（新华）完成备案，托位 35 个"),
        ("suspended", "小石榴托育园（新华）暂停服务"),
    ):
        found, total = news.notices(TODAY, kind=kind)
        assert ([notice.text for notice in found], total) == ([text], 1)
    assert news.notices(TODAY)[1] == 2


def test_a_name_that_holds_its_county_is_not_told_where_it_is() -> None:
    make_institution(name="新华区小石榴托育园", places=None)

    found, _ = news.notices(TODAY)

    assert [notice.text for notice in found] == ["新华区小石榴托育园完成备案"]


def test_notices_are_of_the_day_and_before() -> None:
    here = make_institution()
    stand(here, "suspended", on=TODAY + ONE_DAY, by=CLOCKWORK, at=NOON)

    assert [notice.kind for notice in news.notices(TODAY)[0]] == ["filed"]


# The open register


def test_the_open_register_has_each_field_in_its_column() -> None:
    content = make_content()
    here = make_institution(
        content=content,
        region="41/4104/410402/410402001",
        name="小石榴托育园",
        other_name="小石榴",
        credit_code="91410402MA9X00001W",
    )

    (row,) = rows(TODAY)

    assert dict(zip([name for name, _ in FIELDS], row, strict=True)) == {
        "institution_name": "小石榴托育园",
        "other_name": "小石榴",
        "credit_code": "91410402MA9X00001W",
        "type": "企业",
        "zoning_code": "410402001",
        "zoning_name": here.region.name,
        "address": "平顶山市新华区建设路 18 号",
        "finished_time": str(OPENED),
    }


@pytest.mark.parametrize(
    ("status", "is_listed"), [("filed", True), ("suspended", True), ("cancelled", False)]
)
def test_the_open_register_holds_what_is_filed_today(status: str, is_listed: bool) -> None:
    here = make_institution()
    if status != "filed":
        stand(here, status, on=TODAY, by=CLOCKWORK, at=NOON)

    assert bool(rows(TODAY)) is is_listed
    assert rows(TODAY - ONE_DAY)


# The form of a search


def menus(**asked: str) -> dict[str, choices.Choice]:
    wish = Wish.of(asked)
    where = places(wish, TODAY)
    found = [*choices.main_choices(wish, where), *choices.more_choices(wish, where)]
    return {choice.name: choice for choice in found}


def test_townships_are_offered_once_a_county_is_chosen() -> None:
    town = make_region(f"{COUNTY}/410402001")

    assert "township" not in menus()
    offered = menus(county=HERE, township=town.code)["township"]
    assert (offered.options[1:], offered.value) == ([(town.code, town.name)], town.code)


@pytest.mark.parametrize("chosen", ["yes", "no", ""])
def test_what_was_chosen_of_inclusive_places_stays_chosen(chosen: str) -> None:
    assert menus(inclusive=chosen)["inclusive"].value == chosen


def test_the_nearest_first_is_offered_once_it_is_known_from_where() -> None:
    def offered(**asked: str) -> list[str]:
        return [key for key, _ in choices.sorts(Wish.of(asked))]

    assert "near" not in offered()
    assert "near" in offered(near="113.3,33.7")


@pytest.mark.parametrize(
    ("asked", "sort"),
    [
        ({"sort": "price"}, "price"),
        ({"sort": "name"}, ""),
        ({"sort": "near"}, ""),
        ({"sort": "near", "near": "113.3,33.7"}, "near"),
        ({"near": "113.3,33.7"}, "near"),
    ],
)
def test_an_order_that_is_none_is_left_out(asked: dict[str, str], sort: str) -> None:
    assert Wish.of(asked).sort == sort


@pytest.mark.parametrize(
    ("asked", "is_narrow"),
    [
        ({"q": "石榴", "near": "113.3,33.7", "sort": "price"}, False),
        ({"county": HERE}, True),
        ({"service": "hourly"}, True),
        ({"inclusive": "no"}, True),
        ({"places": "20"}, True),
    ],
)
def test_words_alone_are_not_narrow(asked: dict[str, str], is_narrow: bool) -> None:
    assert Wish.of(asked).is_narrow is is_narrow


def test_a_township_is_known_by_its_own_code() -> None:
    first, second = (make_region(f"{COUNTY}/41040200{n}") for n in (1, 2))
    where = places(Wish.of({"county": HERE}), TODAY)

    found = where.township(second.code)

    assert found is not None
    assert found.name == second.name
    assert first.code != second.code
    assert where.township("410402099") is None

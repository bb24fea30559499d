"""Places change by a day and a basis; what they were called before can still be read."""

from datetime import date

import pytest

from tuoyu.core.errors import Refused
from tuoyu.org.models import Region, Unit
from tuoyu.org.permissions import KEEP_REGIONS, Role
from tuoyu.org.queries.places import (
    bodies_of,
    counties,
    counties_page,
    regions_for,
)
from tuoyu.org.services import places
from tuoyu.org.tests.make import (
    CITY,
    COUNTY,
    OTHER_COUNTY,
    make_region,
    make_unit,
    make_user,
)
from tuoyu.records.models import Entry
from tuoyu.records.tests.make import NOON

pytestmark = pytest.mark.django_db


def _rename(region: Region, **fields: object) -> None:
    given: dict[str, object] = {
        "code": "410405",
        "name": "新华新区",
        "short_name": "新华",
        "on": date(2026, 7, 1),
        "basis": "国函〔2026〕1号",
    }
    places.rename_region(region, **given | fields, by=make_user(), at=NOON)  # type: ignore[arg-type]


def test_a_new_code_moves_all_below_and_keeps_the_old_name() -> None:
    region = make_region(COUNTY)
    township = make_region(f"{COUNTY}/410402001")
    other = make_region(OTHER_COUNTY)

    _rename(region)

    for row in (region, township, other):
        row.refresh_from_db()
    assert (region.code, region.path) == ("410405", "41/4104/410405")
    assert township.path == "41/4104/410405/410402001"
    assert other.path == OTHER_COUNTY
    assert region.name_on(date(2026, 6, 30)) == "新华区"
    assert region.name_on(date(2026, 7, 1)) == "新华新区"
    assert Entry.objects.get().detail["old"]["code"] == "410402"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"code": "410403"}, "已被别的地方使用"),
        ({"code": "41"}, "6 位数字"),
        ({"code": "41O402"}, "6 位数字"),
        ({"on": date(1999, 1, 1)}, "应晚于"),
        ({"code": "410402", "name": "新华区", "short_name": "新华"}, "没有变"),
    ],
)
def test_a_change_that_cannot_be_is_refused(fields: dict[str, object], words: str) -> None:
    make_region(OTHER_COUNTY)

    with pytest.raises(Refused, match=words):
        _rename(make_region(COUNTY), **fields)
    assert not Entry.objects.exists()


def test_names_follow_each_other_without_overlap() -> None:
    region = make_region(COUNTY)
    _rename(region)

    with pytest.raises(Refused, match="应晚于 2026-07-01"):
        _rename(region, name="又改")
    _rename(region, name="又改", on=date(2026, 8, 1))

    region.refresh_from_db()
    assert region.name_on(date(2026, 7, 15)) == "新华新区"


def test_whether_a_county_counts_is_a_switch_with_a_basis() -> None:
    ruzhou = make_region("41/4104/410482")

    places.count_in_city(ruzhou, counts=False, basis="省直管", by=make_user(), at=NOON)

    assert list(counties(in_city=True)) == []
    assert list(counties(in_city=False)) == [ruzhou]
    assert Entry.objects.get().detail == {"counts": False, "basis": "省直管"}
    with pytest.raises(Refused, match="已经是"):
        places.count_in_city(ruzhou, counts=False, basis="省直管", by=make_user(), at=NOON)
    with pytest.raises(Refused, match="县（市、区）一级"):
        places.count_in_city(
            make_region(CITY), counts=False, basis="省直管", by=make_user(), at=NOON
        )


def test_a_newer_population_says_where_it_comes_from() -> None:
    region = make_region(COUNTY, population=100)

    places.set_population(
        region, population=120, source="2025 年统计公报", by=make_user(), at=NOON
    )

    region.refresh_from_db()
    assert (region.population, region.population_source) == (120, "2025 年统计公报")
    assert Entry.objects.get().detail["old"] == 100


def test_a_unit_is_opened_changed_and_closed() -> None:
    region = make_region(COUNTY)
    who = make_user()

    unit = places.open_unit(
        kind="authority", name="新华区司法局", region=region, by=who, at=NOON
    )
    places.change_unit(
        unit,
        name="新华区司法局",
        short_name="司法局",
        phone="0375-0001000",
        address="示例路 1 号",
        needs_approval=True,
        receipt_after_review=False,
        by=who,
        at=NOON,
    )
    places.close_unit(unit, reason="机构改革", by=who, at=NOON)

    unit.refresh_from_db()
    assert (unit.needs_approval, unit.is_closed) == (True, True)
    assert (unit.phone, unit.address) == ("0375-0001000", "示例路 1 号")
    assert [entry.deed for entry in Entry.objects.all()] == [
        "unit.opened",
        "unit.changed",
        "unit.closed",
    ]
    with pytest.raises(Refused, match="已经撤销"):
        places.close_unit(unit, reason="机构改革", by=who, at=NOON)


def test_units_that_may_not_be_opened_or_closed_here() -> None:
    unit, who = make_unit(), make_user()
    make_user(Role.LEADER, unit)

    with pytest.raises(Refused, match="1 个在任岗位"):
        places.close_unit(unit, reason="改革", by=who, at=NOON)
    with pytest.raises(Refused, match="已有"):
        places.open_unit(kind=unit.kind, name=unit.name, region=unit.region, by=who, at=NOON)
    with pytest.raises(Refused, match="由备案入册"):
        places.open_unit(kind="institution", name="小树", region=unit.region, by=who, at=NOON)
    with pytest.raises(Refused, match="走备案"):
        places.close_unit(make_unit(kind="institution"), reason="关门", by=who, at=NOON)


def test_the_list_counts_parts_and_bodies_but_not_institutions() -> None:
    keeper = make_user(Role.SYSTEM_ADMIN, make_unit(CITY))
    make_region(f"{COUNTY}/410402001")
    make_unit(COUNTY)
    make_unit(COUNTY, kind=Unit.Kind.INSTITUTION)

    (row,) = counties_page(keeper, KEEP_REGIONS)

    assert (row.townships, row.bodies) == (1, 1)  # type: ignore[attr-defined]
    assert bodies_of(row).count() == 1


def test_a_county_keeper_keeps_the_county_alone() -> None:
    make_region(OTHER_COUNTY)

    seen = regions_for(make_user(Role.SYSTEM_ADMIN, make_unit(COUNTY)), KEEP_REGIONS)

    assert [region.path for region in seen] == [COUNTY]
    assert not regions_for(make_user(Role.LEADER), KEEP_REGIONS).exists()

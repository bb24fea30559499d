"""The reference rows are whole, agree with the census, and never overwrite people's work."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import Sum

from tuoyu.core.errors import Refused
from tuoyu.org.models import Region, Unit
from tuoyu.records.models import Entry

pytestmark = pytest.mark.django_db
Level = Region.Level


def _seed() -> str:
    out = StringIO()
    call_command("seed_reference", stdout=out)
    return out.getvalue()


def test_the_city_is_laid_down_to_its_townships() -> None:
    _seed()

    levels = {level: Region.objects.filter(level=level).count() for level in Level}
    assert levels == {Level.PROVINCE: 1, Level.CITY: 1, Level.COUNTY: 12, Level.TOWNSHIP: 148}
    assert Region.objects.get(code="410482001").path == "41/4104/410482/410482001"
    zones = Region.objects.filter(is_zone=True)
    assert {zone.name for zone in zones} == {"高新区", "城乡一体化示范区"}


def test_the_counties_add_up_to_the_census_of_the_city() -> None:
    _seed()

    total = Region.objects.counties().aggregate(Sum("population"))["population__sum"]
    assert total == Region.objects.get(code="4104").population == 4_987_137
    assert not Region.objects.counties().filter(population_source="").exists()


def test_every_county_has_the_departments_of_the_plan() -> None:
    _seed()

    health = Unit.objects.get(department="health", region__code="410402")
    assert health.name == "新华区卫生健康委"
    for county in Region.objects.counties():
        authorities = Unit.objects.filter(region=county, kind=Unit.Kind.AUTHORITY)
        assert authorities.count() == 18  # 17 departments and the government
        assert Unit.objects.filter(region=county, kind=Unit.Kind.HEALTH_BODY).count() == 3
    zone = Unit.objects.get(department="government", region__code="410471")
    assert zone.name == "高新区管委会"


def test_seeding_again_adds_nothing_and_leaves_changes_alone() -> None:
    _seed()
    Region.objects.filter(code="410482").update(counts_in_city=False)
    Unit.objects.filter(department="health", region__code="410402").update(name="改过的名称")

    assert _seed() == "新增区划 0 个、单位 0 个。\n"

    assert not Region.objects.get(code="410482").counts_in_city
    assert Unit.objects.filter(name="改过的名称").exists()
    entry = Entry.objects.get()
    assert (entry.deed, entry.detail) == ("reference.seeded", {"regions": 162, "units": 273})


def test_a_folder_without_the_files_is_said_aloud(tmp_path: object) -> None:
    with pytest.raises(Refused, match=r"regions\.csv"):
        call_command("seed_reference", folder=tmp_path)


def test_pages_never_name_another_city_than_the_register(settings: Any) -> None:
    settings.CITY_NAME = "示例市"

    with pytest.raises(Refused, match="4104 是平顶山市，而 CITY_NAME 写的是“示例市”"):
        _seed()


def test_a_city_renamed_later_still_starts() -> None:
    _seed()
    Region.objects.filter(code="4104").update(name="新名市")

    _seed()

    assert Region.objects.get(code="4104").name == "新名市"


def test_a_city_that_the_files_do_not_know_is_said_aloud(settings: Any) -> None:
    settings.CITY_CODE = "9999"

    with pytest.raises(Refused, match="9999"):
        _seed()

    assert not Region.objects.exists()

"""One given value as its field keeps it, or in words why it cannot be kept."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from django.db import models

from tuoyu.core.clock import CITY_ZONE
from tuoyu.institutions.models import Practice, Profile, Room, Site
from tuoyu.institutions.services.values import Unreadable, read_value

NOON = datetime(2026, 5, 1, 12, tzinfo=CITY_ZONE)


def read(model: type[models.Model], name: str, value: Any) -> Any:
    field: Any = model._meta.get_field(name)
    return read_value(field, value)


@pytest.mark.parametrize(
    ("model", "name", "value", "kept"),
    [
        (Profile, "places", "３５", 35),
        (Profile, "places", 35, 35),
        (Profile, "name", "  小石榴托育园 ", "小石榴托育园"),
        (Profile, "is_inclusive", "是", True),
        (Profile, "is_inclusive", "OFF", False),
        (Profile, "is_inclusive", "", None),
        (Profile, "registered_on", "２０２６-０５-０１", date(2026, 5, 1)),
        (Profile, "registered_on", NOON, date(2026, 5, 1)),
        (Profile, "registered_on", date(2026, 5, 1), date(2026, 5, 1)),
        (Profile, "form", "family_site", "family_site"),
        (Site, "building_area_m2", "420.456", Decimal("420.46")),
        (Site, "building_area_m2", "9999999.99", Decimal("9999999.99")),
        (Site, "building_area_m2", "0", Decimal(0)),
        (Practice, "meal_balance_percent", "-2", Decimal(-2)),
        (Profile, "opens_at", "07:30", time(7, 30)),
        (Profile, "opens_at", time(7, 30), time(7, 30)),
        (Room, "name", "活\x00动室", "活动室"),
    ],
)
def test_a_value_is_read_as_its_field_keeps_it(
    model: type[models.Model], name: str, value: Any, kept: Any
) -> None:
    assert read(model, name, value) == kept


@pytest.mark.parametrize(
    ("model", "name", "value", "words"),
    [
        (Profile, "places", "三十", "应是整数"),
        (Profile, "places", -1, "应是 0 到"),
        (Profile, "places", 2_147_483_648, "应是 0 到 2147483647 的整数"),
        (Profile, "places", True, "应是整数"),
        (Profile, "name", "", "没有填写"),
        (Profile, "name", 7, "应是文字"),
        (Profile, "name", "长" * 121, "最多 120 个字，现在有 121 个"),
        (Profile, "is_inclusive", "也许", "应是“是”或“否”"),
        (Profile, "registered_on", "2026-02-30", "应是日期"),
        (Profile, "form", "castle", "应是其中之一：.*家庭托育点"),
        (Site, "building_area_m2", "四百", "应是数字"),
        (Site, "building_area_m2", "NaN", "数字过大"),
        (Site, "building_area_m2", "1e30", "数字过大"),
        (Site, "building_area_m2", "9999999.996", "数字过大"),
        (Site, "building_area_m2", "-0.01", "不能小于 0"),
        (Profile, "opens_at", "25:00", "应是时刻"),
        (Practice, "video_days", "九十天", "应是整数"),
    ],
)
def test_what_the_field_cannot_keep_is_said(
    model: type[models.Model], name: str, value: Any, words: str
) -> None:
    with pytest.raises(Unreadable, match=words):
        read(model, name, value)

"""A number as a map, as bars by county, and through the year; pages show the same as tables."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import reverse

from tuoyu.assessment.queries.reach import called
from tuoyu.core.dates import judging_day
from tuoyu.core.guard import needs
from tuoyu.org.models import Region
from tuoyu.statistics import permissions
from tuoyu.statistics.queries import CITY, reckon_one, series
from tuoyu.statistics.queries.display import county_steps, is_count, shown
from tuoyu.statistics.views.numbers import indicator_on

GRID = {"left": 8, "right": 48, "top": 16, "bottom": 8, "containLabel": True}


@needs(permissions.READ)
def map_values(request: HttpRequest, indicator: str) -> JsonResponse:
    """The counties coloured in five steps, as the map part reads it."""
    on = judging_day(request)
    asked = indicator_on(indicator, on)
    numbers = reckon_one(asked, on)
    steps, _ = county_steps(numbers)
    rows = reverse("statistics:rows", args=[asked.id])
    values = {}
    for county in Region.objects.counties().on(on):
        line = shown(numbers[county.code])
        text = f"{line.text} {line.unit}".strip() if line.text else "待查明"
        values[county.code] = {
            "value": line.text or "待查明",
            "label": f"{called(county)} {text}",
            "step": steps.get(county.code, 0),
            "url": f"{rows}?county={county.code}&on={on}",
        }
    return JsonResponse({"values": values})


@needs(permissions.READ)
def bars(request: HttpRequest, indicator: str) -> JsonResponse:
    """The counties as bars, largest on top."""
    on = judging_day(request)
    asked = indicator_on(indicator, on)
    numbers = reckon_one(asked, on)
    places = Region.objects.counties().on(on)
    known = [(called(place), numbers[place.code].value) for place in places]
    known = sorted(((n, v) for n, v in known if v is not None), key=lambda pair: pair[1] or 0)
    data = [_plain(value, whole=is_count(asked)) for _, value in known]
    return JsonResponse(
        {
            "grid": GRID,
            "xAxis": {"type": "value", "min": 0},
            "yAxis": {"type": "category", "data": [name for name, _ in known]},
            "series": [_labelled("bar", asked.name, data, position="right")],
        }
    )


@needs(permissions.READ)
def months(request: HttpRequest, indicator: str) -> JsonResponse:
    """The city through the past year; a month that is unknown leaves a gap."""
    on = judging_day(request)
    asked = indicator_on(indicator, on)
    found = series(asked, CITY, on)
    data = [_plain(value, whole=is_count(asked)) for _, value in found]
    return JsonResponse(
        {
            "grid": GRID,
            "xAxis": {"type": "category", "data": [f"{day:%Y-%m-%d}" for day, _ in found]},
            "yAxis": {"type": "value", "min": 0},
            "series": [_labelled("line", asked.name, data, position="top")],
        }
    )


def _labelled(type: str, name: str, data: list[Any], *, position: str) -> dict[str, Any]:
    label = {"show": True, "position": position}
    return {"type": type, "name": name, "data": data, "label": label, "barMaxWidth": 18}


def _plain(value: Decimal | None, *, whole: bool) -> int | float | None:
    if value is None:
        return None
    return int(value) if whole else round(float(value), 2)

"""Days and moments as this country writes them; in tables `|date:"Y-m-d"` is enough."""

from datetime import date, datetime

from django import template

from tuoyu.core.clock import CITY_ZONE

register = template.Library()

WEEKDAYS = "一二三四五六日"
NOTHING = "—"


def _local(moment: datetime) -> datetime:
    return moment.astimezone(CITY_ZONE) if moment.tzinfo else moment


@register.filter
def day(value: date | None) -> str:
    """11 月 24 日, for sentences."""
    return f"{value.month} 月 {value.day} 日" if value else NOTHING


@register.filter
def full_day(value: date | None) -> str:
    """2026 年 11 月 24 日, for documents."""
    return f"{value.year} 年 {day(value)}" if value else NOTHING


@register.filter
def short_day(value: date | None) -> str:
    """11-24, for narrow columns."""
    return f"{value:%m-%d}" if value else NOTHING


@register.filter
def weekday(value: date | None) -> str:
    """周二."""
    return f"周{WEEKDAYS[value.weekday()]}" if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """2026-11-24 10:17, in the city's time."""
    return f"{_local(value):%Y-%m-%d %H:%M}" if value else NOTHING


@register.filter
def clock_time(value: datetime | None) -> str:
    """10:17, in the city's time."""
    return f"{_local(value):%H:%M}" if value else NOTHING


@register.filter
def when(value: date | datetime | str | None) -> str:
    """A moment with its minutes, a day without, words as they are."""
    if isinstance(value, datetime):
        return moment(value)
    return value.isoformat() if isinstance(value, date) else value or ""

"""Days as the law counts them: working days with holidays and 调休, and the city's own today.

Source of holidays: chinesecalendar (State Council notices, 2004–2026), overridden by dated
books. A year neither knows is counted by weekends alone and marked provisional.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import chinese_calendar
from chinese_calendar.constants import holidays as _known_holidays

CITY_ZONE = ZoneInfo("Asia/Shanghai")
LAST_KNOWN_YEAR: int = max(day.year for day in _known_holidays)
FIRST_KNOWN_YEAR: int = min(day.year for day in _known_holidays)
ONE_DAY = timedelta(days=1)
HOLIDAYS = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}


@dataclass(frozen=True, slots=True)
class Deadline:
    """A last day, and whether the calendar that gave it was fully known."""

    on: date
    provisional: bool = False


def now() -> datetime:
    """This moment, with the city's zone."""
    return datetime.now(CITY_ZONE)


def day_of(at: datetime) -> date:
    """The city's date at that moment."""
    return at.astimezone(CITY_ZONE).date()


def today() -> date:
    """The city's date."""
    return now().date()


def is_known(day: date) -> bool:
    """Is the holiday calendar of that year published?"""
    return FIRST_KNOWN_YEAR <= day.year <= LAST_KNOWN_YEAR


@lru_cache(maxsize=8192)
def is_workday(day: date) -> bool:
    """A working day by the published calendar, or by weekends where none is published."""
    return bool(chinese_calendar.is_workday(day)) if is_known(day) else day.weekday() < 5


def holiday_of(day: date) -> str:
    """春节, on its days off and on the days worked for it; empty on ordinary days."""
    if not is_known(day):
        return ""
    return HOLIDAYS.get(str(chinese_calendar.get_holiday_detail(day)[1] or ""), "")


def workdays_from(day: date) -> Iterator[date]:
    """The working days after `day`, one by one."""
    while True:
        day += ONE_DAY
        if is_workday(day):
            yield day


def add_workdays(day: date, count: int) -> Deadline:
    """The last day of a term of `count` working days; the day of the event is not counted."""
    for position, candidate in enumerate(workdays_from(day), start=1):
        if position >= count:
            return Deadline(candidate, provisional=not is_known(candidate))
    raise AssertionError("unreachable")


def workdays_between(start: date, end: date) -> int:
    """Working days in (start, end]; negative when end lies before start."""
    if end < start:
        return -workdays_between(end, start)
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(map(is_workday, days))


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    for candidate in range(day.day, 27, -1):
        try:
            return date(year, month, candidate)
        except ValueError:
            continue
    return date(year, month, min(day.day, 28))

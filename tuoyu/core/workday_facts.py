"""Working days for facts: the calendar of `clock` as SQL, so that both count the same days.

Made anew with the facts (see `facts.py`), so a newer calendar is in the database after the
next migration. Years that no calendar knows count by weekends alone, as in `clock`.
"""

from collections.abc import Iterator
from datetime import date

from tuoyu.core import clock

# Both lists are sorted: width_bucket finds by bisection how many of them a day has reached.
SQL = """
CREATE FUNCTION facts.workdays_until(day date) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT (day - date '2001-01-01') / 7 * 5
        + least((day - date '2001-01-01') % 7 + 1, 5)
        + width_bucket(day, '{made_workdays}'::date[])
        - width_bucket(day, '{days_off}'::date[])
$$;
COMMENT ON FUNCTION facts.workdays_until(date) IS '自 2001-01-01 起到当日的工作日数（含当日）';
CREATE FUNCTION facts.workdays_between(start date, until date) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT facts.workdays_until(until) - facts.workdays_until(start)
$$;
COMMENT ON FUNCTION facts.workdays_between(date, date) IS '起日之后到止日的工作日数';
"""


def workday_sql() -> str:
    """The two functions, with the days on which the week does not tell."""
    made, off = _listed(_weekends_worked()), _listed(_weekdays_off())
    return SQL.replace("{made_workdays}", made).replace("{days_off}", off)


def _listed(days: list[date]) -> str:
    return "{" + ",".join(day.isoformat() for day in days) + "}"


def _weekends_worked() -> list[date]:
    return [day for day in _known_days() if day.weekday() > 4 and clock.is_workday(day)]


def _weekdays_off() -> list[date]:
    return [day for day in _known_days() if day.weekday() < 5 and not clock.is_workday(day)]


def _known_days() -> Iterator[date]:
    day = date(clock.FIRST_KNOWN_YEAR, 1, 1)
    while clock.is_known(day):
        yield day
        day += clock.ONE_DAY

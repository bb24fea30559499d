"""Moments that tests of clocks share: the filing of MORNING is due on DUE."""

from datetime import date, datetime, timedelta

from tuoyu.filing.tests.make import MORNING

DUE = date(2026, 11, 25)  # five working days after Wednesday 2026-11-18
NOTICE_DUE = date(2026, 12, 9)  # fifteen
NEXT_DAY = MORNING + timedelta(days=1)


def on_day(day: int, month: int = 11) -> datetime:
    return MORNING.replace(month=month, day=day)

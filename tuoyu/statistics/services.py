"""The one deed of statistics: take down the numbers of a day."""

from datetime import date, datetime

from django.db import transaction

from tuoyu.assessment.queries import library
from tuoyu.core.errors import Refused
from tuoyu.records.services import Actor, note
from tuoyu.statistics.models import Snapshot
from tuoyu.statistics.queries import Number, reckon


@transaction.atomic
def take_snapshot(*, on: date, by: Actor, at: datetime) -> int:
    """Reckon every indicator in force and keep the numbers of the day; the last run wins."""
    if on > at.date():
        raise Refused("这一天还没有到，没有数字可记。")
    table = reckon(library().indicators(on).values(), on)
    rows = [_row(number, at) for numbers in table.values() for number in numbers.values()]
    Snapshot.objects.select_for_update().filter(on=on).delete()
    Snapshot.objects.bulk_create(rows)
    if rows:
        note("snapshot.taken", rows[0], by=by, at=at, on=on, numbers=len(rows))
    return len(rows)


def _row(number: Number, at: datetime) -> Snapshot:
    return Snapshot(
        on=number.on,
        taken_at=at,
        indicator=number.indicator.id,
        county_code=number.place,
        numerator=number.numerator,
        denominator=number.denominator,
        value=number.value,
        unsettled=number.unsettled,
    )

"""What the worker does for statistics."""

from procrastinate.contrib.django import app

from tuoyu.core.clock import now
from tuoyu.records.services import CLOCKWORK
from tuoyu.statistics import services
from tuoyu.statistics.queries.snapshots import days_to_take


@app.periodic(cron="45 2 * * *")
@app.task(name="statistics.nightly_snapshot", queueing_lock="statistics.nightly_snapshot")
def nightly_snapshot(timestamp: int) -> None:
    """Take down the numbers of the day, and of the ends of months that nobody took down."""
    at = now()
    for day in days_to_take(at.date()):
        services.take_snapshot(on=day, by=CLOCKWORK, at=at)

"""Work of this room on a schedule."""

from procrastinate.contrib.django import app

from tuoyu.core import clock
from tuoyu.records import services


@app.periodic(cron="* * * * *")
@app.task(name="records.seal", queueing_lock="records.seal")
def seal(timestamp: int) -> None:
    """Every minute; the moment of the schedule does not matter, the moment of the seal does."""
    services.seal_entries(clock.now())

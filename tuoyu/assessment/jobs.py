"""What the worker does for assessment."""

from procrastinate.contrib.django import app

from tuoyu.assessment import services
from tuoyu.assessment.models import Rehearsal
from tuoyu.core.clock import now
from tuoyu.records.services import CLOCKWORK


@app.task(name="assessment.run_rehearsal")
def run_rehearsal(rehearsal_id: int) -> None:
    """Run one rehearsal that somebody asked for."""
    services.run_rehearsal(Rehearsal.objects.get(pk=rehearsal_id), at=now())


@app.periodic(cron="30 2 * * *")
@app.task(name="assessment.nightly_sweep")
def nightly_sweep(timestamp: int) -> None:
    """Judge the city once a night."""
    at = now()
    services.run_sweep(on=at.date(), by=CLOCKWORK, at=at)

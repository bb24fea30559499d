"""What the worker does for assessment."""

from procrastinate.contrib.django import app

from tuoyu.assessment import services
from tuoyu.assessment.models import Rehearsal
from tuoyu.assessment.queries.queue import SWEEP_NOW
from tuoyu.core.clock import now
from tuoyu.org.models import User
from tuoyu.records.services import CLOCKWORK


@app.task(name="assessment.run_rehearsal")
def run_rehearsal(rehearsal_id: int) -> None:
    """Run one rehearsal that somebody asked for."""
    services.run_rehearsal(Rehearsal.objects.get(pk=rehearsal_id), now=now)


@app.periodic(cron="30 2 * * *")
@app.task(name="assessment.nightly_sweep", queueing_lock="assessment.nightly_sweep")
def nightly_sweep(timestamp: int) -> None:
    """Judge the city once a night."""
    at = now()
    services.run_sweep(on=at.date(), by=CLOCKWORK, at=at)


@app.task(name=SWEEP_NOW, queueing_lock=SWEEP_NOW)
def sweep_now(user_id: int) -> None:
    """Judge the city because somebody asked."""
    at = now()
    services.run_sweep(on=at.date(), by=User.objects.get(pk=user_id), at=at)

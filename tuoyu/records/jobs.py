"""Work of this room on a schedule."""

from procrastinate import JobContext
from procrastinate.builtin_tasks import remove_old_jobs
from procrastinate.contrib.django import app

from tuoyu.core import clock
from tuoyu.records import services

# What a deed did is in the trail; a job that is done says nothing more. One that failed is kept
# longer, for whoever looks into it.
DONE_HOURS = 3 * 24
FAILED_HOURS = 30 * 24


@app.periodic(cron="* * * * *")
@app.task(name="records.seal", queueing_lock="records.seal")
def seal(timestamp: int) -> None:
    """Every minute; the moment of the schedule does not matter, the moment of the seal does."""
    services.seal_entries(clock.now())


@app.periodic(cron="15 3 * * *")
@app.task(name="records.clear_jobs", queueing_lock="records.clear_jobs", pass_context=True)
async def clear_jobs(context: JobContext, timestamp: int) -> None:
    """Every night: jobs of the queue that ended days ago, with their events."""
    await remove_old_jobs(context, max_hours=DONE_HOURS)
    await remove_old_jobs(
        context,
        max_hours=FAILED_HOURS,
        remove_failed=True,
        remove_cancelled=True,
        remove_aborted=True,
    )

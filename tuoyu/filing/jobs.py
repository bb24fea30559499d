"""The clockwork of filing: every quarter of an hour it looks at the running terms."""

from procrastinate.contrib.django import app

from tuoyu.core.clock import now
from tuoyu.filing import services


@app.periodic(cron="*/15 * * * *")
@app.task(name="filing.watch", queueing_lock="filing.watch")
def watch(timestamp: int) -> int:
    """Tell the office what will be late, and note once what is."""
    return services.watch(at=now())

"""Work of this room that waits in the queue."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tuoyu.org import services
from tuoyu.org.models import Notice
from tuoyu.org.services.notices import DELIVER, SENT


class NotSentYet(Exception):
    """A channel did not take the notice; the queue tries again later."""


@app.task(name=DELIVER, retry=RetryStrategy(max_attempts=6, exponential_wait=4))
def deliver(notice_id: int) -> None:
    """Send one notice by the channels of its reader; what has gone out is not sent twice."""
    notice = Notice.objects.get(pk=notice_id)
    services.deliver(notice)
    notice.refresh_from_db()
    if any(outcome != SENT for outcome in notice.channels.values()):
        raise NotSentYet(str(notice.channels))

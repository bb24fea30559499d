"""Work of this room that waits in the queue."""

from typing import Final

from procrastinate import JobContext
from procrastinate.contrib.django import app

from tuoyu.core import clock
from tuoyu.institutions.models import LedgerImport
from tuoyu.institutions.services import ledger as ledgers
from tuoyu.institutions.services.ledger.reading import JUDGE
from tuoyu.institutions.services.ledger.working import SETTLE, TAKE_BACK, WRITE
from tuoyu.org.models import User
from tuoyu.records.services import CLOCKWORK, Actor

GO_ON: Final = "institutions.go_on"


@app.task(name=JUDGE)
def judge_ledger(ledger_id: int) -> None:
    """Judge one long ledger; done again after a fall it only judges once more."""
    ledgers.judge_kept(_ledger(ledger_id), at=clock.now())


@app.task(name=WRITE)
def write_ledger(ledger_id: int, user_id: int | None) -> None:
    """Write one long ledger into the register; done again it finds nothing to do."""
    ledgers.commit_begun(_ledger(ledger_id), by=_actor(user_id), at=clock.now())


@app.task(name=TAKE_BACK)
def take_back_ledger(ledger_id: int, user_id: int | None) -> None:
    """Take one long ledger back out of the register; done again it finds nothing to do."""
    ledgers.undo_begun(_ledger(ledger_id), by=_actor(user_id), at=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name=GO_ON, queueing_lock=GO_ON, pass_context=True)
async def go_on(context: JobContext, timestamp: int) -> None:
    """A ledger whose worker fell goes on with the next one: each of these may be done again."""
    manager = context.app.job_manager
    for name in (JUDGE, WRITE, TAKE_BACK):
        for job in await manager.get_stalled_jobs(task_name=name):
            await manager.retry_job(job)


@app.task(name=SETTLE)
def index_names() -> None:
    """After a long ledger: sort its names into the search index, count its tables."""
    ledgers.settle_in()


def _ledger(number: int) -> LedgerImport:
    rows = LedgerImport.objects.select_related("attachment", "unit__region", "uploaded_by")
    return rows.get(pk=number)


def _actor(number: int | None) -> Actor:
    return CLOCKWORK if number is None else User.objects.get(pk=number)

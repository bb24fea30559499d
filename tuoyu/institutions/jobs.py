"""Work of this room that waits in the queue."""

from procrastinate.contrib.django import app

from tuoyu.core import clock
from tuoyu.institutions.models import LedgerImport
from tuoyu.institutions.services import ledger as ledgers
from tuoyu.institutions.services.ledger.reading import JUDGE
from tuoyu.institutions.services.ledger.working import SETTLE, TAKE_BACK, WRITE
from tuoyu.org.models import User
from tuoyu.records.services import CLOCKWORK, Actor


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


@app.task(name=SETTLE)
def index_names() -> None:
    """After a long ledger: sort its names into the search index, count its tables."""
    ledgers.settle_in()


def _ledger(number: int) -> LedgerImport:
    rows = LedgerImport.objects.select_related("attachment", "unit__region", "uploaded_by")
    return rows.get(pk=number)


def _actor(number: int | None) -> Actor:
    return CLOCKWORK if number is None else User.objects.get(pk=number)

"""Work of this room that waits in the queue."""

from procrastinate.contrib.django import app

from tuoyu.core import clock
from tuoyu.institutions.models import LedgerImport
from tuoyu.institutions.services import ledger as ledgers
from tuoyu.institutions.services.ledger.committing import INDEX, index_now
from tuoyu.institutions.services.ledger.reading import JUDGE


@app.task(name=JUDGE)
def judge_ledger(ledger_id: int) -> None:
    """Judge one long ledger; done again after a fall it only judges once more."""
    rows = LedgerImport.objects.select_related("attachment", "unit__region", "uploaded_by")
    ledgers.judge_kept(rows.get(pk=ledger_id), at=clock.now())


@app.task(name=INDEX)
def index_names() -> None:
    """After a long ledger: sort its names into the search index."""
    index_now()

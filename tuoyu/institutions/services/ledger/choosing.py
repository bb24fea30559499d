"""What the officer decides for one row before anything is written."""

from datetime import datetime

from django.db import transaction

from tuoyu.core.errors import Refused
from tuoyu.institutions.models import Institution, LedgerImport, LedgerRow
from tuoyu.institutions.services.ledger.reading import hold
from tuoyu.records.services import Actor, note

Choice = LedgerRow.Choice


@transaction.atomic
def choose_row(
    row: LedgerRow,
    choice: str,
    *,
    into: Institution | None = None,
    by: Actor,
    at: datetime,
) -> LedgerRow:
    """Leave it out, merge it with a registered institution, or hold it for another one."""
    ledger = hold(row.ledger, LedgerImport.Status.JUDGED)
    _allow(row, choice, into)
    row.choice, row.into_id = choice, into.pk if into and choice == Choice.MERGE else None
    row.save(update_fields=["choice", "into_id"])
    note(
        "ledger.row_chosen",
        ledger,
        by=by,
        at=at,
        sheet=row.sheet,
        row=row.row,
        choice=choice,
        into=row.into_id,
    )
    return row


def _allow(row: LedgerRow, choice: str, into: Institution | None) -> None:
    if choice not in Choice.values:
        raise Refused("没有这样的处理办法。", field="choice", status=422)
    if row.outcome == LedgerRow.Outcome.REFUSED and choice != Choice.AS_JUDGED:
        raise Refused("这一行已退回，请在台账里改好再上传。", field="choice", status=422)
    if choice == Choice.MERGE and into is None:
        raise Refused("请选要并入哪家机构。", field="into", status=422)
    if choice == Choice.MERGE and into is not None and into.county.code != row.county:
        raise Refused(
            f"“{into}”在{into.county.name}，这一行写的是另一个县（市、区），不能并入。",
            field="into",
            status=422,
        )

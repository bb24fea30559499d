"""An import taken back whole, in one transaction, as long as nobody has built on it."""

from datetime import datetime
from typing import Any, Final

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from tuoyu.core.errors import Refused
from tuoyu.institutions.models import Institution, LedgerImport, LedgerRow, Point
from tuoyu.institutions.services.ledger.numbering import Blocks
from tuoyu.institutions.services.ledger.overwriting import overwrite
from tuoyu.institutions.services.ledger.reading import AT_ONCE, hold
from tuoyu.institutions.services.ledger.working import (
    TAKE_BACK,
    WRITTEN,
    hand_over,
    index_later,
    put_back,
)
from tuoyu.records.models import Entry
from tuoyu.records.services import Actor, note

Status = LedgerImport.Status
_SHOWN: Final = 3


@transaction.atomic
def undo_ledger(ledger: LedgerImport, *, by: Actor, at: datetime) -> LedgerImport:
    """Take everything back; a long one is taken back by the worker."""
    ledger = hold(ledger, Status.COMMITTED)
    if ledger.total <= AT_ONCE:
        return _undo(ledger, by=by, at=at)
    _refuse_built_upon(ledger)
    hand_over(ledger, Status.UNDOING, TAKE_BACK, by=by)
    note("ledger.undo_begun", ledger, by=by, at=at, rows=ledger.total)
    return ledger


def undo_begun(ledger: LedgerImport, *, by: Actor, at: datetime) -> None:
    """The worker's part, in one transaction."""
    if ledger.status != Status.UNDOING:
        return
    with put_back(ledger, Status.COMMITTED), transaction.atomic():
        _undo(hold(ledger, Status.UNDOING), by=by, at=at)


def _undo(ledger: LedgerImport, *, by: Actor, at: datetime) -> LedgerImport:
    _refuse_built_upon(ledger)
    touched = set(_rows(ledger).values_list("institution_id", flat=True))
    _rows(ledger).update(institution=None)
    try:
        with transaction.atomic():
            _take_back(ledger.written)
    except IntegrityError as reason:
        raise Refused(
            "导入的机构里已经有人办了后续业务（备案、人员或用房），不能整份撤回。"
            "请在机构页逐家更正。"
        ) from reason
    ledger.status, ledger.undone_at = Status.UNDONE, at
    ledger.save(update_fields=["status", "undone_at"])
    note("ledger.undone", ledger, by=by, at=at, institutions=len(touched))
    return ledger


def _rows(ledger: LedgerImport) -> Any:
    return LedgerRow.objects.filter(ledger=ledger, institution__isnull=False)


def _refuse_built_upon(ledger: LedgerImport) -> None:
    """Later deeds on these institutions, a later ledger, or points settled since."""
    touched = _rows(ledger).values("institution_id")
    committed = Entry.objects.filter(
        deed="ledger.committed",
        subject_kind=ledger._meta.label_lower,
        subject_id=ledger.pk,
    ).latest("pk")
    deeds = Entry.objects.filter(
        pk__gt=committed.pk,
        subject_kind=Institution._meta.label_lower,
        subject_id__in=touched,
    ).values("subject_id")
    later = LedgerRow.objects.filter(
        ledger__status=Status.COMMITTED,
        ledger__committed_at__gt=ledger.committed_at,
        institution__in=touched,
    ).values("institution_id")
    settled = Point.objects.filter(
        institution__in=touched, settled_at__gte=ledger.committed_at
    ).values("institution_id")
    for ids, words in (
        (deeds, "已有后续办理"),
        (later, "又在后来的台账里导入过"),
        (settled, "的待核实事项已经核实"),
    ):
        names = _names(ids)
        if names:
            raise Refused(f"{names}{words}，不能整份撤回。请在机构页逐家更正。")


def _names(ids: Any) -> str:
    found = Institution.objects.filter(pk__in=ids).select_related("unit")
    names = [f"“{one}”" for one in found[:_SHOWN]]
    count = found.count()
    return "、".join(names) + (f"等 {count} 家" if count > _SHOWN else "")


def _take_back(written: dict[str, Any]) -> None:
    """Added rows go first, so that the rows they replaced may hold again; those that name
    others go before them, and PostgreSQL looks at each table at once: far cheaper than all
    references at the end."""
    index_later()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    newcomers = written["added"].get(Institution._meta.label_lower, [])
    entered = written.get("entered", {})  # not yet there in ledgers of earlier days
    for model in reversed(WRITTEN):
        label = model._meta.label_lower
        if marks := entered.get(label):
            _remove_told(model, marks, newcomers)
        _remove(model, written["added"].get(label, []))
    for label, rows in written["closed"].items():
        ends = [{"id": number, "ends_on": end} for number, end in rows]
        overwrite(apps.get_model(label), ends)
    for label, rows in written["corrected"].items():
        overwrite(apps.get_model(label), [{"id": number, **former} for number, former in rows])
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _remove(model: type[models.Model], blocks: Blocks) -> None:
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        for first, last in blocks:
            cursor.execute(f"DELETE FROM {table} WHERE id BETWEEN %s AND %s", [first, last])


def _remove_told(model: type[models.Model], marks: list[int], newcomers: Blocks) -> None:
    """What was told of institutions that entered; others wrote between the same marks."""
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        for newcomer in newcomers:
            cursor.execute(
                f"DELETE FROM {table} WHERE id BETWEEN %s AND %s"
                " AND institution_id BETWEEN %s AND %s",
                [*marks, *newcomer],
            )

"""A judged ledger becomes the register, in one transaction; and is taken back in one."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from procrastinate.contrib.django import app

from tuoyu.core.errors import Refused
from tuoyu.core.ledger.pausing import collector_paused
from tuoyu.core.ledger.points import Outcome
from tuoyu.institutions.models import Institution, LedgerImport, LedgerRow, Point
from tuoyu.institutions.services.ledger import updating
from tuoyu.institutions.services.ledger.judging import Chosen, Judgement, choose_all, judge
from tuoyu.institutions.services.ledger.reading import (
    AT_ONCE,
    hold,
    reach_of,
    take_ledger,
    workbook_of,
)
from tuoyu.institutions.services.ledger.writing import Result, write
from tuoyu.records.models import Entry
from tuoyu.records.services import Actor, note

Status = LedgerImport.Status
INDEX: Final = "institutions.index_names"
_ONE_AT_A_TIME: Final = 4_104_002  # an advisory lock: ledgers enter the register one by one
_SHOWN: Final = 3


@transaction.atomic
def commit_ledger(ledger: LedgerImport, *, by: Actor, at: datetime) -> LedgerImport:
    """Write what was judged, exactly as it was shown; refused when the register has moved."""
    _wait_for_turn()
    ledger = hold(ledger, Status.JUDGED)
    rows = list(LedgerRow.objects.filter(ledger=ledger).defer("points", "changes"))
    judgement = judge(
        workbook_of(ledger),
        within=reach_of(by),
        on=at.date(),
        corrections=ledger.corrections,
    )
    _refuse_other_judgement(rows, judgement)
    choices = {row.number: Chosen(row.choice, row.into_id) for row in rows if row.choice}
    return _write(ledger, judgement, choices, rows_kept=True, by=by, at=at)


@transaction.atomic
def enter_ledger(
    content: bytes, *, name: str, by: Actor, at: datetime
) -> tuple[LedgerImport, Judgement]:
    """Keep, judge and write the file in one go however long it is, for the command line."""
    with collector_paused():
        _wait_for_turn()
        ledger, judgement = take_ledger(content, name=name, by=by, at=at)
        if judgement.rows:
            _write(ledger, judgement, {}, rows_kept=False, by=by, at=at)
    return ledger, judgement


def _wait_for_turn() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])


def _write(
    ledger: LedgerImport,
    judgement: Judgement,
    choices: dict[int, Chosen],
    *,
    rows_kept: bool,
    by: Actor,
    at: datetime,
) -> LedgerImport:
    """The writing itself, inside the caller's transaction, for a judgement made just now."""
    choose_all(judgement, choices)
    _index_later()
    result = write(ledger, judgement, choices, rows_kept=rows_kept, at=at)
    if not result.new and not result.updated:
        raise Refused("这份台账里没有可以导入的行：不是重复、退回，就是选了不导入。")
    if rows_kept:
        _remember(ledger, result)
    if result.new > AT_ONCE:
        app.configure_task(INDEX).defer()
    refused = sum(row.outcome is Outcome.REFUSED for row in judgement.rows)
    told: dict[str, Any] = {"new": result.new, "updated": result.updated, "refused": refused}
    ledger.status, ledger.committed_at = Status.COMMITTED, at
    ledger.written = result.written()
    ledger.summary = ledger.summary | {"result": told}
    ledger.save(update_fields=["status", "committed_at", "written", "summary"])
    note("ledger.committed", ledger, by=by, at=at, **told)
    return ledger


def _index_later() -> None:
    """New names wait in the index's own list, where they are found as well."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL gin_pending_list_limit = '64MB'")


def index_now() -> None:
    """Sort the waiting names in, so that searches need not read them one by one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('profile_searchable'::regclass)")


def _refuse_other_judgement(rows: list[LedgerRow], judgement: Judgement) -> None:
    """What is written is what was seen, so a register that moved asks for another look."""
    seen = {row.number: (row.outcome, row.matched_id) for row in rows}
    now = {
        number: (row.outcome.value, int(row.matched) if row.matched else None)
        for number, row in enumerate(judgement.rows, start=1)
    }
    differing = sum(seen.get(number) != judged for number, judged in now.items())
    if differing or len(seen) != len(now):
        raise Refused(
            f"判读之后登记册有了变动，{max(differing, 1)} 行的判断和您看到的不同，"
            "什么都没有写入。请重新判读，看过再导入。"
        )


def _remember(ledger: LedgerImport, result: Result) -> None:
    numbers, institutions = list(result.institutions), list(result.institutions.values())
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE institutions_ledgerrow SET institution_id = told.institution"
            " FROM unnest(%s::int[], %s::bigint[]) AS told(number, institution)"
            " WHERE ledger_id = %s AND institutions_ledgerrow.number = told.number",
            [numbers, institutions, ledger.pk],
        )


@transaction.atomic
def undo_ledger(ledger: LedgerImport, *, by: Actor, at: datetime) -> LedgerImport:
    """Take everything back, as long as nobody has built on it."""
    ledger = hold(ledger, Status.COMMITTED)
    _refuse_built_upon(ledger)
    touched = set(_rows(ledger).values_list("institution_id", flat=True))
    _rows(ledger).update(institution=None)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            _take_back(ledger.written)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as reason:
        raise Refused(
            "导入的机构里已经有人办了后续业务（备案、人员或用房），不能整份撤回。"
            "请在机构页逐家更正。"
        ) from reason
    updating.respell([pk for pk in touched if pk is not None])
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
    """Added rows go first, so that the rows they replaced may hold again."""
    for label in reversed(list(written["added"])):
        model = apps.get_model(label)
        _remove(model._meta.db_table, written["added"][label])
    for label, rows in written["closed"].items():
        _reopen(apps.get_model(label)._meta.db_table, rows)
    for label, rows in written["corrected"].items():
        model = apps.get_model(label)
        for number, former in rows:
            model._default_manager.filter(pk=number).update(**former)


def _remove(table: str, blocks: Iterable[list[int]]) -> None:
    with connection.cursor() as cursor:
        for first, last in blocks:
            cursor.execute(f"DELETE FROM {table} WHERE id BETWEEN %s AND %s", [first, last])


def _reopen(table: str, rows: list[list[Any]]) -> None:
    numbers, ends = [row[0] for row in rows], [row[1] for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET ends_on = told.ends_on"
            " FROM unnest(%s::bigint[], %s::date[]) AS told(id, ends_on)"
            f" WHERE {table}.id = told.id",
            [numbers, ends],
        )

"""A judged ledger becomes the register, in one transaction."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import connection, transaction
from procrastinate.contrib.django import app

from tuoyu.core.errors import Refused
from tuoyu.core.ledger.pausing import collector_paused
from tuoyu.core.ledger.points import Outcome
from tuoyu.institutions.models import LedgerImport, LedgerRow
from tuoyu.institutions.queries import ledger_counties
from tuoyu.institutions.services.ledger.judging import (
    Chosen,
    Judged,
    Judgement,
    Part,
    Tell,
    choose_all,
    judge,
)
from tuoyu.institutions.services.ledger.reading import (
    AT_ONCE,
    begin_ledger,
    count_done,
    end_ledger,
    hold,
    reach_of,
    workbook_of,
)
from tuoyu.institutions.services.ledger.recalling import forget_parts, recall
from tuoyu.institutions.services.ledger.stamping import stamp_now
from tuoyu.institutions.services.ledger.working import (
    SETTLE,
    WRITE,
    hand_over,
    hold_still,
    index_later,
    put_back,
    turn,
)
from tuoyu.institutions.services.ledger.writing import Result, write
from tuoyu.records.services import Actor, note

Status = LedgerImport.Status


@transaction.atomic
def commit_ledger(ledger: LedgerImport, *, by: Actor, at: datetime) -> LedgerImport:
    """Write what was judged, exactly as it was shown; a long one is written by the worker."""
    if ledger.total > AT_ONCE:
        ledger = hold(ledger, Status.JUDGED)
        hand_over(ledger, Status.WRITING, WRITE, by=by)
        note("ledger.import_begun", ledger, by=by, at=at, rows=ledger.total)
        return ledger
    with turn(), collector_paused():
        ledger = hold(ledger, Status.JUDGED)
        if not _commit_as_seen(ledger, by=by, at=at):
            _commit(ledger, _judge(ledger, by, at), by=by, at=at)
        return ledger


def commit_begun(ledger: LedgerImport, *, by: Actor, at: datetime) -> None:
    """The worker's part: one transaction, and judging again, counted, only when it must."""
    if ledger.status != Status.WRITING:
        return
    with put_back(ledger, Status.JUDGED), turn(), collector_paused():
        with transaction.atomic():
            if _commit_as_seen(hold(ledger, Status.WRITING), by=by, at=at):
                return
        judgement = _judge(ledger, by, at, tell=partial(count_done, ledger.pk))
        with transaction.atomic():
            ledger = hold(ledger, Status.WRITING)
            hold_still(ledger, reach_of(by))
            if judgement.stamp != _stamp(ledger, by, at):
                judgement = _judge(ledger, by, at)
            _commit(ledger, judgement, by=by, at=at)


def _commit_as_seen(ledger: LedgerImport, *, by: Actor, at: datetime) -> bool:
    """Written as it was judged, unless anything it was held against has moved since."""
    hold_still(ledger, reach_of(by))
    if not ledger.stamp or ledger.stamp != _stamp(ledger, by, at):
        return False
    judged = Judged(ledger_counties(), reach_of(by))
    choices = _choices(ledger)
    _write(ledger, judged, recall(ledger, judged, choices), choices, by=by, at=at)
    return True


def _stamp(ledger: LedgerImport, by: Actor, at: datetime) -> str:
    return stamp_now(on=at.date(), within=reach_of(by), corrections=ledger.corrections)


def _judge(
    ledger: LedgerImport, by: Actor, at: datetime, tell: Tell | None = None
) -> Judgement:
    return judge(
        workbook_of(ledger),
        within=reach_of(by),
        on=at.date(),
        corrections=ledger.corrections,
        tell=tell,
    )


def _commit(ledger: LedgerImport, judgement: Judgement, *, by: Actor, at: datetime) -> None:
    """Refused when the register has moved since the rows were shown."""
    rows = LedgerRow.objects.filter(ledger=ledger)
    _refuse_other_judgement(list(rows.defer("points", "changes")), judgement)
    choices = _choices(ledger)
    parts = (choose_all(part, choices) for part in judgement.parts)
    _write(ledger, judgement, parts, choices, by=by, at=at)


def _choices(ledger: LedgerImport) -> dict[int, Chosen]:
    rows = LedgerRow.objects.filter(ledger=ledger).exclude(choice="")
    chosen = rows.values_list("number", "choice", "into_id")
    return {number: Chosen(choice, into) for number, choice, into in chosen}


def _write(
    ledger: LedgerImport,
    judged: Judged,
    parts: Iterable[Part],
    choices: dict[int, Chosen],
    *,
    by: Actor,
    at: datetime,
) -> None:
    index_later()
    result = write(ledger, judged, parts, choices, rows_kept=True, at=at)
    _remember(ledger, result)
    forget_parts(ledger)
    _conclude(ledger, judged, result, by=by, at=at)


@transaction.atomic
def enter_ledger(
    content: bytes, *, name: str, by: Actor, at: datetime
) -> tuple[LedgerImport, Judgement]:
    """Keep, judge and write the file in one go however long it is, for the command line:
    PostgreSQL writes the first rows while the last are still judged."""
    with turn(), collector_paused():
        ledger, judgement, parts = begin_ledger(content, name=name, by=by, at=at)
        index_later()
        result = write(ledger, judgement, parts, {}, rows_kept=False, at=at)
        end_ledger(ledger, by=by, at=at)
        if judgement.rows:
            _conclude(ledger, judgement, result, by=by, at=at)
    return ledger, judgement


def _conclude(
    ledger: LedgerImport, judgement: Judged, result: Result, *, by: Actor, at: datetime
) -> None:
    """The end of the writing, inside the caller's transaction."""
    if not result.new and not result.updated:
        raise Refused("这份台账里没有可以导入的行：不是重复、退回，就是选了不导入。")
    if result.new + result.updated > AT_ONCE:
        app.configure_task(SETTLE).defer()
    refused = sum(row.outcome is Outcome.REFUSED for row in judgement.rows)
    told: dict[str, Any] = {"new": result.new, "updated": result.updated, "refused": refused}
    ledger.status, ledger.committed_at = Status.COMMITTED, at
    ledger.written = result.written()
    ledger.summary = ledger.summary | {"result": told}
    ledger.save(update_fields=["status", "committed_at", "written", "summary"])
    note("ledger.committed", ledger, by=by, at=at, **told)


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

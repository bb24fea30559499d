"""Reading a ledger in and judging it, as often as its columns are corrected."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from io import BytesIO
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app

from tuoyu.core import papers
from tuoyu.core.errors import Refused
from tuoyu.core.ledger.fields import FIELDS
from tuoyu.core.ledger.pausing import collector_paused
from tuoyu.core.sheets.opening import open_workbook
from tuoyu.core.sheets.workbook import Workbook
from tuoyu.institutions.models import LedgerImport
from tuoyu.institutions.permissions import IMPORT
from tuoyu.institutions.services.ledger import keeping, recalling
from tuoyu.institutions.services.ledger.judging import (
    Judgement,
    Part,
    begin_judging,
    judge,
)
from tuoyu.org.models import Unit, User
from tuoyu.records.queries import open_attachment
from tuoyu.records.services import Actor, keep_attachment, note

Status = LedgerImport.Status
JUDGE: Final = "institutions.judge_ledger"
AT_ONCE: Final = 2_000  # rows; longer files are judged by the worker
_SUMMARY: Final = ("status", "problem", "summary", "done", "total")
_KINDS: Final = {kind.suffix: kind for kind in papers.SHEETS}

LARGEST: Final = 20 * 1024 * 1024

Corrections = dict[str, dict[str, str | None]]


def check_size(size: int) -> None:
    """Refused before it is read: a ledger is a table, and tables are small."""
    if size > LARGEST:
        raise Refused(
            f"文件有 {size / 1024 / 1024:.0f} MB，台账最大 {LARGEST // 1024 // 1024} MB。"
            "请去掉图片，或按县拆开再传。",
            field="file",
            status=422,
        )


@transaction.atomic
def read_ledger(content: bytes, *, name: str, by: Actor, at: datetime) -> LedgerImport:
    """Keep the file as it came; a short one is judged at once, a long one by the worker."""
    check_size(len(content))
    workbook = open_workbook(content, name=name)
    ledger = _keep_file(content, name, workbook, by=by, at=at)
    _judge_soon(ledger, workbook, by=by, at=at)
    note("ledger.uploaded", ledger, by=by, at=at, rows=ledger.total)
    return ledger


def begin_ledger(
    content: bytes, *, name: str, by: Actor, at: datetime
) -> tuple[LedgerImport, Judgement, Iterator[Part]]:
    """Keep the file, about to be judged however long it is; its rows are kept as they enter."""
    check_size(len(content))
    workbook = open_workbook(content, name=name)
    ledger = _keep_file(content, name, workbook, by=by, at=at)
    judgement, parts = begin_judging(workbook, within=reach_of(by), on=at.date())
    return ledger, judgement, _summed_up(ledger, judgement, parts)


def _summed_up(
    ledger: LedgerImport, judgement: Judgement, parts: Iterator[Part]
) -> Iterator[Part]:
    """With the last part comes the summary, while PostgreSQL is still at its rows."""
    yield from parts
    _sum_up(ledger, judgement)


def end_ledger(ledger: LedgerImport, *, by: Actor, at: datetime) -> None:
    """Every row of it is judged."""
    ledger.save(update_fields=_SUMMARY)
    note("ledger.uploaded", ledger, by=by, at=at, rows=ledger.total)


def _keep_file(
    content: bytes, name: str, workbook: Workbook, *, by: Actor, at: datetime
) -> LedgerImport:
    attachment = keep_attachment(
        BytesIO(content), name=name, by=by, at=at, kind=_KINDS[workbook.kind]
    )
    return LedgerImport.objects.create(
        unit=_unit_of(by),
        attachment=attachment,
        total=sum(len(sheet.rows) for sheet in workbook.sheets),
        uploaded_at=at,
        uploaded_by=by if isinstance(by, User) else None,
    )


@transaction.atomic
def correct_columns(
    ledger: LedgerImport, corrections: Corrections, *, by: Actor, at: datetime
) -> LedgerImport:
    """Say what columns hold ({sheet: {letter: field or None}}); every row is judged anew."""
    ledger = hold(ledger, Status.JUDGED, Status.FAILED)
    for columns in corrections.values():
        if unknown := {field for field in columns.values() if field and field not in FIELDS}:
            raise Refused(f"没有“{'、'.join(sorted(unknown))}”这样的字段。", status=422)
    merged = {sheet: dict(columns) for sheet, columns in ledger.corrections.items()}
    for sheet, columns in corrections.items():
        merged.setdefault(sheet, {}).update(columns)
    ledger.corrections = merged
    ledger.save(update_fields=["corrections"])
    _judge_soon(ledger, workbook_of(ledger), by=by, at=at)
    note("ledger.columns_corrected", ledger, by=by, at=at, corrections=corrections)
    return ledger


@transaction.atomic
def judge_again(ledger: LedgerImport, *, by: Actor, at: datetime) -> LedgerImport:
    """Hold the file against the register as it now stands."""
    ledger = hold(ledger, Status.JUDGED, Status.FAILED)
    _judge_soon(ledger, workbook_of(ledger), by=by, at=at)
    note("ledger.judged_again", ledger, by=by, at=at)
    return ledger


def judge_kept(ledger: LedgerImport, *, at: datetime) -> None:
    """The worker's part: counted as it goes, kept in one transaction at the end."""
    if ledger.status != Status.JUDGING:
        return
    by: Actor | None = ledger.uploaded_by
    kept = LedgerImport.objects.filter(pk=ledger.pk)
    try:
        judgement = judge(
            workbook_of(ledger),
            within=reach_of(by),
            on=at.date(),
            corrections=ledger.corrections,
            tell=partial(count_done, ledger.pk),
        )
    except Refused as reason:
        kept.update(status=Status.FAILED, problem=reason.message[:300])
        return
    with transaction.atomic():
        keep(hold(ledger, Status.JUDGING), judgement)


def judge_for_reading(ledger: LedgerImport, *, by: Actor, on: date) -> Judgement:
    """The rows judged once more with their cells, for an answer that writes nothing."""
    return judge(
        workbook_of(ledger), within=reach_of(by), on=on, corrections=ledger.corrections
    )


def count_done(number: int, done: int, total: int) -> None:
    """For the page; the last row is done only when everything is kept."""
    LedgerImport.objects.filter(pk=number).update(done=min(done, total - 1), total=total)


def _judge_soon(ledger: LedgerImport, workbook: Workbook, *, by: Actor, at: datetime) -> None:
    if sum(len(sheet.rows) for sheet in workbook.sheets) <= AT_ONCE:
        keep(ledger, _judge(ledger, workbook, by, at))
        return
    ledger.status, ledger.done, ledger.problem = Status.JUDGING, 0, ""
    ledger.save(update_fields=["status", "done", "problem"])
    app.configure_task(JUDGE).defer(ledger_id=ledger.pk)


def _judge(ledger: LedgerImport, workbook: Workbook, by: Actor, at: datetime) -> Judgement:
    return judge(workbook, within=reach_of(by), on=at.date(), corrections=ledger.corrections)


def keep(ledger: LedgerImport, judgement: Judgement) -> None:
    """The judgement as the screens show it; choices made on an earlier one are gone."""
    _sum_up(ledger, judgement)
    ledger.stamp = judgement.stamp
    ledger.save(update_fields=[*_SUMMARY, "stamp"])
    with collector_paused():
        keeping.keep_rows(ledger, judgement)
        recalling.keep_parts(ledger, judgement)


def _sum_up(ledger: LedgerImport, judgement: Judgement) -> None:
    ledger.status, ledger.problem = Status.JUDGED, ""
    ledger.summary = keeping.summarise(judgement)
    ledger.done = ledger.total = len(judgement.rows)


def workbook_of(ledger: LedgerImport) -> Workbook:
    return open_workbook(open_attachment(ledger.attachment), name=ledger.attachment.name)


def hold(ledger: LedgerImport, *expected: Any) -> LedgerImport:
    """Take the ledger for this transaction, or refuse: somebody else may have moved it on."""
    # Locked alone, then read: a joined statement would keep what it saw before it waited.
    LedgerImport.objects.select_for_update().filter(pk=ledger.pk).values_list("pk").get()
    related = ("attachment", "unit__region", "uploaded_by")
    held = LedgerImport.objects.select_related(*related).get(pk=ledger.pk)
    if held.status not in expected:
        raise Refused(f"这份台账现在是“{held.get_status_display()}”，请刷新后再办理。")
    return held


def reach_of(by: Actor | None) -> tuple[str, ...]:
    """The region paths within which this person may import; the platform itself, the city."""
    if isinstance(by, User):
        return tuple(grant.region_path for grant in by.grants_for(IMPORT))
    return (f"{settings.CITY_CODE[:2]}/{settings.CITY_CODE}",)


def _unit_of(by: Actor) -> Unit:
    """The office that imports; for the platform itself, the city's health authority."""
    if isinstance(by, User):
        grants = by.grants_for(IMPORT)
        if not grants:
            raise Refused("您的岗位不能导入台账。")
        return grants[0].unit
    unit = Unit.objects.filter(
        kind=Unit.Kind.AUTHORITY, department="health", region__code=settings.CITY_CODE
    ).first()
    if unit is None:
        raise Refused("还没有区划和单位，请先运行 tuoyu seed_reference。")
    return unit

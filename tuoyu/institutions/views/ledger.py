"""A ledger on its way into the register: upload, columns, rows, import, undo."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tuoyu.core import clock
from tuoyu.core.guard import needs
from tuoyu.core.ledger.refused import write_refused
from tuoyu.core.refusing import attempt, status_of
from tuoyu.institutions import permissions
from tuoyu.institutions.forms.ledger import ChoiceForm, LedgerForm
from tuoyu.institutions.models import Institution, LedgerImport, LedgerRow
from tuoyu.institutions.queries import ledger as queries
from tuoyu.institutions.services import ledger as services
from tuoyu.institutions.views.answers import spreadsheet
from tuoyu.org.models import UserRequest

PAGE = 30


def seen(request: UserRequest, pk: int) -> LedgerImport:
    rows = LedgerImport.objects.visible_to(request.user, permissions.IMPORT)
    return get_object_or_404(rows.select_related("attachment", "unit__region"), pk=pk)


@needs(permissions.IMPORT)
def ledgers(request: UserRequest) -> HttpResponse:
    """Earlier imports, and the box for a new one."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = LedgerForm(*sent)
    if form.is_valid():
        deed = partial(_receive, request, form.cleaned_data["file"])
        if ledger := attempt(form, deed):
            return redirect("institutions:ledger", ledger.pk)
    rows = LedgerImport.objects.visible_to(request.user, permissions.IMPORT)
    page = Paginator(rows.select_related("attachment", "uploaded_by"), PAGE)
    context = {"form": form, "page": page.get_page(request.GET.get("page"))}
    return render(request, "institutions/ledgers.html", context, status=status_of(form))


def _receive(request: UserRequest, file: Any) -> LedgerImport:
    """The size is looked at before the file is."""
    services.check_size(file.size)
    return services.read_ledger(file.read(), name=file.name, by=request.user, at=clock.now())


@needs(permissions.IMPORT)
def ledger(request: UserRequest, pk: int) -> HttpResponse:
    """What was judged, tab by tab; or how far the worker has come with it."""
    one = seen(request, pk)
    if one.is_under_way or one.status == LedgerImport.Status.FAILED:
        return render(request, "institutions/ledger_waiting.html", _waiting(one))
    counts = queries.counts_of(one)
    tab, q = request.GET.get("tab", ""), request.GET.get("q", "").strip()
    if tab not in queries.TABS:
        tab = "new" if counts.get("new") or not counts.get("update") else "update"
    page = Paginator(queries.rows_of(one, tab, q), PAGE).get_page(request.GET.get("page"))
    context = {
        "ledger": one,
        "tabs": _tabs(one, tab, counts),
        "tab": tab,
        "q": q,
        "page": page,
        "rows": [
            {"row": row, "found": queries.found(row.points), "chip": queries.CHIPS[row.outcome]}
            for row in page
        ],
        "claims": queries.found(one.summary.get("points", [])),
        "counts": counts,
    }
    return render(request, "institutions/ledger.html", context)


def _waiting(one: LedgerImport) -> dict[str, Any]:
    return {"ledger": one, "words": queries.waiting_words(one)}


def _tabs(one: LedgerImport, tab: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": f"?tab={key}", "count": counts.get(key, 0), "on": key == tab}
        for key, (label, _) in queries.TABS.items()
    ]


@needs(permissions.IMPORT)
def progress(request: UserRequest, pk: int) -> HttpResponse:
    """The counted progress, asked again every two seconds; a finished one sends the page on."""
    one = seen(request, pk)
    answer = render(request, "institutions/ledger_waiting.html#progress", _waiting(one))
    if not one.is_under_way:
        answer["HX-Redirect"] = reverse("institutions:ledger", args=[pk])
    return answer


@needs(permissions.IMPORT)
def columns(request: UserRequest, pk: int) -> HttpResponse:
    """What every column was taken for, to be put right."""
    one = seen(request, pk)
    sheets = queries.columns_of(one)
    if request.method == "POST":
        services.correct_columns(
            one, _corrections(request, sheets), by=request.user, at=clock.now()
        )
        return redirect("institutions:ledger", pk)
    context = {"ledger": one, "sheets": sheets, "fields": queries.fields()}
    return render(request, "institutions/ledger_columns.html", context)


def _corrections(
    request: UserRequest, sheets: list[dict[str, Any]]
) -> dict[str, dict[str, str | None]]:
    """Only the columns whose choice differs from what was found."""
    found: dict[str, dict[str, str | None]] = {}
    for sheet in sheets:
        for column in sheet["columns"]:
            chosen = request.POST.get(column["name"], column["field"] or "") or None
            if chosen != column["field"]:
                found.setdefault(sheet["sheet"], {})[column["column"]] = chosen
    return found


@needs(permissions.IMPORT)
def row(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """One row in full, and what to do with it."""
    one = get_object_or_404(LedgerRow, ledger=seen(request, pk), number=number)
    mine = Institution.objects.visible_to(request.user, permissions.IMPORT)
    form = ChoiceForm(request.POST or None, mine=mine, initial={"choice": one.choice})
    if form.is_valid():
        deed = partial(
            services.choose_row,
            one,
            form.cleaned_data["choice"],
            into=form.cleaned_data["into"],
            by=request.user,
            at=clock.now(),
        )
        if attempt(form, deed):
            return redirect("institutions:ledger_row", pk, number)
    context = {
        "ledger": one.ledger,
        "row": one,
        "chip": queries.CHIPS[one.outcome],
        "cells": queries.cells_of(one),
        "matched": queries.matched(one),
        "changes": queries.changes_of(one),
        "likely": queries.likely(one, mine),
        "form": form,
        "before": number - 1 if number > 1 else None,
        "after": number + 1 if one.ledger.rows.filter(number=number + 1).exists() else None,
    }
    return render(request, "institutions/ledger_row.html", context, status=status_of(form))


@needs(permissions.IMPORT)
def commit(request: UserRequest, pk: int) -> HttpResponse:
    """Say what will be written, then write all of it."""
    one = seen(request, pk)
    if request.method == "POST":
        one = services.commit_ledger(one, by=request.user, at=clock.now())
        if not one.is_under_way:
            messages.success(request, "已导入登记册。")
        return redirect("institutions:ledger", pk)
    counts = queries.counts_of(one)
    effects = [
        f"新增 {counts.get('new', 0):,} 家，更新 {counts.get('update', 0):,} 家，一次写入："
        "要么全部成功，要么都不写。",
        f"{counts.get('settle', 0):,} 行里的待核实事项记到各机构名下，逐项核实。",
        f"退回 {counts.get('refused', 0):,} 行、重复 {counts.get('duplicate', 0):,} 行不写入。"
        "退回的行可下载，改好再传。",
        "导入后还没有人办理后续业务的，可以整份撤回。",
    ]
    return _ask(request, one, "导入登记册", "全部导入", "institutions:ledger_commit", effects)


@needs(permissions.IMPORT)
def undo(request: UserRequest, pk: int) -> HttpResponse:
    """Say what will go, then take all of it back."""
    one = seen(request, pk)
    if request.method == "POST":
        one = services.undo_ledger(one, by=request.user, at=clock.now())
        if not one.is_under_way:
            messages.success(request, "已整份撤回，登记册恢复到导入之前。")
        return redirect("institutions:ledger", pk)
    effects = [
        "新增的机构全部移出登记册，更新的机构恢复到导入之前。",
        "这份台账带来的待核实事项一并移除。",
        "机构名下已有后续办理的，不能撤回，会写明是哪几家。",
    ]
    return _ask(
        request,
        one,
        "撤回这次导入",
        "整份撤回",
        "institutions:ledger_undo",
        effects,
        danger=True,
    )


def _ask(
    request: UserRequest,
    one: LedgerImport,
    title: str,
    action: str,
    url: str,
    effects: list[str],
    *,
    danger: bool = False,
) -> HttpResponse:
    context = {
        "ledger": one,
        "title": title,
        "action": action,
        "post_url": reverse(url, args=[one.pk]),
        "effects": effects,
        "danger": danger,
    }
    return render(request, "institutions/ledger_ask.html", context)


@require_POST
@needs(permissions.IMPORT)
def judge_again(request: UserRequest, pk: int) -> HttpResponse:
    """Hold the file against the register as it stands now."""
    services.judge_again(seen(request, pk), by=request.user, at=clock.now())
    return redirect("institutions:ledger", pk)


@needs(permissions.IMPORT)
def refused(request: UserRequest, pk: int) -> HttpResponse:
    """The refused rows as they came, with the reason beside each cell."""
    one = seen(request, pk)
    judgement = services.judge_for_reading(one, by=request.user, on=clock.today())
    return spreadsheet(write_refused(judgement.ledger), f"退回的行（{one.attachment.name}）")

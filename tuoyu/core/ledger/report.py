"""The judgement of a ledger as plain data, for the command line and for tests."""

from typing import Any

from tuoyu.core.ledger.fields import label_of
from tuoyu.core.ledger.judging import RowJudgement
from tuoyu.core.ledger.ledger import JudgedSheet, JudgedTable, Ledger
from tuoyu.core.ledger.points import Outcome, Point, Weight


def report(ledger: Ledger) -> dict[str, Any]:
    """Counts, columns, duplicates, refused cells and warnings; JSON-ready."""
    rows, points = ledger.rows, ledger.points
    return outline(ledger) | {
        "rows": len(rows),
        "new": ledger.count(Outcome.NEW),
        "update": ledger.count(Outcome.UPDATE),
        "duplicates": [_duplicate(row) for row in rows if row.outcome is Outcome.DUPLICATE],
        "refused": [as_data(point) for point in points if point.weight is Weight.REFUSE],
        "warnings": [as_data(point) for point in points if point.weight is not Weight.REFUSE],
    }


def outline(ledger: Ledger) -> dict[str, Any]:
    """The sheets and what their columns were taken for, without the rows."""
    return {
        "sheets": [_sheet(sheet) for sheet in ledger.sheets],
        "columns": {
            sheet.name: [column for table in sheet.tables for column in _columns(table)]
            for sheet in ledger.sheets
            if sheet.tables
        },
    }


def as_data(point: Point) -> dict[str, Any]:
    return {
        "sheet": point.sheet,
        "row": point.row,
        "column": point.column,
        "field": point.field,
        "label": label_of(point.field),
        "value": point.value,
        "reason": point.reason,
        "suggestion": point.suggestion,
        "weight": point.weight.value,
    }


def _sheet(sheet: JudgedSheet) -> dict[str, Any]:
    judged = [row for table in sheet.tables for row in table.rows]
    return {
        "name": sheet.name,
        "hidden": sheet.layout.sheet.trimmings.hidden,
        "as_of": sheet.as_of.isoformat() if sheet.as_of else None,
        "rows": len(judged),
        "kinds": sheet.layout.counts(),
    }


def _columns(table: JudgedTable) -> list[dict[str, Any]]:
    return [
        {
            "column": column.letter,
            "header": column.name,
            "field": match.field if match else None,
            "label": label_of(match.field) if match else None,
            "confidence": match.confidence if match else 0.0,
            "why": match.why if match else "",
            "hidden": column.hidden,
        }
        for column in table.mapping.columns
        if column.name
        for match in (table.mapping.matches.get(column.position),)
    ]


def _duplicate(row: RowJudgement) -> dict[str, Any]:
    return {
        "sheet": row.place.sheet,
        "row": row.place.row,
        "name": row.entry.name,
        "of": {"sheet": row.same_as.sheet, "row": row.same_as.row} if row.same_as else None,
        "known": row.matched,
        "reason": row.why,
    }

"""A judged ledger as its pages show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet

from tuoyu.core.ledger.fields import FIELDS, label_of
from tuoyu.core.ledger.points import WEIGHT_LABELS, Weight
from tuoyu.core.sealing import mask_id
from tuoyu.core.sheets.columns import position
from tuoyu.core.sheets.opening import open_workbook
from tuoyu.core.sheets.text import shown
from tuoyu.core.sheets.workbook import Workbook
from tuoyu.institutions.models import Institution, LedgerImport, LedgerRow
from tuoyu.records.queries import open_attachment

Outcome = LedgerRow.Outcome
TABS: Final = {
    "new": ("新增", Q(outcome=Outcome.NEW)),
    "update": ("更新", Q(outcome=Outcome.UPDATE)),
    "duplicate": ("重复", Q(outcome=Outcome.DUPLICATE)),
    "refused": ("退回", Q(outcome=Outcome.REFUSED)),
    "settle": ("待核实", Q(to_settle__gt=0)),
}
CHIPS: Final = {"new": "kept", "update": "doing", "duplicate": "plain", "refused": "broken"}
_WEIGHTS: Final = {Weight.REFUSE: "broken", Weight.SETTLE: "unknown", Weight.INFO: "plain"}
_SAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class Found:
    """One finding about a cell, ready to be shown."""

    place: str
    label: str
    value: str
    reason: str
    suggestion: str
    weight: str
    chip: str


def found(points: list[list[Any]]) -> list[Found]:
    """Points as they were kept; what keeps a row out comes first."""
    order = list(Weight)
    kept = sorted(points, key=lambda point: order.index(Weight(point[7])))
    return [
        Found(
            place=f"{column}{row}" if row else "",
            label=label_of(field),
            value=value,
            reason=reason,
            suggestion=suggestion,
            weight=WEIGHT_LABELS[Weight(weight)],
            chip=_WEIGHTS[Weight(weight)],
        )
        for _, row, column, field, value, reason, suggestion, weight in kept
    ]


def rows_of(ledger: LedgerImport, tab: str, q: str) -> QuerySet[LedgerRow]:
    """The rows of one tab; a word narrows them by name."""
    rows = ledger.rows.filter(TABS[tab][1] if tab in TABS else Q())
    return rows.filter(name__contains=q) if q else rows


def counts_of(ledger: LedgerImport) -> dict[str, int]:
    """Rows of each tab, from the summary kept with the judgement."""
    counts: Mapping[str, int] = ledger.summary.get("counts", {})
    return dict(counts) | {"settle": ledger.summary.get("to_settle", 0)}


def columns_of(ledger: LedgerImport) -> list[dict[str, Any]]:
    """Every column with what it is taken for and what stands in it, for correcting."""
    workbook = workbook_of(ledger)
    samples = {sheet.title: sheet.rows for sheet in workbook.sheets}
    found = []
    for sheet, columns in ledger.summary.get("columns", {}).items():
        first = ledger.rows.filter(sheet=sheet[:40]).order_by("number").first()
        start = first.row - 1 if first else 0
        rows = samples.get(sheet, [])[start:]
        found.append(
            {
                "sheet": sheet,
                "columns": [
                    column | {"samples": _samples(rows, column), "name": _name(sheet, column)}
                    for column in columns
                ],
            }
        )
    return found


def _name(sheet: str, column: Mapping[str, Any]) -> str:
    return f"{sheet}!{column['column']}"


def _samples(rows: list[list[Any]], column: Mapping[str, Any]) -> list[str]:
    """The first few values; numbers of people stay hidden even here."""
    at, hidden = position(column["column"]), column["field"] == "identity"
    texts = (shown(row[at]).strip() for row in rows if at < len(row))
    values = list(dict.fromkeys(text for text in texts if text))[:_SAMPLES]
    return [mask_id(text) if hidden else text[:40] for text in values]


def fields() -> list[tuple[str, str]]:
    return [(field.key, field.label) for field in FIELDS.values()]


def workbook_of(ledger: LedgerImport) -> Workbook:
    return open_workbook(open_attachment(ledger.attachment), name=ledger.attachment.name)


def cells_of(row: LedgerRow) -> list[dict[str, Any]]:
    """Every named cell of the row as the file has it, with what was found about it."""
    table = row.ledger.summary["tables"][row.table]
    sheet = next(s for s in workbook_of(row.ledger).sheets if s.title == table["sheet"])
    cells = sheet.rows[row.row - 1]
    about: dict[str, list[Found]] = {}
    for point, raw in zip(found(row.points), _in_order(row.points), strict=True):
        about.setdefault(raw[2], []).append(point)
    shown_cells = [
        {
            "letter": letter,
            "head": head,
            "label": label_of(field) if field else "没有对应字段",
            "value": _cell(cells[position(letter)], field),
            "found": about.pop(letter, []),
        }
        for letter, head, field in table["heads"]
        if head
    ]
    rest = [point for points in about.values() for point in points]
    return [*shown_cells, {"letter": "", "head": "整行", "value": "", "found": rest}]


def _in_order(points: list[list[Any]]) -> list[list[Any]]:
    order = list(Weight)
    return sorted(points, key=lambda point: order.index(Weight(point[7])))


def _cell(cell: Any, field: str) -> str:
    text = shown(cell).strip()
    return mask_id(text) if field == "identity" and text else text


def matched(row: LedgerRow) -> Institution | None:
    """The registered institution this row would be written into, or was."""
    number = row.institution_id or row.into_id or row.matched_id
    if number is None:
        return None
    return Institution.objects.filter(pk=number).select_related("unit", "county").first()


def changes_of(row: LedgerRow) -> list[tuple[str, str, str]]:
    """Field, as registered, as the ledger says."""
    return [(label_of(name), old, new) for name, old, new in row.changes]


def likely(row: LedgerRow, mine: QuerySet[Institution]) -> list[Institution]:
    """Registered institutions of the same county whose names share a beginning or an end."""
    if not row.name:
        return []
    near = Q(unit__name__trigram_similar=row.name)
    rows = mine.filter(near, county__code=row.county).select_related("unit")
    return list(rows[:8])


def waiting_words(ledger: LedgerImport) -> str:
    """What is under way while it cannot be counted; blank while rows are counted."""
    rows, status = f"{ledger.total:,} 行", LedgerImport.Status
    if ledger.status == status.UNDOING:
        return f"正在整份撤回 {rows}，一般不到一分钟；撤完会自动打开结果。"
    if 0 < ledger.done < ledger.total - 1:
        return ""
    if ledger.status == status.WRITING:
        checked = f"{rows}都核对过了，" if ledger.done else ""
        return f"{checked}正在一次写入 {rows}，要么全部成功，要么都不写；写完会自动打开结果。"
    if ledger.done:
        return f"{rows}都判完了，正在保存判读结果；存好会自动打开。"
    return "已交后台，正在读取文件；判完会自动打开结果。"

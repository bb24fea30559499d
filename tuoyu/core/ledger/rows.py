"""From one row of cells to one entry: every mapped cell read, every other one kept."""

from typing import Any

from tuoyu.core.ledger.categories import form_of_care
from tuoyu.core.ledger.entry import Entry
from tuoyu.core.ledger.fields import CLASS_KINDS, FIELDS, Field, text
from tuoyu.core.ledger.findings import Findings
from tuoyu.core.ledger.floors import floors_in_cell, floors_of
from tuoyu.core.ledger.mapping import ColumnMapping
from tuoyu.core.sheets.codes import is_sound
from tuoyu.core.sheets.headers import merge_starts
from tuoyu.core.sheets.layout import Line, Table
from tuoyu.core.sheets.names import KeyMaker
from tuoyu.core.sheets.text import tidy
from tuoyu.core.sheets.values import Cell, Reading, is_blank

_ADVICE = {
    "code": "请按营业执照或登记证书核对 18 位代码",
    "filed_on": "请按备案回执补全日期",
    "registered_on": "请按登记证书补全日期",
    "prices": "请向机构核实收费金额",
    "status": "请写明已备案、未备案、暂停或已注销",
    "services": "请写全日托、半日托、计时托或临时托",
    "phone": "请核对联系电话",
    "identity": "请按身份证核对",
}
_ELSEWHERE = frozenset(("serial", "region"))


class RowReader:
    """Reads the rows of one table by one mapping."""

    def __init__(self, table: Table, mapping: ColumnMapping, keys: KeyMaker) -> None:
        self.sheet, self.keys = table.sheet, keys
        self.at = {match.field: position for position, match in mapping.matches.items()}
        self.plan = [
            (position, FIELDS[field], FIELDS[field].reader, *_target(field))
            for field, position in self.at.items()
            if field not in _ELSEWHERE
        ]
        # Words are kept as they are and raise no question: the shorter way through a row.
        self.words = [(at, name) for at, _, reader, _, name in self.plan if reader is text]
        self.weighed = [column for column in self.plan if column[2] is not text]
        self.rest = [(column.position, column.name) for column in mapping.unmapped()]
        self.borrowed = merge_starts(table.sheet.merges)
        self.borrowing = {row for row, _ in self.borrowed}
        self.noted = {row for row, _ in table.sheet.trimmings.notes}

    def read(self, line: Line) -> tuple[Entry, Findings]:
        cells, findings = line.cells, Findings(self.sheet.title, line.row, line.cells, self.at)
        words = {name: tidy(cells[at]) or None for at, name in self.words}
        told: dict[str, dict[str, Any]] = {"": words, "classes": {}, "class_places": {}}
        for position, field, reader, group, name in self.weighed:
            cell = cells[position]
            if cell != "" or name == "code":
                reading = reader(cell)
                if reading.value is not None:
                    told[group][name] = reading.value
                if reading.error or reading.doubt or reading.changed:
                    _say(findings, field, reading)
        if line.row in self.borrowing:
            self._borrow(line, findings, told)
        if line.row in self.noted:
            self._tell_notes(line, findings)
        return self._entry(line, told), findings

    def _borrow(self, line: Line, findings: Findings, told: dict[str, dict[str, Any]]) -> None:
        """Words of a merged cell hold for each of its rows; a number is not shared out."""
        for position, field, reader, group, name in self.plan:
            merge = self.borrowed.get((line.row, position))
            if merge is None or not is_blank(line.cells[position]):
                continue
            top: Cell = self.sheet.rows[merge.top - 1][merge.left]
            if merge.left != position or merge.top == line.row or is_blank(top):
                continue
            if field.strict:
                words = f"与第 {merge.top} 行合并成一格，各家各是多少看不出"
                findings.settle(field.key, words, "请拆开合并单元格分别填写")
            else:
                told[group][name] = reader(top).value
                findings.tell(field.key, f"取自第 {merge.top} 行的合并单元格“{tidy(top)}”")

    def _tell_notes(self, line: Line, findings: Findings) -> None:
        fields = {position: field for field, position in self.at.items()}
        for (row, position), words in self.sheet.trimmings.notes.items():
            if row == line.row and words:
                field = fields.get(position, "")
                findings.settle(field, f"单元格有批注：{words}", "请按批注核实后处理")

    def _entry(self, line: Line, told: dict[str, dict[str, Any]]) -> Entry:
        entry = Entry(**told[""], classes=told["classes"], class_places=told["class_places"])
        if entry.filed_on:
            entry.filed_precision = (
                FIELDS["filed_on"].reader(self._cell(line, "filed_on")).precision
            )
        if entry.code:
            entry.code_is_sound = is_sound(entry.code)
        if "registrar" in self.at:
            entry.registrar_name = tidy(self._cell(line, "registrar")) or None
        _place(entry)
        if entry.name:
            entry.key = self.keys.of(entry.name)
            entry.form = form_of_care(entry.name)
        if self.rest:
            entry.extra = {
                name: tidy(line.cells[at]) for at, name in self.rest if line.cells[at] != ""
            }
        return entry

    def _cell(self, line: Line, field: str) -> Cell:
        return line.cells[self.at[field]]


def _target(field: str) -> tuple[str, str]:
    """Where a field goes in an entry: its group ("" for the entry itself) and its name."""
    if field in CLASS_KINDS:
        return "classes", field
    if field.endswith("_places"):
        return "class_places", field.removesuffix("_places")
    return "", "legal_forms" if field == "legal_form" else field


def _place(entry: Entry) -> None:
    floors = floors_in_cell(entry.floor) if entry.floor else None
    floors = floors or (floors_of(entry.address) if entry.address else None)
    if floors:
        entry.lowest_floor, entry.highest_floor = floors


def _say(findings: Findings, field: Field, reading: Reading[Any]) -> None:
    advice = _ADVICE.get(field.key, "请只填一个数字" if field.strict else "")
    if reading.error and field.strict:
        findings.refuse(field.key, reading.error, advice)
    elif reading.error or reading.doubt:
        findings.settle(field.key, reading.error or reading.doubt or "", advice)
    if reading.changed and field.tells:
        findings.tell(field.key, reading.changed)

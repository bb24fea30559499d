"""The county of each row: from its own cell, or said where else it came from; never guessed."""

from tuoyu.core.ledger.entry import Entry
from tuoyu.core.ledger.findings import Findings
from tuoyu.core.ledger.regions import Region, Regions
from tuoyu.core.sheets.layout import Kind, Layout, Line, Shared, Table
from tuoyu.core.sheets.tables import fill_down
from tuoyu.core.sheets.text import shown
from tuoyu.core.sheets.values import is_blank

_FIELD = "region"


class Locator:
    def __init__(
        self, table: Table, column: int | None, regions: Regions, layout: Layout
    ) -> None:
        self.regions, self.column = regions, column
        self.shared: dict[int, Shared] = {} if column is None else fill_down(table, column)
        self.headings = _headings(table, regions)
        self.sheet = _of_sheet(layout, regions)

    def locate(self, line: Line, entry: Entry, findings: Findings) -> None:
        """Sets the entry's region, or refuses the row when nothing tells where it is."""
        by_address = self.regions.within(entry.address) if entry.address else None
        entry.region = (
            self._own(line, findings)
            or self._from_above(line, by_address, findings)
            or self._from_around(line, findings)
            or self._from_words(entry, by_address, findings)
        )
        if entry.region is None:
            findings.refuse(_FIELD, "看不出属于哪个县（市、区）", "请填写县（市、区）")
        elif by_address:
            if by_address != entry.region:
                words = f"县（市、区）是“{entry.region.name}”，地址却在“{by_address.name}”"
                findings.settle("address", words, "请核实属地")
        elif entry.address and (city := self.regions.foreign_city(entry.address)):
            findings.settle("address", f"地址写的是“{city}”，不在本市", "请核实地址")

    def _own(self, line: Line, findings: Findings) -> Region | None:
        if self.column is None or is_blank(line.cells[self.column]):
            return None
        text = shown(line.cells[self.column])
        region = self.regions.named(text) or self.regions.within(text)
        if region is None:
            findings.settle(_FIELD, f"县（市、区）“{text.strip()}”认不出来", "请填写规范名称")
        return region

    def _from_above(
        self, line: Line, by_address: Region | None, findings: Findings
    ) -> Region | None:
        shared = self.shared.get(line.row)
        region = self.regions.named(shown(shared.value)) if shared else None
        if region and shared and not shared.merged:
            words = f"县（市、区）没有填，沿用第 {shared.row} 行的“{region.name}”"
            say = findings.tell if by_address == region else findings.settle
            say(_FIELD, words, "" if by_address == region else "请核实属地并补填")
        return region

    def _from_around(self, line: Line, findings: Findings) -> Region | None:
        if heading := self.headings.get(line.row):
            findings.tell(_FIELD, f"按上方分块标题归入“{heading.name}”")
            return heading
        if self.sheet and not self._says_other(line):
            findings.tell(_FIELD, f"按表名或标题归入“{self.sheet.name}”")
            return self.sheet
        return None

    def _says_other(self, line: Line) -> bool:
        return self.column is not None and not is_blank(line.cells[self.column])

    def _from_words(
        self, entry: Entry, by_address: Region | None, findings: Findings
    ) -> Region | None:
        by_name = self.regions.within(entry.name) if entry.name else None
        region = by_address or by_name
        if region:
            source = "地址" if by_address else "机构名称"
            findings.settle(
                _FIELD, f"县（市、区）没有填，按{source}判为“{region.name}”", "请核实属地并补填"
            )
        return region


def _headings(table: Table, regions: Regions) -> dict[int, Region]:
    """Data rows under a heading inside the table that names a county."""
    found: dict[int, Region] = {}
    current: Region | None = None
    for line in table.lines:
        if line.kind is Kind.HEADING:
            text = "".join(shown(cell) for cell in line.cells)
            current = regions.named(text) or regions.within(text)
        elif line.kind in (Kind.SUBTOTAL, Kind.TOTAL):
            current = None
        elif line.kind is Kind.DATA and current:
            found[line.row] = current
    return found


def _of_sheet(layout: Layout, regions: Regions) -> Region | None:
    """The county that the sheet's name or one of its title rows is about."""
    titles = [shown(c) for line in layout.lines if line.kind is Kind.TITLE for c in line.cells]
    found = {regions.within(text) for text in (layout.sheet.title, *titles) if text}
    found |= {regions.named(layout.sheet.title)}
    counties = found - {None}
    return counties.pop() if len(counties) == 1 else None

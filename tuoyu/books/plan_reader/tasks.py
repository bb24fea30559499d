"""Tasks out of a table of tasks: each with its units, days and quantities."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from tuoyu.books.plan_reader.deadlines import Deadline, deadlines_of
from tuoyu.books.plan_reader.markers import marker_of
from tuoyu.books.plan_reader.tables import Cell, Column, TaskTable, is_note, section_of
from tuoyu.books.plan_reader.units import units_in

_SAME = re.compile(r"(?:同上|〃|″|\"|＂|同前)")
_LASTING = re.compile(
    r"长期|持续|常年|全年|每[年月季周日]|常态|适时|即时|立即|及时|按.{0,8}(?:要求|规定|进度)|—+|-+|/|无"
)
_YEAR = re.compile(r"(?<!\d)20\d{2}(?=年?)(?!\d)")
_MONTH_ALONE = re.compile(r"(?<![年\d.])\s*(?P<m>1[0-2]|0?[1-9])月")
_DOTTED = re.compile(
    r"(?<!\d)(20\d{2})\s*[.\-/．](0?[1-9]|1[0-2])(?:\s*[.\-/．](0?[1-9]|[12]\d|3[01]))?(?![\d.])"
)
_NUMBER = re.compile(r"[一二三四五六七八九十]+(?=[（(])|\d{1,2}$")  # without a stop behind it
_BARE_YEAR = re.compile(r"20\d{2}")


@dataclass(slots=True)
class Task:
    """One row, or several that a merged cell holds together."""

    table: int
    row: int
    about: str
    task: str
    units: list[str] = field(default_factory=list)
    days: list[Deadline] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    aims: list[str] = field(default_factory=list)
    by_year: list[tuple[str, date]] = field(default_factory=list)

    @property
    def promises(self) -> str:
        """What is promised by the row's own days."""
        return "。".join([self.task, *self.aims])

    @property
    def text(self) -> str:
        """The whole row in words: nothing that stands in it is left out."""
        return "\n".join(self.lines)


@dataclass(slots=True)
class _Reader:
    table: TaskTable
    title: str
    number: int
    issued_on: date | None
    section: str = ""
    notes: list[str] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    above: dict[int, str] = field(default_factory=dict)  # for 同上

    def read(self) -> None:
        for row in self.table.rows:
            across = section_of(row)
            if is_note(across or _first(row)):
                self.notes.append(across or _first(row))
            elif across:
                self.section = across
            elif any(cell.text for cell in row):
                self._take(row)

    def _take(self, row: Sequence[Cell]) -> None:
        columns = self.table.columns
        said = [self._said(at, cell) for at, cell in enumerate(row[: len(columns)])]
        if self._goes_on(row, said):
            task = self.tasks[-1]
            fresh = [at for at, cell in enumerate(row[: len(said)]) if not cell.repeated]
        else:
            task = self._open(said)
            fresh = list(range(len(said)))
        for at in fresh:
            self._fill(task, columns[at], said[at])
        task.lines.extend(cell.text for cell in row[len(columns) :] if cell.text)

    def _said(self, at: int, cell: Cell) -> str:
        if _SAME.fullmatch(cell.text.strip()) and at in self.above:
            return self.above[at]
        self.above[at] = cell.text
        return cell.text

    def _goes_on(self, row: Sequence[Cell], said: list[str]) -> bool:
        """The task's cell is merged with the one above, or empty below it."""
        if not self.tasks:
            return False
        names = [
            at for at, column in enumerate(self.table.columns[: len(said)])
            if column.role in ("number", "task")
        ]  # fmt: skip
        return bool(names) and all(row[at].repeated or not said[at] for at in names)

    def _open(self, said: list[str]) -> Task:
        named = [
            text for column, text in zip(self.table.columns, said, strict=False)
            if column.role in ("clause", "category") and text
        ]  # fmt: skip
        about = "\n".join(part for part in (self.section, *named) if part)
        task = Task(self.number, len(self.tasks) + 1, about, "")
        self.tasks.append(task)
        return task

    def _fill(self, task: Task, column: Column, text: str) -> None:
        """What one cell says of its task; a cell that says nothing adds nothing."""
        if not text.strip() or column.role == "number":
            return
        if column.role == "task":
            task.task = f"{task.task}\n{text}".strip()
            task.lines.insert(0, _told(column, text))
            return
        task.lines.append(f"{column.head or '表中'}：{text}")
        if column.role == "units":
            task.units.extend(unit for unit in units_in(text) if unit not in task.units)
        elif column.role == "due":
            self._due(task, text)
        elif column.role == "year":
            self._by_year(task, column, text)
        elif column.role == "aim":
            task.aims.append(text)

    def _due(self, task: Task, text: str) -> None:
        found = days_in(text, self.issued_on, self._year())
        task.days.extend(found)
        if not found and not _LASTING.search(text):
            task.doubts.append(f"时限“{text}”没有认出日期，请填上。")

    def _by_year(self, task: Task, column: Column, text: str) -> None:
        year = int(_YEAR.findall(column.head)[0])
        task.days.append(Deadline(date(year, 12, 31), f"{year}年", 0))
        task.by_year.append((text, date(year, 12, 31)))

    def _year(self) -> int | None:
        """The one year that the table's title names: 2026年重点任务分工表."""
        years = {int(year) for year in _YEAR.findall(self.title)}
        return years.pop() if len(years) == 1 else None


def tasks_of(
    table: TaskTable, title: str, number: int, issued_on: date | None
) -> tuple[list[Task], list[str]]:
    """The tasks of the table in their order, and the notes under it."""
    reader = _Reader(table, title, number, issued_on)
    reader.read()
    for task in reader.tasks:
        task.task = task.task or task.text.split("\n")[0]
        if not task.units:
            task.doubts.append("这一行没有写责任单位。")
    return reader.tasks, reader.notes


def days_in(text: str, issued_on: date | None, year: int | None = None) -> list[Deadline]:
    """The days of a cell that tells when: 2026.12, 2026年12月, 12月底 of a year known."""
    plain = _DOTTED.sub(_spelled, text)
    if year and not _YEAR.search(plain):
        plain = _MONTH_ALONE.sub(lambda found: f"{year}年{found['m']}月", plain)
    days = {
        day.by: Deadline(day.by, piece.strip(), 0)
        for piece in re.split(r"[\n；;]", plain)
        for day in deadlines_of(_led(piece), issued_on)
    }
    return list(days.values())


def _spelled(found: re.Match[str]) -> str:
    year, month, day = found.groups()
    return f"{year}年{int(month)}月" + (f"{int(day)}日" if day else "")


def _led(piece: str) -> str:
    """In this column a day needs no word before it to be one by which it is done."""
    piece = piece.strip()
    if _BARE_YEAR.fullmatch(piece):
        piece += "年"
    return f"到{piece}" if piece[:2] == "20" else piece


def _told(column: Column, text: str) -> str:
    """A number alone says nothing: 建设任务 300."""
    return text if re.search(r"[\u4e00-\u9fa5]", text) else f"{column.head} {text}"


def _first(row: Sequence[Cell]) -> str:
    return next((cell.text for cell in row if cell.text), "")


def bare(text: str) -> str:
    """Without its number: （一）、1. and the like."""
    marker = marker_of(text)
    return marker.rest if marker else text


def numbers_in(text: str) -> Iterator[str]:
    """The chain of numbers a text begins with, as ids are written: 二（三）2 → 二, (三), 2."""
    rest = text.strip()
    while rest:
        marker = marker_of(rest)
        bare_number = _NUMBER.match(rest)
        if marker is not None:
            yield marker.label
            rest = marker.rest
        elif bare_number is not None:
            yield bare_number[0]
            rest = rest[bare_number.end() :]
        else:
            return

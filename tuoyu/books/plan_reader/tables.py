"""A table of a plan as a grid, and the columns of a table of tasks (任务分工表)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tuoyu.books.plan_reader.brackets import rounded

_LAYOUT_LINES = 6  # more lines in a cell than a row of facts has: it only lays out text
_HEAD_ROWS = 4
_LONGEST_HEAD = 14
_WHO = (
    r"(?:第一|主要|责任|牵头|配合|主办|协办|参与|参加|落实|实施|承办|督办|主管|协同|承担|主责)"
)
# In this order: 完成时间 is a day and 工作目标 an aim although both hold words of a task.
_ROLES = (
    ("number", re.compile(r"序号|编号|项次|序列|号|No\.?")),
    ("clause", re.compile(r"(?:对应|方案|所属|原文)?条款|(?:任务)?(?:依据|来源|出处)")),
    ("year", re.compile(r"20\d{2}年?度?(?:目标|任务|计划|指标)?")),
    ("due", re.compile(r".*(?:时限|期限|时间|节点|进度|日期).*")),
    ("person", re.compile(r".*(?:责任人|负责人|领导|联系人|联系方式|电话).*")),
    (
        "units",
        re.compile(rf"(?:{_WHO}[和及与、/]?)*(?:单位|部门|主体|机关|科室)|{_WHO}|.{{0,2}}分工"),
    ),
    ("category", re.compile(r".*(?:类别|分类|领域|板块|方面|方向|类型)")),
    ("aim", re.compile(r"(?:.*(?:目标|指标|成果|成效|标准|数量))(?!任务)")),
    ("task", re.compile(r".*(?:任务|内容|举措|措施|事项|项目|要点|工作|要求|职责).*")),
)
_NOTE = re.compile(r"(?:备?注|说明)[:：]")


@dataclass(frozen=True, slots=True)
class Cell:
    """`repeated` says what a merged cell above or beside says; `across` it is beside."""

    text: str
    repeated: bool = False
    across: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[tuple[Cell, ...], ...]

    def lines(self) -> Iterator[str]:
        """Cell by cell, as a reader's finger goes."""
        for row in self.rows:
            for cell in row:
                if not cell.repeated:
                    yield from cell.text.split("\n")

    def in_rows(self, between: str = " ｜ ") -> Iterator[str]:
        """One line a row."""
        for row in self.rows:
            said = [cell.text.replace("\n", "；") for cell in row if not cell.across]
            if any(said):
                yield between.join(said)

    @property
    def is_layout(self) -> bool:
        """It only puts text in its place: one column, or whole paragraphs in a cell."""
        cells = [cell for row in self.rows for cell in row if not cell.repeated]
        narrow = all(sum(not cell.across for cell in row) <= 1 for row in self.rows)
        return narrow or any(cell.text.count("\n") >= _LAYOUT_LINES for cell in cells)


@dataclass(frozen=True, slots=True)
class Column:
    role: str
    head: str


@dataclass(frozen=True, slots=True)
class TaskTable:
    """Columns are known; `rows` are what stands under them."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def task_table(table: Table) -> TaskTable | None:
    """The table as one of tasks with units or days, if its heads say so."""
    for at in range(min(_HEAD_ROWS, len(table.rows))):
        columns = _columns(table.rows[at])
        if not _tells_tasks(columns):
            continue
        second = _second_heads(table.rows, at, columns)
        rows = table.rows[at + 1 + bool(second) :]
        heads = tuple(cell.text for cell in table.rows[at])
        body = [row for row in rows if tuple(cell.text for cell in row) != heads]
        above = [_only(row) for row in table.rows[:at]]
        title = next((text for text in above if text), "")
        return TaskTable(title, _settled(second or columns), tuple(body))
    return None


def with_tables(lines: list[str]) -> Iterator[str | Table]:
    """Lines of a text file; rows that tabs part under the heads of a table are that table."""
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and "\t" in lines[end].strip(" \r"):
            end += 1
        table = Table(tuple(_tabbed(line) for line in lines[at:end]))
        if end - at > 1 and task_table(table):
            yield table
        else:
            end = max(end, at + 1)
            yield from lines[at:end]
        at = end


def _tabbed(line: str) -> tuple[Cell, ...]:
    return tuple(Cell(part.strip()) for part in line.strip("\r\n ").split("\t"))


def section_of(row: tuple[Cell, ...]) -> str:
    """What a row says that runs across the whole table; empty for any other row."""
    return _only(row) if len(row) > 1 and all(cell.across for cell in row[1:]) else ""


def is_note(text: str) -> bool:
    return bool(_NOTE.match(text))


def _only(row: tuple[Cell, ...]) -> str:
    own = [cell.text for cell in row if cell.text and not cell.repeated]
    return own[0] if len(own) == 1 else ""


def _columns(row: tuple[Cell, ...]) -> list[Column]:
    return [_column(cell.text) for cell in row]


def _column(text: str) -> Column:
    head = re.sub(r"\s", "", text)
    plain = re.sub(r"\([^)]*\)", "", rounded(head))
    if not plain or len(plain) > _LONGEST_HEAD:
        return Column("", head)
    fits = (role for role, pattern in _ROLES if pattern.fullmatch(plain))
    return Column(next(fits, ""), head)


def _tells_tasks(columns: list[Column]) -> bool:
    roles = {column.role for column in columns}
    return bool(roles & {"task", "aim"}) and bool(roles & {"units", "due"})


def _second_heads(
    rows: tuple[tuple[Cell, ...], ...], at: int, columns: list[Column]
) -> list[Column] | None:
    """Under 责任单位 may stand 牵头 and 配合; the other heads go down through both rows."""
    if at + 1 >= len(rows) or len(rows[at + 1]) != len(columns):
        return None
    below = rows[at + 1]
    told = [_column(cell.text) for cell in below]
    own = [column for cell, column in zip(below, told, strict=True) if not cell.repeated]
    split = any(cell.across for cell in rows[at])
    if not split or not own or not all(column.role or not column.head for column in own):
        return None
    return [
        upper if cell.repeated or not lower.head else lower
        for cell, upper, lower in zip(below, columns, told, strict=True)
    ]


def _settled(columns: list[Column]) -> tuple[Column, ...]:
    """Of several columns of tasks the last one tells the task, the others where it belongs."""
    tasks = [at for at, column in enumerate(columns) if column.role == "task"]
    if not tasks:
        tasks = [at for at, column in enumerate(columns) if column.role == "aim"][:1]
    return tuple(
        Column("task" if at == tasks[-1] else "category", column.head)
        if at in tasks
        else column
        for at, column in enumerate(columns)
    )

"""From lines to a tree of numbered clauses, whatever styles the text numbers with."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from tuoyu.books.plan_reader.markers import Marker, marker_of
from tuoyu.books.plan_reader.tables import Table, TaskTable, task_table

_END = re.compile(
    r"[\s\u3000]*(?:\[?bookmark|附件|附表|附[：:]|抄送|主办[：:]|[（(]此件|image\d)"
)
_ATTACHED = re.compile(r"[\s\u3000]*附件?[：:]")
# A line longer than this that ends without a stop was broken by the typist.
_LONGEST_HEADING = 28
_SENTENCE_END = tuple("。；！？：”）)》;!?:")
_LABELLED = re.compile(r"[^，。；：:]{2,6}(?:单位|部门|领导|责任人|时限)[:：]")
_SIGNED = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日|[二〇零一三四五六七八九十]{4}年[一二三四五六七八九十]{1,2}月.{1,3}日"
)
_BODY = re.compile(r"[^，。；：,;:]{4,40}(?:政府|委员会|办公室|局|厅|部|委|会|领导小组)")
_CAPTION = re.compile(r"[^，。；]{0,40}(?:表|清单|台账|分工|分解|安排)(?:[（(][^）)]*[）)])?")


@dataclass(slots=True)
class Node:
    marker: Marker
    parent: "Node | None"
    part: int
    lines: list[str] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip()

    @property
    def id(self) -> str:
        """Labels from the top down; 条 count through chapters, 1.2 holds its own parents."""
        above = "" if self.parent is None else self.parent.id
        if self.marker.style == "article" or self.marker.style == "chapter":
            return self.marker.label
        if self.marker.style == "decimal":
            return _without_number(self.parent) + self.marker.label
        if self.parent is not None and self.parent.marker.style == "chapter":
            return f"{above}{self.marker.label}"
        return above + self.marker.label


@dataclass(slots=True)
class Captioned:
    """A table as it stands in the text; `lines` when its columns say nothing known."""

    caption: str
    table: TaskTable | None
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    before: list[str]
    roots: list[Node]
    after: list[str]
    tables: list[Captioned]

    def all(self) -> list[Node]:
        found: list[Node] = []
        waiting = list(reversed(self.roots))
        while waiting:
            node = waiting.pop()
            found.append(node)
            waiting.extend(reversed(node.children))
        return found


def outline(parts: Sequence[str | Table]) -> Outline:
    builder = _Builder()
    for part in parts:
        if isinstance(part, Table):
            builder.take_table(part)
        else:
            builder.take(part.strip(" \t\u3000\xa0\r"))
    builder.close()
    return Outline(builder.before, builder.roots, builder.after, builder.tables)


class _Builder:
    def __init__(self) -> None:
        self.before: list[str] = []
        self.after: list[str] = []
        self.roots: list[Node] = []
        self.stack: list[Node] = []
        self.part = 0
        self.last: dict[str, int] = {}
        self.attached = False  # inside the list of attachments that may stand before the text
        self.tables: list[Captioned] = []
        self.beside = False  # under a table, where notes stand until the next number

    def take(self, line: str) -> None:
        if self.roots and _END.match(line):
            self._stop(line)
            return
        marker = marker_of(line)
        if marker and self._is_clause(marker):
            self._open(marker)
        elif self.stack and not self.beside:
            self._continue(line)
        else:
            self.attached = bool(_ATTACHED.match(line)) or (
                self.attached and marker is not None
            )
            (self.after if self.roots else self.before).append(line)

    def take_table(self, table: Table) -> None:
        """Tasks are kept apart; a table of other things stays with the clause before it."""
        tasks = task_table(table)
        if tasks is not None:
            self.tables.append(Captioned(self._caption(), tasks))
            self.close()
            self.beside = bool(self.roots)
        elif not self.roots or table.is_layout:
            for line in table.lines():
                self.take(line.strip(" \t\u3000\xa0\r"))
        else:
            lines = list(table.in_rows())
            self.tables.append(Captioned("", None, lines))
            (self.stack[-1].lines if self.stack else self.after).extend(lines)

    def _caption(self) -> str:
        """The line right above the table; it names the table and is no part of a clause."""
        own = self.stack[-1].lines if self.stack and not self.beside else []
        above = own if len(own) > 1 else self.after if self.roots else self.before
        last = above[-1].strip() if above else ""
        if not last or not _CAPTION.fullmatch(last):
            return ""
        return above.pop().strip() if above is own else last

    def close(self) -> None:
        """The signature and the day under the last clause are no part of it."""
        if not self.stack:
            return
        lines = self.stack[-1].lines
        while len(lines) > 1 and (
            _SIGNED.fullmatch(_tight(lines[-1])) or _BODY.fullmatch(_tight(lines[-1]))
        ):
            self.after.insert(0, lines.pop())

    def _stop(self, line: str) -> None:
        self.close()
        self.stack = []
        self.part += 1
        self.after.append(line)

    def _is_clause(self, marker: Marker) -> bool:
        """A number opens a clause when it goes on with a list, or begins one at one.

        Articles count on through the chapters, and so do the parts of some plans.
        """
        if any(node.marker.style == marker.style for node in self.stack):
            return True
        if self.attached and marker.rank >= 4:
            return False
        return marker.value in (1, self.last.get(marker.style, 0) + 1)

    def _open(self, marker: Marker) -> None:
        styles = [node.marker.style for node in self.stack]
        if marker.style in styles:
            del self.stack[styles.index(marker.style) :]
        else:
            self._step_out(marker)
        parent = self.stack[-1] if self.stack else None
        self.last[marker.style] = marker.value
        self.beside = False
        node = Node(marker, parent, self.part, [marker.rest] if marker.rest else [])
        (self.roots if parent is None else parent.children).append(node)
        self.stack.append(node)

    def _step_out(self, marker: Marker) -> None:
        """一、 1. 2. then （一）: the last belongs under 一 again. But 一、 1. （一） nests."""
        while len(self.stack) > 1 and self._is_outer(marker, self.stack[-1]):
            self.stack.pop()
        if self.stack and marker.style == "chapter":
            self.stack = []

    def _is_outer(self, marker: Marker, inner: Node) -> bool:
        ranks = self.stack[0].marker.rank < marker.rank < inner.marker.rank
        siblings = inner.parent.children if inner.parent else []
        nested = any(
            child.marker.style == marker.style for s in siblings for child in s.children
        )
        return ranks and inner.marker.value > 1 and not nested

    def _continue(self, line: str) -> None:
        """A line broken inside a sentence is joined, a new paragraph is kept apart."""
        lines = self.stack[-1].lines
        if lines and line and _is_broken(lines[-1]):
            lines[-1] += line
        elif line:
            lines.append(line)


def _is_broken(line: str) -> bool:
    """It stops without a stop, and is too long or too punctuated to be a heading."""
    if line.endswith(_SENTENCE_END):
        return False
    if _LABELLED.match(line):
        return line.endswith(("、", "，", ","))
    return len(line) > _LONGEST_HEADING or bool(re.search("[。，；、]", line))


def _without_number(node: Node | None) -> str:
    while node is not None and node.marker.style in ("decimal", "arabic"):
        node = node.parent
    return "" if node is None else node.id


def _tight(line: str) -> str:
    return re.sub(r"[\s\u3000]", "", line)

"""YAML read safely: plain scalars, lists and mappings with their line numbers, nothing else.

The document is taken apart as nodes and no object is ever built from a tag; references, tags,
deep nesting and large files are refused before anything is kept.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import TypeVar

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from tuoyu.books.problems import BookError, Problem, near

LARGEST = 1_000_000
DEEPEST = 12
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DEEP = f"层次太深，最多 {DEEPEST} 层"
PLAIN = "tag:yaml.org,2002:"
TAGS = {
    PLAIN + name for name in ("map", "seq", "str", "int", "float", "bool", "null", "timestamp")
}

T = TypeVar("T")
Scalar = bool | int | Decimal | str | date | None


@dataclass
class Reports:
    """The problems found so far in one file."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.file, line, message))


def read_yaml(content: bytes, file: str) -> "Section":
    """The top mapping of one file, or BookError if it is not YAML that we take."""
    reports = Reports(file)
    if len(content) > LARGEST:
        raise BookError([Problem(file, 0, f"文件超过 {LARGEST // 1_000_000} MB，请拆成几本")])
    node = _compose(_decode(content, file), file)
    if not isinstance(node, MappingNode):
        raise BookError([Problem(file, 1, "文件应是“键: 值”的形式，第一行如 document: 文件名")])
    return Section.of(node, reports)


def _decode(content: bytes, file: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BookError([Problem(file, line, "不是 UTF-8 文字，请另存为 UTF-8")]) from error


def _compose(text: str, file: str) -> Node | None:
    try:
        node = YAML(typ="safe", pure=True).compose(StringIO(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        message = f"YAML 格式不对（{error.problem}），检查缩进、冒号后的空格和引号"
        raise BookError([Problem(file, line, message)]) from error
    except RecursionError as error:
        raise BookError([Problem(file, 0, DEEP)]) from error
    except (YAMLError, ValueError) as error:
        raise BookError([Problem(file, 0, f"YAML 格式不对：{error}")]) from error
    _inspect(node, file)
    return node  # type: ignore[no-any-return]


def _inspect(top: Node | None, file: str) -> None:
    """Refuse what a book never needs. A reference shows as one node met twice."""
    met: set[int] = set()
    waiting = [(top, 1)] if top else []
    while waiting:
        node, depth = waiting.pop()
        line = node.start_mark.line + 1
        if id(node) in met or node.anchor:
            raise BookError([Problem(file, line, "不用 & 和 * 引用，请把内容写出来")])
        if depth > DEEPEST:
            raise BookError([Problem(file, line, DEEP)])
        if str(node.tag) not in TAGS:
            raise BookError([Problem(file, line, "不用 ! 标签，请写普通的值")])
        met.add(id(node))
        waiting.extend((below, depth + 1) for below in _below(node))


def _below(node: Node) -> Iterator[Node]:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield from (key, value)
    elif isinstance(node, SequenceNode):
        yield from node.value


def scalar(node: Node) -> Scalar:
    """A plain value in its YAML 1.2 meaning; numbers exact."""
    written = str(node.value)
    match str(node.tag).removeprefix(PLAIN):
        case "null":
            return None
        case "bool":
            return written.lower() == "true"
        case "int":
            return int(written.replace("_", "")) if _decimal(written) else written
        case "float":
            return Decimal(written) if _decimal(written) else written
        case "timestamp":
            return _day(written) or written
        case _:
            return written


def _decimal(written: str) -> bool:
    return bool(re.fullmatch(r"[+-]?[\d_]*\.?\d+", written)) and len(written) <= 30


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


@dataclass
class Section:
    """One mapping of a file. Each getter marks its key as known; `close` reports the rest."""

    line: int
    nodes: dict[str, Node]
    lines: dict[str, int]
    reports: Reports
    known: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, node: MappingNode, reports: Reports) -> "Section":
        section = cls(node.start_mark.line + 1, {}, {}, reports)
        for key, value in node.value:
            name, line = str(key.value), key.start_mark.line + 1
            if name in section.nodes:
                first = section.lines[name]
                reports.add(line, f"“{name}”写了两次，第 {first} 行已有，请改名或删去一个")
                continue
            section.nodes[name], section.lines[name] = value, line
        return section

    def report(self, key: str, message: str) -> None:
        self.reports.add(self.lines.get(key, self.line), message)

    def take(self, key: str, *, required: bool = False) -> Node | None:
        self.known.append(key)
        node = self.nodes.get(key)
        empty = isinstance(node, ScalarNode) and scalar(node) is None
        if node is None or empty:
            if required:
                self.report(key, f"缺少“{key}”，请补上")
            return None
        return node

    def value(self, key: str, *, required: bool = False) -> Scalar:
        node = self.take(key, required=required)
        if node is None:
            return None
        if not isinstance(node, ScalarNode):
            self.report(key, f"“{key}”应是一个值，不是列表或小节")
            return None
        return scalar(node)

    def text(self, key: str, *, required: bool = True) -> str:
        """Words as written: an article `1.10` stays 1.10."""
        if self.value(key, required=required) is None:
            return ""
        return str(self.nodes[key].value).strip()

    def choice(self, key: str, kind: Callable[[str], T], options: list[str]) -> T | None:
        word = self.text(key)
        if word in options:
            return kind(word)
        if word:
            self.report(key, f"“{key}”没有“{word}”这个写法{near(word, options)}")
        return None

    def day(self, key: str, *, required: bool = True) -> date | None:
        value = self.value(key, required=required)
        if value is None or (isinstance(value, date)):
            return value
        self.report(key, f"“{key}”的日期“{value}”不对，写成 2026-01-31 的样子，且须真有这一天")
        return None

    def number(self, key: str, *, required: bool = True) -> Decimal | None:
        value = self.value(key, required=required)
        if value is None:
            return None
        if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            return Decimal(value)
        self.report(key, f"“{key}”应是数，写的是“{value}”")
        return None

    def whole(self, key: str, *, required: bool = True) -> int | None:
        value = self.number(key, required=required)
        if value is not None and value != int(value):
            self.report(key, f"“{key}”应是整数，写的是“{value}”")
        return None if value is None else int(value)

    def flag(self, key: str) -> bool:
        value = self.value(key)
        if value is None or isinstance(value, bool):
            return bool(value)
        self.report(key, f"“{key}”只写 true 或 false")
        return False

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of words; one word alone is a list of one."""
        node = self.take(key, required=required)
        if isinstance(node, ScalarNode):
            return (str(node.value).strip(),)
        if isinstance(node, SequenceNode):
            return tuple(str(part.value).strip() for part in self._scalars(key, node))
        if node is not None:
            self.report(key, f"“{key}”应是列表，写成 [甲, 乙]")
        return ()

    def _scalars(self, key: str, node: SequenceNode) -> Iterator[Node]:
        for part in node.value:
            if isinstance(part, ScalarNode):
                yield part
            else:
                self.reports.add(part.start_mark.line + 1, f"“{key}”的每一项应是一个值")

    def section(self, key: str) -> "Section | None":
        node = self.take(key)
        if node is None:
            return None
        if isinstance(node, MappingNode):
            return Section.of(node, self.reports)
        self.report(key, f"“{key}”应是小节，下面缩进写“键: 值”")
        return None

    def entries(self, key: str) -> Iterator[tuple[str, "Section"]]:
        """The named entries below a key; names are slugs."""
        below = self.section(key)
        for name, node in below.nodes.items() if below else ():
            line = below.lines[name] if below else 0
            if not SLUG.fullmatch(name):
                self.reports.add(line, f"条目名“{name}”只用小写字母、数字和 -")
            elif not isinstance(node, MappingNode):
                self.reports.add(line, f"“{name}”应是小节，下面缩进写“键: 值”")
            else:
                entry = Section.of(node, self.reports)
                entry.line = line
                yield name, entry

    def list_of(self, key: str, *, alone: bool = False) -> list["Section"]:
        """A list of small sections; with `alone`, one section may stand for a list of one."""
        node = self.take(key)
        parts = node.value if isinstance(node, SequenceNode) else [node]
        if node is None:
            return []
        if isinstance(node, MappingNode) and not alone:
            parts = [None]
        if not all(isinstance(part, MappingNode) for part in parts):
            self.report(key, f"“{key}”应是列表，每项以 - 开头，写“键: 值”")
        return [
            Section.of(part, self.reports) for part in parts if isinstance(part, MappingNode)
        ]

    def close(self, ignored: tuple[str, ...] = ()) -> None:
        """Report the keys nobody asked for."""
        for key, line in self.lines.items():
            if key not in self.known and key not in ignored:
                self.reports.add(line, f"不认识“{key}”{near(key, self.known)}")

"""The fact dictionary: which columns a rule may read, taken from the rooms' facts.sql."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from tuoyu.books.problems import BookError, Problem, near

Value = bool | int | Decimal | str | date | None

ALWAYS = ("institution_id", "subject_id", "subject_label")
ROW_TYPE = re.compile(r"CREATE\s+TYPE\s+facts\.(\w+)_row\s+AS\s*\((.*?)\)\s*;", re.I | re.S)
COMMENT = re.compile(
    r"COMMENT\s+ON\s+(COLUMN|TYPE)\s+facts\.(\w+)_row(?:\.(\w+))?\s+IS\s+'((?:[^']|'')*)'\s*;",
    re.I,
)
COLUMN = re.compile(r"\s*(\w+)\s+([a-z ]+?)\s*(?:\([\d\s,]*\))?\s*$", re.I)
UNIT = re.compile(r"^(.*?)（([^（）]*)）\s*$", re.S)
CHOICE = re.compile(r"([a-z0-9_]+) (.+)", re.S)


class Type(StrEnum):
    """What a column or an expression gives."""

    INTEGER = "整数"
    NUMERIC = "小数"
    BOOLEAN = "是否"
    TEXT = "文字"
    DATE = "日期"

    @property
    def is_number(self) -> bool:
        return self in (Type.INTEGER, Type.NUMERIC)


SQL_TYPES: Mapping[str, Type] = MappingProxyType(
    {
        "smallint": Type.INTEGER,
        "integer": Type.INTEGER,
        "int": Type.INTEGER,
        "bigint": Type.INTEGER,
        "numeric": Type.NUMERIC,
        "boolean": Type.BOOLEAN,
        "text": Type.TEXT,
        "date": Type.DATE,
    }
)


@dataclass(frozen=True, slots=True)
class Column:
    """One fact about a subject; its comment is 名称（单位） or 名称：word 说法；word 说法."""

    name: str
    type: Type
    comment: str = ""

    @property
    def label(self) -> str:
        first = re.split("[：；]", self.comment, maxsplit=1)[0]
        found = UNIT.match(first) if self.type.is_number else None
        return (found.group(1) if found else first) or self.name

    @property
    def unit(self) -> str:
        """The unit of a number: in brackets, before any comma; a scale like 1 至 4 is none."""
        found = UNIT.match(self.comment.split("；", 1)[0]) if self.type.is_number else None
        unit = found.group(2).split("，")[0] if found else ""
        return "" if re.search(r"\d", unit) else unit

    @property
    def choices(self) -> Mapping[str, str]:
        """The words a text may hold and how people say them; empty if it is free."""
        return _choices(self.comment)

    def show(self, value: Value) -> str:
        """A value of this column as people write it, with its unit."""
        words = self.choices.get(str(value))
        return words or measured(value, self.unit if value is not None else "")


@cache
def _choices(comment: str) -> Mapping[str, str]:
    listed = comment.partition("：")[2].split("；")
    found = [CHOICE.match(one.strip()) for one in listed]
    return MappingProxyType({one.group(1): one.group(2) for one in found if one})


def measured(value: object, unit: str) -> str:
    """A number and its unit: 28 个月, but 80%."""
    apart = " " if unit and unit != "%" else ""
    return f"{show(value)}{apart}{unit}"


def show(value: object) -> str:
    """A fact as people write it."""
    match value:
        case None:
            return "未填写"
        case bool():
            return "是" if value else "否"
        case Decimal():
            return format(value.normalize(), "f") if value.is_finite() else str(value)
        case date():
            return f"{value.year}年{value.month}月{value.day}日"
        case _:
            return str(value)


@dataclass(frozen=True, slots=True)
class Subject:
    """What facts are about: rows of `facts.<name>(on_day, only)`."""

    name: str
    columns: tuple[Column, ...]
    label: str = ""
    _by_name: dict[str, Column] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        self._by_name.update((column.name, column) for column in self.columns)

    def find(self, name: str) -> Column | None:
        return self._by_name.get(name)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._by_name)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All subjects the rooms offer."""

    subjects: tuple[Subject, ...]

    @classmethod
    def from_sql(cls, *texts: str) -> "Catalogue":
        """Read the `CREATE TYPE facts.…_row` and `COMMENT ON COLUMN` sentences of facts.sql."""
        problems: list[Problem] = []
        whole = re.sub(r"--[^\n]*", "", "\n".join(texts))
        comments = _comments(whole)
        subjects = tuple(
            _subject(name, body, comments, problems) for name, body in ROW_TYPE.findall(whole)
        )
        if problems:
            raise BookError(problems)
        return cls(subjects)

    def find(self, name: str) -> Subject | None:
        return next((subject for subject in self.subjects if subject.name == name), None)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(subject.name for subject in self.subjects)


Comments = dict[tuple[str, str], str]


def _comments(text: str) -> Comments:
    return {
        (subject, column or ""): words.replace("''", "'")
        for _, subject, column, words in COMMENT.findall(text)
    }


def _subject(name: str, body: str, comments: Comments, problems: list[Problem]) -> Subject:
    columns = []
    for line in re.split(r",(?![^(]*\))", body):
        column = _column(name, line, comments, problems)
        if column:
            columns.append(column)
    for required in ALWAYS:
        if required not in [column.name for column in columns]:
            problems.append(Problem("facts.sql", 0, f"facts.{name}_row 缺少列 {required}"))
    return Subject(name, tuple(columns), comments.get((name, ""), ""))


def _column(
    subject: str, line: str, comments: Comments, problems: list[Problem]
) -> Column | None:
    found = COLUMN.match(line)
    words = " ".join(found.group(2).lower().split()) if found else ""
    if not found or words not in SQL_TYPES:
        hint = near(words, tuple(SQL_TYPES))
        problems.append(
            Problem("facts.sql", 0, f"facts.{subject}_row 的列“{line.strip()}”类型不可用{hint}")
        )
        return None
    name = found.group(1).lower()
    return Column(name, SQL_TYPES[words], comments.get((subject, name), ""))

"""What every section of a book is read with: its place, its head, and a way to report."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tuoyu.books.entries import Confidence, Head, Level
from tuoyu.books.facts import Catalogue, Subject, Type
from tuoyu.books.nodes import SLUG, Section
from tuoyu.books.parsing import ExpressionError, parse
from tuoyu.books.problems import Problem, near
from tuoyu.books.terms import Expression


def words(kind: type[StrEnum]) -> list[str]:
    return [str(word) for word in kind]


def slug_of(name: str) -> str | None:
    """A file or folder name as a slug; None if it cannot be one."""
    slug = name.replace("_", "-")
    return slug if SLUG.fullmatch(slug) else None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file stands: its name in messages, its shelf and that shelf's region prefix."""

    file: str
    shelf: str
    place: str
    slug: str
    draft: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """One file being read."""

    top: Section
    head: Head
    catalogue: Catalogue

    @property
    def problems(self) -> list[Problem]:
        return self.top.reports.problems

    def report(self, line: int, message: str) -> None:
        self.top.reports.add(line, message)

    def entry(self, name: str, section: Section) -> dict[str, Any]:
        """The fields that all entries share."""
        head = self.head
        level = None
        if "level" in section.nodes:
            level = section.choice("level", Level, words(Level))
        return {
            "id": f"{head.slug}/{name}",
            "head": head,
            "line": section.line,
            "code": section.text("code", required=False),
            "article": section.text("article", required=False),
            "level": level or head.level,
            "confidence": confidence(section) or head.confidence,
            "says": section.text("says"),
            "note": section.text("note", required=False),
            "replaces": section.texts("replaces"),
        }

    def subject(self, section: Section) -> Subject | None:
        name = section.text("subject")
        found = self.catalogue.find(name)
        if name and not found:
            hint = near(name, self.catalogue.names)
            section.report("subject", f"没有事实“{name}”{hint}")
        return found

    def expression(
        self, section: Section, key: str, subject: Subject | None, *, required: bool = False
    ) -> Expression | None:
        """A condition over one subject's columns."""
        text = section.text(key, required=required)
        if not text or subject is None:
            return None
        try:
            return parse(text, subject, (Type.BOOLEAN,))
        except ExpressionError as error:
            section.report(key, f"“{key}”的表达式{error}")
            return None

    def unique(self, named: Iterable[tuple[str, int]]) -> None:
        """Names are ids: report those given twice, with the line of the first."""
        seen: dict[str, int] = {}
        for name, line in named:
            if name in seen:
                self.report(line, f"“{name}”写了两次，第 {seen[name]} 行已有，请改名或删去一个")
            seen.setdefault(name, line)


def confidence(section: Section) -> tuple[Confidence, ...]:
    marks = section.texts("confidence")
    known = words(Confidence)
    for mark in marks:
        if mark not in known:
            section.report("confidence", f"“confidence”没有“{mark}”这个写法{near(mark, known)}")
    return tuple(Confidence(mark) for mark in marks if mark in known)

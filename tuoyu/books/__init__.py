"""The law as dated data, and the reader that opens it."""

from tuoyu.books.changes import Change, smallest_change
from tuoyu.books.entries import (
    Benefit,
    Book,
    Clause,
    Clock,
    Confidence,
    Deadline,
    Dimension,
    Entry,
    Grade,
    Head,
    Indicator,
    Item,
    Kind,
    Level,
    Measure,
    Per,
    Rule,
    Severity,
    Span,
    Step,
    Target,
    Unit,
)
from tuoyu.books.facts import Catalogue, Column, Subject, Type
from tuoyu.books.library import Library, open_library
from tuoyu.books.marks import Broken, compile_marks, read_marks
from tuoyu.books.problems import BookError, Problem
from tuoyu.books.scan import Share
from tuoyu.books.shortfall import Gap, shortfall
from tuoyu.books.sql import to_sql
from tuoyu.books.sweep import compile_report, compile_sweep
from tuoyu.books.tally import compile_tally
from tuoyu.books.terms import Expression, in_words
from tuoyu.books.verdicts import Evidence, Verdict, applies, evidence, judge, said, verdict_of

__all__ = [
    "Benefit",
    "Book",
    "BookError",
    "Broken",
    "Catalogue",
    "Change",
    "Clause",
    "Clock",
    "Column",
    "Confidence",
    "Deadline",
    "Dimension",
    "Entry",
    "Evidence",
    "Expression",
    "Gap",
    "Grade",
    "Head",
    "Indicator",
    "Item",
    "Kind",
    "Level",
    "Library",
    "Measure",
    "Per",
    "Problem",
    "Rule",
    "Severity",
    "Share",
    "Span",
    "Step",
    "Subject",
    "Target",
    "Type",
    "Unit",
    "Verdict",
    "applies",
    "compile_marks",
    "compile_report",
    "compile_sweep",
    "compile_tally",
    "evidence",
    "in_words",
    "judge",
    "open_library",
    "read_marks",
    "said",
    "shortfall",
    "smallest_change",
    "to_sql",
    "verdict_of",
]

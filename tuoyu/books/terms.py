"""An expression of a book as a small typed tree, and the tree said in Chinese."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tuoyu.books.facts import Column, Type, Value, show

Facts = Mapping[str, object]


class Op(StrEnum):
    """The kinds of nodes; nothing else can be written in a book."""

    LITERAL = "literal"
    COLUMN = "column"
    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "/"
    NEGATE = "negate"
    EQUAL = "="
    UNEQUAL = "<>"
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    AND = "and"
    OR = "or"
    NOT = "not"
    IN = "in"
    IS_NULL = "is null"
    CASE = "case"
    CEIL = "ceil"
    FLOOR = "floor"
    ABS = "abs"
    ROUND = "round"
    LEAST = "least"
    GREATEST = "greatest"
    COALESCE = "coalesce"


ARITHMETIC = frozenset({Op.ADD, Op.SUBTRACT, Op.MULTIPLY, Op.DIVIDE})
COMPARISONS = frozenset({Op.EQUAL, Op.UNEQUAL, Op.LESS, Op.AT_MOST, Op.MORE, Op.AT_LEAST})
CALLS = frozenset({Op.CEIL, Op.FLOOR, Op.ABS, Op.ROUND, Op.LEAST, Op.GREATEST, Op.COALESCE})


@dataclass(frozen=True, slots=True)
class Term:
    """One node: `value` of a literal, `column` read; CASE lists when, then, …, else."""

    op: Op
    type: Type
    parts: tuple["Term", ...] = ()
    value: Value = None
    column: Column | None = None

    def walk(self) -> Iterator["Term"]:
        yield self
        for part in self.parts:
            yield from part.walk()

    def reads(self, name: str) -> bool:
        return any(term.column is not None and term.column.name == name for term in self.walk())


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked expression: its text, tree, the columns it reads, and how to evaluate it."""

    text: str
    subject: str
    term: Term = field(repr=False)
    columns: tuple[Column, ...] = field(repr=False)
    value: Callable[[Facts], Value] = field(repr=False, compare=False)

    @property
    def in_words(self) -> str:
        return in_words(self.term)


WORDS = {
    Op.ADD: "＋",
    Op.SUBTRACT: "－",
    Op.MULTIPLY: "×",
    Op.DIVIDE: "÷",
    Op.EQUAL: "＝",
    Op.UNEQUAL: "≠",
    Op.LESS: "＜",
    Op.AT_MOST: "≤",
    Op.MORE: "＞",
    Op.AT_LEAST: "≥",
    Op.AND: "且",
    Op.OR: "或",
    Op.CEIL: "向上取整",
    Op.FLOOR: "向下取整",
    Op.ABS: "绝对值",
    Op.ROUND: "四舍五入",
    Op.LEAST: "较小者",
    Op.GREATEST: "较大者",
}


def in_words(term: Term) -> str:
    """The tree as a Chinese reader would say it: 在托人数 ≤ 3 × 保育人员数."""
    if term.column:
        return term.column.label
    if term.op is Op.LITERAL:
        return show(term.value)
    if term.op in COMPARISONS or term.op is Op.IN:
        return _comparison_words(term)
    if term.op in ARITHMETIC or term.op in (Op.AND, Op.OR):
        return f" {WORDS[term.op]} ".join(_bracket(part) for part in term.parts)
    return _other_words(term, [in_words(part) for part in term.parts])


def _comparison_words(term: Term) -> str:
    """Both sides, with the words of a column's choices said as people say them."""
    column = next((part.column for part in term.parts if part.column), None)
    said = [_value_words(part, column) for part in term.parts]
    if term.op is Op.IN:
        return f"{said[0]} 为 {'、'.join(said[1:])} 之一"
    return f" {WORDS[term.op]} ".join(said)


def _value_words(term: Term, column: Column | None) -> str:
    if term.op is Op.LITERAL and column:
        return column.choices.get(str(term.value), show(term.value))
    return _bracket(term)


def _other_words(term: Term, said: list[str]) -> str:
    match term.op:
        case Op.NOT:
            inner = term.parts[0]
            known = inner.op is Op.IS_NULL
            return f"{in_words(inner.parts[0])} 已填写" if known else f"非（{said[0]}）"
        case Op.NEGATE:
            return f"－{_bracket(term.parts[0])}"
        case Op.IS_NULL:
            return f"{said[0]} 未填写"
        case Op.COALESCE:
            return f"{said[0]}（未填写时按 {said[-1]}）"
        case Op.CASE:
            return _case_words(said)
        case _:
            return f"{WORDS[term.op]}（{'，'.join(said)}）"


def _case_words(said: list[str]) -> str:
    pairs = [f"{when} 时为 {then}" for when, then in zip(said[::2], said[1::2], strict=False)]
    rest = [f"其余为 {said[-1]}"] if len(said) % 2 else []
    return "（" + "；".join(pairs + rest) + "）"


def _bracket(term: Term) -> str:
    loose = term.op in (Op.ADD, Op.SUBTRACT, Op.AND, Op.OR)
    return f"（{in_words(term)}）" if loose else in_words(term)

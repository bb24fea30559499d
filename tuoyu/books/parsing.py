"""Text of a book → checked tree: sqlglot reads the SQL, a short list of forms passes."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import cast

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, SqlglotError

from tuoyu.books.evaluation import runner
from tuoyu.books.facts import Column, Subject, Type, Value
from tuoyu.books.problems import near
from tuoyu.books.results import mismatch, result_of
from tuoyu.books.terms import Expression, Op, Term

LONGEST = 1_000
MOST_WORDS = 300
DEEPEST = 40
DIGITS = 15
NUMBER = re.compile(r"\d*\.?\d*")

ALLOWED = (
    "可用：+ - * / 比较 AND OR NOT IN BETWEEN IS NULL CASE "
    "ceil floor abs round least greatest coalesce"
)

BINARY: dict[type[exp.Expr], Op] = {
    exp.Add: Op.ADD,
    exp.Sub: Op.SUBTRACT,
    exp.Mul: Op.MULTIPLY,
    exp.Div: Op.DIVIDE,
    exp.EQ: Op.EQUAL,
    exp.NEQ: Op.UNEQUAL,
    exp.LT: Op.LESS,
    exp.LTE: Op.AT_MOST,
    exp.GT: Op.MORE,
    exp.GTE: Op.AT_LEAST,
}
ONE_NUMBER: dict[type[exp.Expr], Op] = {
    exp.Ceil: Op.CEIL,
    exp.Floor: Op.FLOOR,
    exp.Abs: Op.ABS,
    exp.Round: Op.ROUND,
}
SEVERAL: dict[type[exp.Expr], Op] = {
    exp.Least: Op.LEAST,
    exp.Greatest: Op.GREATEST,
    exp.Coalesce: Op.COALESCE,
}


class ExpressionError(ValueError):
    """An expression is wrong; `position` counts characters from 1, 0 if it cannot be said."""

    def __init__(self, message: str, position: int = 0) -> None:
        super().__init__(message)
        self.position = position

    def __str__(self) -> str:
        where = f"第 {self.position} 个字符处" if self.position else ""
        return where + super().__str__()


def parse(text: str, subject: Subject, wants: Sequence[Type]) -> Expression:
    """Read and check one expression over the columns of one subject."""
    tree = _tree(text)
    term = _Reader(subject).read(tree)
    if term.type not in wants:
        wanted = "或".join(wants)
        raise ExpressionError(f"这里要的是{wanted}，写出来的是{term.type}")
    return Expression(text, subject.name, term, _columns(term), runner(term))


def _columns(term: Term) -> tuple[Column, ...]:
    return tuple(dict.fromkeys(part.column for part in term.walk() if part.column))


def _tree(text: str) -> exp.Expr:
    _measure(text)
    try:
        return sqlglot.parse_one(text, dialect="postgres")
    except ParseError as error:
        place = cast(int, error.errors[0].get("col") or 0) if error.errors else 0
        raise ExpressionError("读不懂，检查括号、引号和运算符", place) from error
    except (SqlglotError, RecursionError) as error:
        raise ExpressionError("读不懂，检查括号、引号和运算符") from error


def _measure(text: str) -> None:
    """Refuse the absurd before the parser meets it."""
    if not text.strip():
        raise ExpressionError("表达式是空的")
    if len(text) > LONGEST:
        raise ExpressionError(f"表达式太长，最多 {LONGEST} 个字符")
    depth = deepest = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        deepest = max(deepest, depth)
    if deepest > DEEPEST:
        raise ExpressionError(f"括号套得太深，最多 {DEEPEST} 层")
    try:
        words = sqlglot.tokenize(text, dialect="postgres")
    except SqlglotError as error:
        raise ExpressionError("引号没有配对，或有不能用的字符") from error
    if len(words) > MOST_WORDS:
        raise ExpressionError(f"表达式太长，最多 {MOST_WORDS} 个词")


def _place(node: exp.Expr) -> int:
    starts = [name.meta.get("start") for name in node.find_all(exp.Identifier)]
    known = [start for start in starts if isinstance(start, int)]
    return min(known) + 1 if known else 0


class _Reader:
    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.forms: dict[type[exp.Expr], Callable[..., Term]] = {
            exp.Paren: lambda node: self.read(node.this),
            exp.Literal: self.literal,
            exp.Boolean: lambda node: Term(Op.LITERAL, Type.BOOLEAN, value=bool(node.this)),
            exp.Column: self.column,
            exp.Neg: self.negate,
            exp.And: lambda node: self.logic(Op.AND, node),
            exp.Or: lambda node: self.logic(Op.OR, node),
            exp.Not: self.negation,
            exp.In: self.membership,
            exp.Between: self.between,
            exp.Is: self.is_null,
            exp.Case: self.case,
            exp.Cast: self.date,
        }
        self.forms |= dict.fromkeys(BINARY, self.binary)
        self.forms |= dict.fromkeys(ONE_NUMBER, self.number_call)
        self.forms |= dict.fromkeys(SEVERAL, self.call)

    def read(self, node: exp.Expr) -> Term:
        form = self.forms.get(type(node))
        if form is None:
            written = node.sql(dialect="postgres")[:40]
            raise ExpressionError(f"不能用“{written}”，{ALLOWED}", _place(node))
        return form(node)

    def literal(self, node: exp.Literal) -> Term:
        if node.is_string:
            return Term(Op.LITERAL, Type.TEXT, value=str(node.this))
        return _number(str(node.this))

    def column(self, node: exp.Column) -> Term:
        name = node.name if node.this.args.get("quoted") else node.name.lower()
        column = None if node.table else self.subject.find(name)
        if column is None:
            hint = near(name, self.subject.names)
            raise ExpressionError(
                f"“{self.subject.name}”没有列“{node.sql()}”{hint}", _place(node)
            )
        return Term(Op.COLUMN, column.type, column=column)

    def negate(self, node: exp.Neg) -> Term:
        inner = self.number(node.this)
        if inner.op is Op.LITERAL:
            return Term(Op.LITERAL, inner.type, value=-cast(int, inner.value))
        return Term(Op.NEGATE, inner.type, (inner,))

    def binary(self, node: exp.Binary) -> Term:
        op = BINARY[type(node)]
        left, right = self.read(node.left), self.read(node.right)
        type_ = result_of(op, left.type, right.type)
        if type_ is None:
            raise ExpressionError(mismatch(op, left, right), _place(node))
        if op in (Op.EQUAL, Op.UNEQUAL):
            _known_word(left, right, node)
            _known_word(right, left, node)
        return Term(op, type_, (left, right))

    def logic(self, op: Op, node: exp.Connector) -> Term:
        """Chains of the same word become one node."""
        parts: list[Term] = []
        for side in (node.left, node.right):
            part = self.boolean(side)
            parts.extend(part.parts if part.op is op else (part,))
        return Term(op, Type.BOOLEAN, tuple(parts))

    def negation(self, node: exp.Not) -> Term:
        return Term(Op.NOT, Type.BOOLEAN, (self.boolean(node.this),))

    def membership(self, node: exp.In) -> Term:
        options = [self.read(option) for option in node.expressions]
        if not options or any(option.op is not Op.LITERAL for option in options):
            raise ExpressionError("IN 的括号里只能是写定的值，如 IN ('a', 'b')", _place(node))
        tested = self.read(node.this)
        for option in options:
            if result_of(Op.EQUAL, tested.type, option.type) is None:
                raise ExpressionError(mismatch(Op.IN, tested, option), _place(node))
            _known_word(tested, option, node)
        return Term(Op.IN, Type.BOOLEAN, (tested, *options))

    def between(self, node: exp.Between) -> Term:
        if node.args.get("symmetric"):
            raise ExpressionError("BETWEEN 不用 SYMMETRIC", _place(node))
        low = self.binary(exp.GTE(this=node.this.copy(), expression=node.args["low"].copy()))
        high = self.binary(exp.LTE(this=node.this.copy(), expression=node.args["high"].copy()))
        return Term(Op.AND, Type.BOOLEAN, (low, high))

    def is_null(self, node: exp.Is) -> Term:
        if not isinstance(node.expression, exp.Null):
            raise ExpressionError("IS 后面只能是 NULL 或 NOT NULL", _place(node))
        found = Term(Op.IS_NULL, Type.BOOLEAN, (self.read(node.this),))
        return Term(Op.NOT, Type.BOOLEAN, (found,)) if node.args.get("negate") else found

    def case(self, node: exp.Case) -> Term:
        parts: list[Term] = []
        for branch in node.args["ifs"]:
            parts.append(self.condition(node.this, branch.this))
            parts.append(self.read(branch.args["true"]))
        outcomes = parts[1::2]
        if node.args.get("default"):
            outcomes.append(self.read(node.args["default"]))
            parts.append(outcomes[-1])
        return Term(Op.CASE, self.shared(outcomes, node), tuple(parts))

    def condition(self, tested: exp.Expr | None, when: exp.Expr) -> Term:
        if tested is None:
            return self.boolean(when)
        return self.binary(exp.EQ(this=tested.copy(), expression=when.copy()))

    def date(self, node: exp.Cast) -> Term:
        written = node.this
        if node.to.this is not exp.DataType.Type.DATE or not isinstance(written, exp.Literal):
            raise ExpressionError("不能转换类型；日期写成 date '2026-01-01'", _place(node))
        try:
            return Term(Op.LITERAL, Type.DATE, value=date.fromisoformat(str(written.this)))
        except ValueError as error:
            raise ExpressionError(f"没有“{written.this}”这一天") from error

    def number_call(self, node: exp.Func) -> Term:
        op = ONE_NUMBER[type(node)]
        inner = self.number(node.this)
        digits = node.args.get("decimals")
        if digits is None:
            same = op is Op.ABS
            return Term(op, inner.type if same else Type.INTEGER, (inner,))
        places = self.read(digits)
        if op is not Op.ROUND or places.op is not Op.LITERAL or places.value not in range(7):
            raise ExpressionError("只有 round(数, 0 到 6) 可以带小数位数", _place(node))
        return Term(op, inner.type, (inner, places))

    def call(self, node: exp.Func) -> Term:
        parts = tuple(self.read(part) for part in (node.this, *node.expressions))
        type_ = self.shared(parts, node)
        op = SEVERAL[type(node)]
        if op is not Op.COALESCE and not (type_.is_number or type_ is Type.DATE):
            raise ExpressionError(f"{op} 只比较数和日期", _place(node))
        return Term(op, type_, parts)

    def shared(self, parts: Sequence[Term], node: exp.Expr) -> Type:
        """The one type of several parts; whole numbers among decimals are decimals."""
        types = {part.type for part in parts}
        if types == {Type.INTEGER, Type.NUMERIC}:
            return Type.NUMERIC
        if len(types) > 1:
            raise ExpressionError(f"几个值类型不一：{'、'.join(sorted(types))}", _place(node))
        return types.pop()

    def boolean(self, node: exp.Expr) -> Term:
        term = self.read(node)
        if term.type is not Type.BOOLEAN:
            raise ExpressionError(
                f"“{node.sql(dialect='postgres')}”是{term.type}，这里要写是或否的条件",
                _place(node),
            )
        return term

    def number(self, node: exp.Expr) -> Term:
        term = self.read(node)
        if not term.type.is_number:
            raise ExpressionError(
                f"“{node.sql(dialect='postgres')}”是{term.type}，这里要写数", _place(node)
            )
        return term


def _known_word(tested: Term, option: Term, node: exp.Expr) -> None:
    """A word that a column never holds is a typing mistake, and a silent one."""
    column = tested.column
    if column is None or option.op is not Op.LITERAL or not column.choices:
        return
    if str(option.value) not in column.choices:
        hint = near(str(option.value), tuple(column.choices))
        raise ExpressionError(f"“{column.label}”没有“{option.value}”{hint}", _place(node))


def _number(written: str) -> Term:
    if not NUMBER.fullmatch(written) or len(written) > DIGITS:
        raise ExpressionError(f"“{written}”不是能用的数：只写数字和小数点，最多 {DIGITS} 位")
    value: Value = int(written) if written.isdigit() else Decimal(written)
    return Term(
        Op.LITERAL, Type.INTEGER if isinstance(value, int) else Type.NUMERIC, value=value
    )


def breach_of(when: Expression | None, holds: Expression) -> Expression:
    """`when AND NOT holds`: true is broken, unknown is unknown, false is kept or exempt."""
    negated = Term(Op.NOT, Type.BOOLEAN, (holds.term,))
    term = Term(Op.AND, Type.BOOLEAN, (when.term, negated)) if when else negated
    text = f"({when.text}) AND NOT ({holds.text})" if when else f"NOT ({holds.text})"
    return Expression(text, holds.subject, term, _columns(term), runner(term))

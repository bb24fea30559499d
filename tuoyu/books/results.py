"""What type each operator gives for the types of its two sides, if it may stand there."""

from tuoyu.books.facts import Type
from tuoyu.books.terms import Op, Term


def result_of(op: Op, left: Type, right: Type) -> Type | None:
    numbers = left.is_number and right.is_number
    if op in (Op.EQUAL, Op.UNEQUAL):
        return Type.BOOLEAN if numbers or left is right else None
    if op in (Op.LESS, Op.AT_MOST, Op.MORE, Op.AT_LEAST):
        ordered = numbers or left is right is Type.DATE
        return Type.BOOLEAN if ordered else None
    if numbers:
        whole = left is right is Type.INTEGER and op is not Op.DIVIDE
        return Type.INTEGER if whole else Type.NUMERIC
    return _date_result(op, left, right)


def _date_result(op: Op, left: Type, right: Type) -> Type | None:
    if op is Op.SUBTRACT and left is right is Type.DATE:
        return Type.INTEGER
    if op in (Op.ADD, Op.SUBTRACT) and (left, right) == (Type.DATE, Type.INTEGER):
        return Type.DATE
    if op is Op.ADD and (left, right) == (Type.INTEGER, Type.DATE):
        return Type.DATE
    return None


def mismatch(op: Op, left: Term, right: Term) -> str:
    hint = ""
    if {left.type, right.type} == {Type.DATE, Type.TEXT}:
        hint = "；日期写成 date '2026-01-01'"
    return f"{left.type}与{right.type}之间不能用 {op.upper()}{hint}"

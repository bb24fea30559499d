"""Facts in the words of their columns."""

from django import template

from tuoyu.books import Column
from tuoyu.books.verdicts import said

register = template.Library()


@register.filter
def fact(value: object, column: Column) -> str:
    """A fact as people read it; unknown stays visible."""
    return "待查明" if value is None else f"{said(column, value)} {column.unit}".strip()

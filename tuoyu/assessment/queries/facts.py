"""Fact rows of one institution, read subject by subject, and facts kept as evidence."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import connection

from tuoyu.assessment.queries.shelf import catalogue
from tuoyu.books import Column, Rule, Type

Row = Mapping[str, Any]


def rows_of(institution_id: int, on: date, subjects: Iterable[str]) -> dict[str, list[Row]]:
    """All rows of the named subjects that belong to one institution on a day."""
    with connection.cursor() as cursor:
        return {subject: _rows(cursor, subject, institution_id, on) for subject in subjects}


def _rows(cursor: Any, subject: str, institution_id: int, on: date) -> list[Row]:
    if catalogue().find(subject) is None:
        raise LookupError(f"没有事实“{subject}”")
    cursor.execute(
        f"SELECT * FROM facts.{subject}(%s, ARRAY[%s]::bigint[])", [on, institution_id]
    )
    names = [column.name for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def facts_of(rule: Rule, evidence: Mapping[str, Any]) -> Row:
    """Evidence that travelled as JSON, in the types of its columns again."""
    return {
        column.name: _typed(column, evidence.get(column.name)) for column in rule.breach.columns
    }


def _typed(column: Column, value: Any) -> Any:
    is_day = column.type is Type.DATE and isinstance(value, str)
    return date.fromisoformat(value) if is_day else value

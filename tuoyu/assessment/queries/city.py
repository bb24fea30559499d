"""The whole city held against the law in one query: breaches and counts by county."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from tuoyu.assessment.queries.shelf import catalogue
from tuoyu.books import Rule, compile_sweep, compile_tally

FETCHED_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class Broken:
    """One rule broken by one row, with the facts it read."""

    rule: Rule
    institution_id: int
    subject_id: int
    subject_label: str
    evidence: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Count:
    """How the rows of one county stand to one rule."""

    rule: Rule
    county_code: str
    kept: int
    broken: int
    unknown: int
    exempt: int


def breaches(
    rules: Sequence[Rule], on: date, only: Sequence[int] | None = None
) -> Iterator[Broken]:
    """Every breach of every rule on a day, of all institutions or some."""
    text = compile_sweep(rules, catalogue(), on, only)
    for number, institution, subject, label, _, evidence in _fetched(text):
        yield Broken(rules[number], institution, subject, label, evidence)


def counts(rules: Sequence[Rule], on: date) -> list[Count]:
    """Rule by rule and county by county: kept, broken, unknown, exempt."""
    found = _fetched(compile_tally(rules, catalogue(), on))
    return [Count(rules[number], *rest) for number, *rest in found]


def _fetched(text: str) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text)
        while rows := cursor.fetchmany(FETCHED_AT_ONCE):
            yield from rows

"""The whole city held against the law in one query: breaches and counts by county."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection, transaction

from tuoyu.assessment.queries.shelf import catalogue, library
from tuoyu.books import Library, Rule, compile_sweep, compile_tally
from tuoyu.institutions.models import Institution
from tuoyu.org.models import Region


@dataclass(frozen=True, slots=True)
class Broken:
    """One rule broken by one row, with the facts it read."""

    rule: Rule
    institution_id: int
    subject_id: int
    subject_label: str
    written: str = field(repr=False)  # JSON as PostgreSQL gave it: most is never opened

    @property
    def evidence(self) -> dict[str, Any]:
        return dict(json.loads(self.written))


@dataclass(frozen=True, slots=True)
class Count:
    """How the rows of one county stand to one rule."""

    rule: Rule
    county_code: str
    kept: int
    broken: int
    unknown: int
    exempt: int


@dataclass(frozen=True, slots=True)
class Bench:
    """Rules, and the institutions they govern; None where they govern all."""

    rules: tuple[Rule, ...]
    only: tuple[int, ...] | None = None


def benches(on: date, law: Library | None = None) -> list[Bench]:
    """The law of the city on a day: one bench, unless a county has books of its own."""
    law = law or library()
    codes = Region.objects.counties().on(on).values_list("code", flat=True)
    found: dict[int, tuple[tuple[Rule, ...], list[str]]] = {}
    for code in codes:
        rules = law.rules(on, code)  # counties under the same books get the same mapping
        found.setdefault(id(rules), (tuple(rules.values()), []))[1].append(code)
    if len(found) < 2:
        return [Bench(rules) for rules, _ in found.values()]
    return [Bench(rules, _institutions(places)) for rules, places in found.values()]


def _institutions(counties: Sequence[str]) -> tuple[int, ...]:
    rows = Institution.objects.filter(county__code__in=counties)
    return tuple(rows.order_by("pk").values_list("pk", flat=True))


def breaches(
    rules: Sequence[Rule], on: date, only: Sequence[int] | None = None
) -> Iterator[Broken]:
    """Every breach of every rule on a day, of all institutions or some."""
    text = compile_sweep(rules, catalogue(), on, only)
    for number, institution, subject, label, _, evidence in read(text):
        yield Broken(rules[number], institution, subject, label, evidence)


def counts(rules: Sequence[Rule], on: date, only: Sequence[int] | None = None) -> list[Count]:
    """Rule by rule and county by county: kept, broken, unknown, exempt."""
    found = read(compile_tally(rules, catalogue(), on, only))
    return [Count(rules[number], *rest) for number, *rest in found]


def read(
    text: str, values: Sequence[Any] | Mapping[str, Any] | None = None
) -> list[tuple[Any, ...]]:
    """The answer to a compiled query; JIT costs more than it saves; hashes fit in memory."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off; SET LOCAL work_mem = '256MB'")
        cursor.execute(text, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
